using ContainerGuard.Analysis;
using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Packages;

/// <summary>wget writes its progress to the build log, one line for every 50 kB.</summary>
internal sealed class WgetProgress : Rule
{
    private static readonly string[] QuietOptions =
        ["-q", "--quiet", "--no-verbose", "--progress", "-o", "--output-file", "-a", "--append-output", "-b", "--background", "--version",
            "-V", "--help", "-h"];

    public override RuleDescriptor Descriptor { get; } = new("CG5026", "wget writes progress output to the build log", Severity.Message)
    {
        Aliases = ["hadolint:DL3047"],
        IsRecommended = false,
    };

    public override void Check(FileAnalysis file, Findings findings)
    {
        foreach (var (run, command) in file.Commands.Of("wget"))
        {
            if (command.Line.MayHaveMoreOptions || IsQuiet(command)) continue;
            findings.Report(run.Locate(command.Words[0].Span),
                "wget writes a progress line for every 50 kB to the build log. Add '-nv', '--progress=dot:giga', or '-q' for BusyBox.");
        }
    }

    private static bool IsQuiet(ShellCommand command) =>
        command.Line.HasAny(QuietOptions)
        || SendsErrorsAway(command)
        || command.Arguments.Any(static word => word.Text is ['-', not '-', ..] && word.Text.Contains("nv", StringComparison.Ordinal));

    /// <summary>
    /// Whether standard error, which has the progress, is redirected: <c>2&gt; log</c>, <c>&amp;&gt; log</c>, <c>&gt; log 2&gt;&amp;1</c>.
    /// </summary>
    private static bool SendsErrorsAway(ShellCommand command) =>
        command.Redirections.Any(static one => one.Operator is "&>" or "&>>" || (one.WritesFile && one.HasOtherDescriptor))
        || (command.Redirections.Any(static one => one.TakesOutput)
            && command.Redirections.Any(static one => one is { Operator: ">&", HasOtherDescriptor: true, Target.Text: "1" }));
}
