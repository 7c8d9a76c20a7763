using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;
using ContainerGuard.Fixes;
using ContainerGuard.Rules;
using ContainerGuard.Text;

namespace ContainerGuard.Tool.Lsp.Checks;

/// <summary>One text of a Dockerfile with what is known about it.</summary>
/// <param name="Root">The folder that the names of files in findings are relative to, absolute.</param>
/// <param name="Model">The meaning of the text.</param>
/// <param name="Facts">The facts that the rules had.</param>
/// <param name="Policy">The severities that apply.</param>
/// <param name="Findings">All findings; those in a comment or a baseline are marked as suppressed.</param>
internal sealed record CheckedFile(
    string Root, DockerfileModel Model, FileFacts Facts, SeverityPolicy Policy, IReadOnlyList<Diagnostic> Findings)
{
    private readonly Lazy<FixResult> _fixed = new(() => DockerfileFixer.Fix(Model.Source, Facts, Policy));

    public SourceText Source => Model.Source;

    /// <summary>Whether scripts are left that ShellCheck has not checked yet.</summary>
    public bool HasUncheckedScripts { get; init; }

    /// <summary>The findings that a person has to act on.</summary>
    public IEnumerable<Diagnostic> Open => Findings.Where(static finding => finding.IsOpen);

    /// <summary>The text after all fixes. It is computed once, when it is first needed.</summary>
    public FixResult Fixed => _fixed.Value;

    /// <summary>The absolute path of a file in a finding.</summary>
    public string PathOf(string file) => Path.GetFullPath(file, Root);
}
