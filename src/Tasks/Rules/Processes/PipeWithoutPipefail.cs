using ContainerGuard.Dockerfile;
using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Processes;

/// <summary>
/// A pipe ends as its last command does, so what fails before it fails unseen. Where all that stands before cannot fail, as in
/// <c>echo … | sha256sum -c</c>, little is lost, and only level <c>all</c> says so.
/// </summary>
internal sealed class PipeWithoutPipefail : Rule
{
    private const string Option = "pipefail";

    public override RuleDescriptor Descriptor { get; } = new("CG6007", "RUN with a pipe does not set pipefail", Severity.Warning)
    {
        Aliases = ["hadolint:DL4006", "kics:Shell Running A Pipe Without Pipefail Flag"],
    };

    public override void Check(RuleContext context)
    {
        foreach (var run in context.Runs)
        {
            if (run.Instruction.IsExecForm || FirstPipe(run) is not { } pipe || IsSet(run)) continue;

            var left = pipe.Elements[^2] is ShellCommand { Name: { } name } ? $"'{name}'" : "what stands before it";
            var canFail = CanFail(pipe);
            context.Report(
                run.Locate(pipe.Span),
                $"The shell looks at the end of the pipe alone: where {left} fails, the build goes on with half of its output, or none. Write SHELL [\"/bin/bash\", \"-o\", \"pipefail\", \"-c\"] before this RUN, or begin it with 'set -o pipefail' where the shell knows that.",
                canFail ? null : Severity.Message,
                variant: canFail ? null : Descriptor with { IsRecommended = false });
        }
    }

    /// <summary>The first that can hide a failure, else the first.</summary>
    private static ShellPipeline? FirstPipe(RunScript run)
    {
        ShellPipeline? first = null;
        foreach (var command in run.Commands)
        {
            var pipe = command.Outermost.Pipeline;
            if (pipe.Elements.Length < 2) continue;
            if (CanFail(pipe)) return pipe;
            first ??= pipe;
        }

        return first;
    }

    private static bool CanFail(ShellPipeline pipe)
    {
        for (var i = 0; i < pipe.Elements.Length - 1; i++)
        {
            if (pipe.Elements[i] is not ShellCommand { Name: "echo" or "printf" or "yes" or "true" or ":" } command
                || command.Words.Any(static word => word.Expansions.Any(static expansion => expansion.Body is not null))) return true;
        }

        return false;
    }

    /// <summary>By SHELL, by <c>set -o pipefail</c> anywhere in the script, or for an inner shell by its own option.</summary>
    private static bool IsSet(RunScript run) =>
        (run.State.Shell is { Origin: SettingOrigin.File, Value: { } shell } && shell.Contains(Option) && IsOneThatKnowsIt(shell))
        || run.Commands.Any(static command => (command.Name == "set" || CommandWrappers.IsShell(command.Name)) && command.Arguments.Any(static word => word.Is(Option)));

    /// <summary>Debian's sh, which is dash, knows no such option.</summary>
    private static bool IsOneThatKnowsIt(string[] shell) =>
        shell.Any(static element => element[(element.LastIndexOf('/') + 1)..] is "bash" or "zsh" or "ash" or "ksh");
}
