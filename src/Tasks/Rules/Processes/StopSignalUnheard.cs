using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Processes;

/// <summary>STOPSIGNAL names a signal on which the application cannot stop in order.</summary>
internal sealed class StopSignalUnheard : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG6006", "STOPSIGNAL names a signal on which nothing stops in order", Severity.Warning);

    public override void Check(RuleContext context)
    {
        if (context.Image?.State.StopSignal is not { Origin: SettingOrigin.File, IsKnown: true, Value: { } text, Instruction: { } instruction }
            || Effect(SignalName.Normalize(text), context.Process) is not { } effect) return;

        context.Report(instruction.ArgumentsSpan,
            $"'docker stop' sends {text}, {effect}: requests and files are left half done. {Remedy(context.Process)}");
    }

    /// <summary>What comes of a signal; null where the application may stop on it.</summary>
    private static string? Effect(string signal, ContainerProcess? process) => (signal, process?.Name) switch
    {
        ("KILL", _) => "which no process can see coming",
        ("STOP", _) => "which freezes the process until its time is up and it is killed",

        // ConsoleLifetime listens to SIGINT, SIGQUIT and SIGTERM; the runtime gives the others no meaning.
        (not ("TERM" or "INT" or "QUIT"), "dotnet") => "and .NET's host stops on SIGTERM, SIGINT and SIGQUIT only",

        // java(1): shutdown hooks run on SIGTERM, SIGINT and SIGHUP; SIGQUIT prints the threads.
        ("QUIT", "java") => "on which Java prints its threads and goes on",
        (not ("TERM" or "INT" or "HUP"), "java") => "and Java runs its shutdown hooks on SIGTERM, SIGINT and SIGHUP only",
        ("USR1", "node" or "nodejs") => "on which Node.js opens its debugger and goes on",
        ("HUP" or "USR1" or "USR2" or "WINCH", "nginx") => "on which nginx goes on",
        _ => null,
    };

    private static string Remedy(ContainerProcess? process) => process?.Name == "nginx"
        ? "Write STOPSIGNAL SIGQUIT, on which nginx answers its open requests first."
        : "Leave STOPSIGNAL out, which is SIGTERM, and stop on that in the application.";
}
