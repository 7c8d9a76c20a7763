namespace ContainerGuard.Rules.Processes;

/// <summary>
/// A fault that ShellCheck, which the task asks, finds in a script of the file. Each of its codes is known to comments and configuration by
/// hadolint's name for it, <c>SC2086</c>. Information and style, which most of its findings are, is for level <c>all</c>.
/// </summary>
internal sealed class ShellScriptFault : Rule
{
    /// <summary>For whoever asks ShellCheck, who need not where the rule is off.</summary>
    public static readonly RuleDescriptor Own = new("CG6012", "ShellCheck finds a fault in a shell script", Severity.Warning);

    public override RuleDescriptor Descriptor => Own;

    public override void Check(RuleContext context)
    {
        foreach (var fault in context.Facts.ShellFaults)
        {
            var code = $"SC{fault.Code}";
            context.Report(
                fault.Span,
                $"{code}: {Sentence(fault.Message)} (https://www.shellcheck.net/wiki/{code}).",
                fault.IsRemark ? Severity.Message : Severity.Warning,
                variant: Descriptor with { Aliases = [$"hadolint:{code}"], IsRecommended = !fault.IsRemark });
        }
    }

    /// <summary>On one line, without its final stop.</summary>
    private static string Sentence(string message) =>
        string.Join(' ', message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).TrimEnd('.');
}
