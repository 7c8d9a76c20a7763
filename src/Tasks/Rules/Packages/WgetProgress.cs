using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Packages;

/// <summary>wget draws its progress into the log of a build, a line for each 50 kB.</summary>
internal sealed class WgetProgress : Rule
{
    private static readonly string[] QuietOptions =
        ["-q", "--quiet", "--no-verbose", "--progress", "-o", "--output-file", "-a", "--append-output", "-b", "--background", "--version", "-V", "--help", "-h"];

    public override RuleDescriptor Descriptor { get; } = new("CG5026", "wget draws its progress into the log", Severity.Message)
    {
        Aliases = ["hadolint:DL3047"],
        IsRecommended = false,
    };

    public override void Check(RuleContext context)
    {
        foreach (var (run, command) in context.Commands.Of("wget"))
        {
            if (command.Line.MayHaveMoreOptions || IsQuiet(command)) continue;
            context.Report(run.Locate(command.Words[0].Span),
                "wget draws its progress into the build's log, a line for each 50 kB, and buries what matters. Write 'wget -nv', 'wget --progress=dot:giga', or 'wget -q', which BusyBox's knows too.");
        }
    }

    private static bool IsQuiet(ShellCommand command) =>
        command.Line.HasAny(QuietOptions)
        || SendsErrorsAway(command)
        || command.Arguments.Any(static word => word.Text is ['-', not '-', ..] && word.Text.Contains("nv", StringComparison.Ordinal));

    /// <summary>The progress goes where errors go: <c>2&gt; log</c>, <c>&amp;&gt; log</c>, <c>&gt; log 2&gt;&amp;1</c>.</summary>
    private static bool SendsErrorsAway(ShellCommand command) =>
        command.Redirections.Any(static one => one.Operator is "&>" or "&>>" || (one.WritesFile && one.HasOtherDescriptor))
        || (command.Redirections.Any(static one => one.TakesOutput) && command.Redirections.Any(static one => one is { Operator: ">&", HasOtherDescriptor: true, Target.Text: "1" }));
}
