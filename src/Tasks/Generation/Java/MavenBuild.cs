namespace ContainerGuard.Generation.Java;

/// <summary>A Maven build. Its downloads are a separate layer, before the sources.</summary>
internal sealed record MavenBuild : JavaBuild
{
    /// <summary>The folder of the libraries in the cache mount, and in the layer.</summary>
    private const string Mount = "/var/cache/maven";
    private const string Repository = "/m2";

    /// <summary>With more folders, the manifests are not copied one by one: an image can have 127 layers.</summary>
    private const int MostFolders = 60;

    /// <summary>Whether <c>mvnw</c> is committed, which downloads the Maven version from its properties.</summary>
    public required bool HasWrapper { get; init; }

    /// <summary>Whether the modules are built with the pom.xml of <see cref="JavaBuild.Root"/>.</summary>
    public required bool IsAggregated { get; init; }

    /// <summary>The other modules, which are not in a repository.</summary>
    public IReadOnlyList<string> Siblings { get; init; } = [];

    /// <summary>The jar, or the folder of Quarkus, relative to the application's folder.</summary>
    public required string Jar { get; init; }

    public override string Image => HasWrapper ? JavaImages.Jdk(Java) : $"maven:3.9-eclipse-temurin-{Java.Major}";

    protected override string Archive => Built(Jar);

    private bool CopiesLibraries => Layout == JavaLayout.Libraries && HasLibraries;

    private string Modules =>
        Module.Length == 0 ? "" : IsAggregated ? $" -pl {CommandLine.Quote(Module)} -am" : $" -f {CommandLine.Quote($"{Module}/pom.xml")}";

    public override void Write(DockerfileWriter file, StageExtras extras)
    {
        var folders = ByFolder();
        if (folders.Count <= MostFolders) WriteDownload(file, folders);
        var local = folders.Count <= MostFolders ? Repository : Mount;
        var mount = folders.Count <= MostFolders ? "" : CacheMount;
        var goals = CopiesLibraries ? "package dependency:copy-dependencies -DincludeScope=runtime" : "package";
        file.Line().Copy([Root.Length == 0 ? "." : Root], "").End(extras);
        file.Append($"RUN {mount}{SecretMounts}");
        WriteCommands(file, [$"{Maven(local)}{Modules} -DskipTests {goals}", .. Collect(),
            .. CopiesLibraries ? [$"mv {Built("target/dependency")} /out/lib"] : Array.Empty<string>()]);
    }

    private string CacheMount => $"--mount=type=cache,id=maven-{Name},sharing=locked,target={Mount} \\\n    ";

    /// <summary>The Maven command. The wrapper runs with sh, because a checkout on Windows loses its execute permission.</summary>
    private string Maven(string repository) => $"{(HasWrapper ? "sh ./mvnw" : "mvn")} -B -ntp -Dmaven.repo.local={repository}";

    private void WriteDownload(DockerfileWriter file, SortedDictionary<string, List<string>> folders)
    {
        file.Append("\n# Copy the pom.xml files first, so that a change of a source file does not repeat the download (CG7008).\n");
        foreach (var (folder, files) in folders) file.Copy(files, folder);
        foreach (var folder in Inputs.FeedFolders) file.Copy([folder], folder[(folder.LastIndexOf('/') + 1)..]);
        var siblings = Siblings.Count == 0 ? "" : $" {CommandLine.Quote($"-DexcludeArtifactIds={string.Join(',', Siblings)}")}";
        file.Append($"""
            # The mount caches downloads. The libraries are copied into the layer, so a pruned cache cannot break the build.
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
