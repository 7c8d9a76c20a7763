using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Projects;

/// <summary>
/// A server in Node.js, Python or Go does not handle SIGTERM, so it cannot finish its requests when the engine stops it. The sources in the
/// build context tell; <see cref="StopSignalIgnored"/> is the rule for .NET.
/// </summary>
internal sealed class ShutdownNotHandled : Rule
{
    public override RuleDescriptor Descriptor { get; } =
        new("CG6034", "The server does not handle SIGTERM", Severity.Message);

    public override void Check(FileAnalysis file, Findings findings)
    {
        if (file.Process is not { HasShellInFront: false, IsWorkplace: false } process
            || file.Image!.State.StopSignal.Origin == SettingOrigin.File
            || TargetSystem.IsWindows(file.Image.Stage)
            || ServerSources.WithoutHandler(file) is not { } server)
        {
            return;
        }

        var effect = process.HasInit || server.EndsAtOnce
            ? "so 'docker stop' interrupts its requests"
            : "so 'docker stop' kills it after 10 seconds";
        findings.Report(process.Instruction.HeaderSpan,
            $"'{MessageText.Cut(process.CommandLine)}' does not handle SIGTERM, {effect}. {server.Remedy}");
    }
}
