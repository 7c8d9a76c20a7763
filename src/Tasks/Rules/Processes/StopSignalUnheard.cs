using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Processes;

/// <summary>STOPSIGNAL names a signal that does not stop the application gracefully.</summary>
internal sealed class StopSignalUnheard : Rule
{
    public override RuleDescriptor Descriptor { get; } =
        new("CG6006", "STOPSIGNAL does not stop the application gracefully", Severity.Warning);

    public override void Check(FileAnalysis file, Findings findings)
    {
        if (file.Image?.State.StopSignal is not { Origin: SettingOrigin.File, IsKnown: true, Value: { } text, Instruction: { } instruction }
            || Effect(SignalName.Normalize(text), file.Process) is not { } effect)
        {
            return;
        }

        findings.Report(instruction.ArgumentsSpan,
            $"STOPSIGNAL {MessageText.Cut(text)} {effect}. {Remedy(file.Process)}");
    }

    /// <summary>The effect of a signal, as a clause; null if the application may stop on it.</summary>
    private static string? Effect(string signal, ContainerProcess? process) => (signal, process?.Name) switch
    {
        ("KILL", _) => "kills the process immediately",
        ("STOP", _) => "pauses the process until the engine kills it",

        // ConsoleLifetime handles SIGINT, SIGQUIT and SIGTERM; the runtime does not handle the others.
        (not ("TERM" or "INT" or "QUIT"), "dotnet") => "does not stop the .NET host, which handles SIGTERM, SIGINT and SIGQUIT",

        // java(1): shutdown hooks run on SIGTERM, SIGINT and SIGHUP; SIGQUIT prints a thread dump.
        ("QUIT", "java") => "prints a thread dump, and Java continues to run",
        (not ("TERM" or "INT" or "HUP"), "java") => "does not run Java's shutdown hooks, which need SIGTERM, SIGINT or SIGHUP",
        ("USR1", "node" or "nodejs") => "starts the Node.js debugger, and Node.js continues to run",
        ("HUP" or "USR1" or "USR2" or "WINCH", "nginx") => "does not stop nginx",
        _ => null,
    };

    private static string Remedy(ContainerProcess? process) => process?.Name switch
    {
        "nginx" => "Write STOPSIGNAL SIGQUIT, which lets nginx finish open requests.",
        "dotnet" or "java" => "Remove it: the default SIGTERM works.",
        _ => "Remove it, and handle the default SIGTERM in the application.",
    };
}
