using ContainerGuard.Dockerfile;
using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Processes;

/// <summary>The signal that stops the container is one that the process cannot act on.</summary>
internal sealed class StopSignalUnheard : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG6006", "The application is not asked to stop, but killed", Severity.Warning);

    public override void Check(RuleContext context)
    {
        if (context.Image is not { } image) return;

        if (image.State.StopSignal is { Origin: SettingOrigin.File, IsKnown: true, Value: { } signal, Instruction: { } instruction } && IsUnheard(signal))
        {
            context.Report(instruction.ArgumentsSpan,
                $"'docker stop' sends {signal}, which no process can act on: the application is killed in the middle of its work. Leave STOPSIGNAL out, so that SIGTERM is sent, or name the signal that the application stops by.");
        }

        if (image.State.Entrypoint is { Origin: SettingOrigin.File, Value: { IsExecForm: true, Arguments: [{ Text: var program }, ..] } }) CheckScript(context, image, program);
    }

    private static bool IsUnheard(string signal) => signal.ToUpperInvariant() is "SIGKILL" or "KILL" or "9" or "SIGSTOP" or "STOP" or "19";

    /// <summary>Looks at the last command of the script, where the file itself writes it.</summary>
    private static void CheckScript(RuleContext context, FinalImage image, string program)
    {
        foreach (var stage in context.Model.Stages)
        {
            if (!image.Includes(stage)) continue;
            foreach (var copy in stage.Instructions)
            {
                if (copy is not { Kind: InstructionKind.Copy, Heredocs: [{ } script], Destination.Value: { } target } || target != program) continue;
                var text = context.Source.Slice(script.ContentSpan);
                if (ShellKinds.OfScript(text) != ShellKind.Posix || ShellScript.Parse(text) is not { IsWellFormed: true, Body.Pipelines: [.., { Elements: [ShellCommand last] }] }) continue;
                if (last.Name is null or "exec" or "exit" or "wait" || CommandWrappers.IsShell(last.Name) || last.Arguments.IsEmpty) continue;

                context.Report(new TextSpan(script.ContentSpan.Start + last.Span.Start, last.Span.Length),
                    $"The script starts '{last.Name}' and stays process 1 itself: a shell passes no signal on, so '{last.Name}' is killed without having stopped. Write 'exec {last.Name} …'.");
            }
        }
    }
}
