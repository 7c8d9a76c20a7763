using ContainerGuard.Analysis;

namespace ContainerGuard.Rules.Processes;

/// <summary>
/// A finding of ShellCheck in a script of the file. The task runs ShellCheck. Comments and configuration refer to its codes as hadolint
/// does: <c>SC2086</c>. Findings of the levels info and style, which are the most frequent, are reported only at level <c>all</c>.
/// </summary>
internal sealed class ShellScriptProblem : Rule
{
    /// <summary>The descriptor, for the task: it does not run ShellCheck if the rule is off.</summary>
    public static readonly RuleDescriptor Own = new("CG6012", "ShellCheck finds a problem in a shell script", Severity.Warning);

    public override RuleDescriptor Descriptor => Own;

    public override void Check(FileAnalysis file, Findings findings)
    {
        foreach (var problem in file.Facts.ShellProblems)
        {
            var code = $"SC{problem.Code}";
            findings.Report(
                problem.Span,
                $"{code}: {Sentence(problem.Message)} (https://www.shellcheck.net/wiki/{code}).",
                problem.IsRemark ? Severity.Message : Severity.Warning,
                variant: Descriptor with { Aliases = [$"hadolint:{code}"], IsRecommended = !problem.IsRemark });
        }
    }

    /// <summary>The message on one line, without its full stop.</summary>
    private static string Sentence(string message) =>
        string.Join(' ', message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).TrimEnd('.');
}
