using ContainerGuard.Rules;

namespace ContainerGuard.Reports;

/// <summary>What a SARIF report says besides its results.</summary>
/// <param name="ToolVersion">Semantic version of the package.</param>
/// <param name="Rules">The rules of the run, in the order that results refer to.</param>
/// <param name="ProjectFile">The project, absolute. Relative paths of findings are relative to its folder.</param>
/// <param name="Root">The folder that the paths of the report are relative to.</param>
/// <param name="PageOf">Reads a rule's page in Markdown; null for a rule without a page. Called only for rules with results.</param>
internal sealed record SarifRun(
    string ToolVersion, IReadOnlyList<RuleDescriptor> Rules, string ProjectFile, SourceRoot Root, Func<string, string?> PageOf)
{
    /// <summary>The name of a check. The names of other runs begin with it.</summary>
    public const string DefaultName = "containerguard";

    /// <summary>What the run does. Two reports of one project, such as those of a check and of an audit, need different names.</summary>
    public string Name { get; init; } = DefaultName;

    /// <summary>False to leave suppressed findings out, for services that show them as open.</summary>
    public bool IncludesSuppressed { get; init; } = true;

    /// <summary>
    /// The identifier of the run (§3.17.3). It ends with a slash, so that the whole of it is the category by which a service tells the
    /// reports of several projects apart.
    /// </summary>
    public string Id => $"{Name}/{Root.PathBelow(ProjectFile) ?? Path.GetFileName(ProjectFile)}/";

    /// <summary>Where a finding is.</summary>
    /// <param name="file">Absolute, or relative to the project's folder.</param>
    public (string Uri, bool IsBelow) UriOf(string file) =>
        Root.UriOf(Path.GetFullPath(file.Replace('\\', '/'), Path.GetDirectoryName(ProjectFile)!));
}
