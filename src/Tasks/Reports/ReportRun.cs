using ContainerGuard.Images;
using ContainerGuard.Rules;

namespace ContainerGuard.Reports;

/// <summary>What a report says besides its findings.</summary>
/// <param name="ToolVersion">Semantic version of the package.</param>
/// <param name="Rules">The rules of the run, in the order that results refer to.</param>
/// <param name="ProjectFile">The project, absolute. Relative paths of findings are relative to its folder.</param>
/// <param name="Root">The folder that the paths of the report are relative to.</param>
/// <param name="PageOf">Reads a rule's page in Markdown; null for a rule without a page. Called only for rules with results.</param>
internal sealed record ReportRun(
    string ToolVersion, IReadOnlyList<RuleDescriptor> Rules, string ProjectFile, SourceRoot Root, Func<string, string?> PageOf)
{
    /// <summary>The name of a check. The names of other runs begin with it.</summary>
    public const string DefaultName = "containerguard";

    /// <summary>What the run does. Two reports of one project, such as those of a check and of an audit, need different names.</summary>
    public string Name { get; init; } = DefaultName;

    /// <summary>False to leave suppressed findings out, for services that show them as open.</summary>
    public bool IncludesSuppressed { get; init; } = true;

    /// <summary>The checked files, as findings name them.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>The inspected images, with the names that findings in them have.</summary>
    public IReadOnlyList<ReportedImage> Images { get; init; } = [];

    /// <summary>Finds the lock file's entry for an image; null for an unknown image.</summary>
    public Func<ImageReference, ResolvedImage?> Locked { get; init; } = static _ => null;

    /// <summary>The date of the build, for the age of images.</summary>
    public DateOnly Today { get; init; }

    /// <summary>The project, relative to the root; absolute outside it.</summary>
    public string Project => Root.PathBelow(ProjectFile) ?? ProjectFile.Replace('\\', '/');

    /// <summary>
    /// The identifier of the run (SARIF §3.17.3). It ends with a slash, so that the whole of it is the category by which a service tells
    /// the reports of several projects apart.
    /// </summary>
    public string Id => $"{Name}/{Root.PathBelow(ProjectFile) ?? Path.GetFileName(ProjectFile)}/";

    /// <summary>Where a finding is.</summary>
    /// <param name="file">Absolute, or relative to the project's folder.</param>
    public (string Uri, bool IsBelow) UriOf(string file) =>
        Root.UriOf(FullPath(file));

    /// <summary>The path of a file below the root, with forward slashes; absolute for a file elsewhere.</summary>
    /// <param name="file">Absolute, or relative to the project's folder.</param>
    public string PathOf(string file)
    {
        var path = FullPath(file);
        return Root.PathBelow(path) ?? path.Replace('\\', '/');
    }

    /// <summary>An absolute path.</summary>
    /// <param name="file">Absolute, or relative to the project's folder.</param>
    public string FullPath(string file) => Path.GetFullPath(file.Replace('\\', '/'), Path.GetDirectoryName(ProjectFile)!);

    /// <summary>Whether a part of a report belongs to another project, which still exists.</summary>
    /// <param name="id">The <see cref="Id"/> of the part.</param>
    public bool IsOfOther(string id)
    {
        var slash = id.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && id != Id && id.StartsWith(DefaultName, StringComparison.Ordinal) && Root.Has(id[(slash + 1)..].TrimEnd('/'));
    }
}
