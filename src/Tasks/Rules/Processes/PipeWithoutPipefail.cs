using ContainerGuard.Dockerfile;
using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Processes;

/// <summary>
/// A pipe ends as its last command does, so what fails before it fails unseen. Where all that stands before cannot fail, as in
/// <c>echo … | sha256sum -c</c>, little is lost, and only level <c>all</c> says so; <c>yes | …</c> is right as it is, for pipefail would make it fail.
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
            if (run.Instruction.IsExecForm || FirstPipe(run, out var isHeard) is not { } pipe || IsSet(run)) continue;

            var canFail = CanFail(pipe);
            var effect = canFail
                ? $"where {FirstThatCanFail(pipe)} fails, the build goes on with half of its output, or none"
                : "little is lost by it here, since what stands before hardly fails";
            var message = isHeard
                ? $"The shell looks at the end of the pipe alone: {effect}. {Remedy(run, pipe)}"
                : $"The shell does not look at how a substitution in an argument ends: {effect}. Let a variable take the output first, as in list=$(…), in a shell with pipefail.";
            context.Report(
                run.Locate(pipe.Span),
                message,
                canFail && isHeard ? null : Severity.Message,
                variant: canFail && isHeard ? null : Descriptor with { IsRecommended = false });
        }
    }

    /// <summary>SHELL reaches the shell of the RUN, not one that a command of it starts; Alpine has no bash.</summary>
    private static string Remedy(RunScript run, ShellPipeline pipe)
    {
        foreach (var command in run.Commands)
        {
            if (command is { Script.Body: { } body } && CommandWrappers.IsShell(command.Name) && Holds(body, pipe))
            {
                return command.Name is "bash" or "zsh" or "ksh" or "ash" && command.ScriptWord is not null
                    ? $"Write {command.Name} -o pipefail -c here."
                    : "Begin the inner script with 'set -o pipefail', for a shell that knows that, such as bash.";
            }
        }

        return run.Stage.Root.Base.Text.Contains("alpine", StringComparison.Ordinal)
            ? "Write SHELL [\"/bin/ash\", \"-eo\", \"pipefail\", \"-c\"] before this RUN, or begin it with 'set -o pipefail'."
            : "Write SHELL [\"/bin/bash\", \"-o\", \"pipefail\", \"-c\"] before this RUN, or begin it with 'set -o pipefail' where the shell knows that.";
    }

    private static bool Holds(ShellList list, ShellPipeline pipe) =>
        list.Pipelines.Any(pipeline => pipeline == pipe || pipeline.Elements.Any(element => element is ShellCompound compound && compound.Lists.Any(part => Holds(part, pipe))));

    /// <summary>The first that hides a failure which pipefail would show, else the first.</summary>
    private static ShellPipeline? FirstPipe(RunScript run, out bool isHeard)
    {
        ShellPipeline? first = null;
        HashSet<ShellPipeline>? unheard = null;
        foreach (var command in run.Commands)
        {
            foreach (var word in command.Words) AddUnheard(word, ref unheard);

            var pipe = command.Outermost.Pipeline;
            if (pipe.Elements.Length < 2 || pipe.Elements.Any(static element => element is ShellCommand { Name: "yes" })) continue;
            if (isHeard = CanFail(pipe) && unheard?.Contains(pipe) != true) return pipe;
            first ??= pipe;
        }

        isHeard = first is null || unheard?.Contains(first) != true;
        return first;
    }

    /// <summary>How a substitution ends is heard where its output becomes a variable's value, and nowhere else: <c>cmd $(a | b)</c> goes on.</summary>
    private static void AddUnheard(ShellWord word, ref HashSet<ShellPipeline>? unheard)
    {
        foreach (var expansion in word.Expansions)
        {
            if (expansion.Body is { } body) Add(body, unheard ??= []);
        }

        static void Add(ShellList list, HashSet<ShellPipeline> pipes)
        {
            foreach (var pipeline in list.Pipelines)
            {
                pipes.Add(pipeline);
                foreach (var element in pipeline.Elements)
                {
                    if (element is not ShellCompound compound) continue;
                    foreach (var part in compound.Lists) Add(part, pipes);
                }
            }
        }
    }

    private static bool CanFail(ShellPipeline pipe)
    {
        for (var i = 0; i < pipe.Elements.Length - 1; i++)
        {
            if (CanFail(pipe.Elements[i])) return true;
        }

        return false;
    }

    private static bool CanFail(ShellNode element) =>
        element is not ShellCommand { Name: "echo" or "printf" or "true" or ":" } command
        || command.Words.Any(static word => word.Expansions.Any(static expansion => expansion.Body is not null));

    private static string FirstThatCanFail(ShellPipeline pipe) =>
        pipe.Elements.First(CanFail) is ShellCommand { Name: { } name } ? $"'{name}'" : "what stands before it";

    /// <summary>By SHELL, by <c>set -o pipefail</c> anywhere in the script, or for an inner shell by its own option.</summary>
    private static bool IsSet(RunScript run) =>
        (run.State.Shell is { Origin: SettingOrigin.File, Value: { } shell } && shell.Contains(Option) && IsOneThatKnowsIt(shell))
        || run.Commands.Any(static command => (command.Name == "set" || CommandWrappers.IsShell(command.Name)) && command.Arguments.Any(static word => word.Is(Option)));

    /// <summary>Debian's sh, which is dash, knows no such option.</summary>
    private static bool IsOneThatKnowsIt(string[] shell) =>
        shell.Any(static element => element[(element.LastIndexOf('/') + 1)..] is "bash" or "zsh" or "ash" or "ksh");
}
