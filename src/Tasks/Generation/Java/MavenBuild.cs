using System.Text;

namespace ContainerGuard.Generation.Java;

/// <summary>A build by Maven: what it downloads is a layer of its own, below the sources.</summary>
internal sealed record MavenBuild : JavaBuild
{
    /// <summary>Where the libraries lie while the mount is there, and where they stay.</summary>
    private const string Mount = "/var/cache/maven";
    private const string Repository = "/m2";

    /// <summary>Of more folders than this none is copied by itself: an image has room for 127 layers.</summary>
    private const int MostFolders = 60;

    /// <summary>Whether <c>mvnw</c> is committed, which brings the Maven that its own properties name.</summary>
    public required bool HasWrapper { get; init; }

    /// <summary>Whether the modules are built by the pom.xml of <see cref="JavaBuild.Root"/>.</summary>
    public required bool IsAggregated { get; init; }

    /// <summary>The other modules of that, which no repository has.</summary>
    public IReadOnlyList<string> Siblings { get; init; } = [];

    /// <summary>The jar, or the folder of Quarkus, relative to the application's folder.</summary>
    public required string Jar { get; init; }

    public override string Image => HasWrapper ? JavaImages.Jdk(Java) : $"maven:3.9-eclipse-temurin-{Java.Major}";

    protected override string Archive => Built(Jar);

    private bool CopiesLibraries => Layout == JavaLayout.Libraries && HasLibraries;

    private string Modules => Module.Length == 0 ? "" : IsAggregated ? $" -pl {CommandLine.Quote(Module)} -am" : $" -f {CommandLine.Quote($"{Module}/pom.xml")}";

    public override void Append(StringBuilder text, StageExtras extras)
    {
        var folders = ByFolder();
        if (folders.Count <= MostFolders) AppendDownload(text, folders);
        var local = folders.Count <= MostFolders ? Repository : Mount;
        var mount = folders.Count <= MostFolders ? "" : CacheMount;
        var goals = CopiesLibraries ? "package dependency:copy-dependencies -DincludeScope=runtime" : "package";
        text.Append($"""

            {Instruction.Copy([Root.Length == 0 ? "." : Root], "")}

            """);
        extras.WriteEnd(text);
        text.Append($"RUN {mount}{SecretMounts}");
        AppendCommands(text, [$"{Maven(local)}{Modules} -DskipTests {goals}", .. Collect(), .. CopiesLibraries ? [$"mv {Built("target/dependency")} /out/lib"] : Array.Empty<string>()]);
    }

    private string CacheMount => $"--mount=type=cache,id=maven-{Name},sharing=locked,target={Mount} \\\n    ";

    /// <summary>The wrapper is a script, which a checkout on Windows has without the right to be run.</summary>
    private string Maven(string repository) => $"{(HasWrapper ? "sh ./mvnw" : "mvn")} -B -ntp -Dmaven.repo.local={repository}";

    private void AppendDownload(StringBuilder text, SortedDictionary<string, List<string>> folders)
    {
        text.Append("\n# What names the libraries comes before the sources, so that an edit of a source does not download again (CG7008).\n");
        foreach (var (folder, files) in folders) text.Append(Instruction.Copy(files, folder)).Append('\n');
        foreach (var folder in Inputs.FeedFolders) text.Append(Instruction.Copy([folder], folder[(folder.LastIndexOf('/') + 1)..])).Append('\n');
        var siblings = Siblings.Count == 0 ? "" : $" -DexcludeArtifactIds={string.Join(',', Siblings)}";
        text.Append($"""
            # The mount spares downloads; what this build needs stays in the layer, whatever becomes of the mount.
            RUN {CacheMount}{SecretMounts}{Maven(Mount)}{Modules} dependency:go-offline{siblings} && \
                cp -R {Mount} {Repository}

            """);
    }

    private SortedDictionary<string, List<string>> ByFolder()
    {
        var folders = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var file in Inputs.Files)
        {
            var folder = ContextPath.Folder(Root.Length == 0 ? file : file[(Root.Length + 1)..]);
            if (!folders.TryGetValue(folder, out var files)) folders[folder] = files = [];
            files.Add(file);
        }

        return folders;
    }
}
