using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Projects;

/// <summary>
/// A console application of .NET 10 or later is PID 1 and registers no handler for SIGTERM. Since .NET 10 the runtime has no default
/// handler, and the kernel ignores a signal without a handler for PID 1, so <c>docker stop</c> waits and then kills it
/// (learn.microsoft.com/dotnet/core/compatibility/core-libraries/10.0/sigterm-signal-handler).
/// </summary>
internal sealed class StopSignalIgnored : Rule
{
    public override RuleDescriptor Descriptor { get; } =
        new("CG6022", "A .NET 10 console app does not handle docker stop", Severity.Warning);

    public override void Check(FileAnalysis file, Findings findings)
    {
        if (file.App is not { Project: { IsExecutable: true } project, Frameworks: { Count: > 0 } frameworks } app
            || frameworks.Any(static framework => framework.Major < 10)
            || app.IsWeb
            || file.Start is not { Process: { HasInit: false, HasShellInFront: false, IsAllThatRuns: true } process } start
            || !(process.IsComplete || app.Image is not null)
            || !Starts(start, app)
            || file.Image!.State.StopSignal.Origin == SettingOrigin.File
            || TargetSystem.IsWindows(file.Image.Stage)
            || project.Restore.Value is not { } restore
            || SignalHandlers.AreIn(restore.Packages.Keys)
            || project.HandlesSignals.Value != false)
        {
            return;
        }

        findings.Report(start.Span,
            "The application does not handle SIGTERM as PID 1, so 'docker stop' kills it after 10 seconds. "
                + "Use the generic host, or an init such as tini.");
    }

    private static bool Starts(AppStart start, PublishedApp app) =>
        app.AssemblyName is { } name && (start.Assembly == name + ".dll" || start.Executable == name);
}
