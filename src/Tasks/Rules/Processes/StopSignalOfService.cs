using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Processes;

/// <summary>The process does not stop gracefully on the default SIGTERM, and STOPSIGNAL names no other signal.</summary>
internal sealed class StopSignalOfService : Rule
{
    public override RuleDescriptor Descriptor { get; } =
        new("CG6030", "The process needs another STOPSIGNAL", Severity.Warning)
        {
            Aliases = ["tally:prefer-nginx-sigquit", "tally:prefer-systemd-sigrtmin-plus-3"],
        };

    public override void Check(FileAnalysis file, Findings findings)
    {
        if (file.Image is not { State.StopSignal.Origin: not SettingOrigin.File } image || TargetSystem.IsWindows(image.Stage)
            || file.Process is not { HasShellInFront: false, HasInit: false } process)
        {
            return;
        }

        var repository = image.Base?.Repository ?? "";
        if (process.Name == "nginx" && !HasSignal(repository, "nginx", "openresty"))
        {
            findings.Report(process.Instruction.HeaderSpan,
                "nginx drops open requests on SIGTERM. Add STOPSIGNAL SIGQUIT, on which it finishes them.", Severity.Message);
        }
        else if (IsSystemd(process) && !HasSignal(repository, "systemd", "init", "alpine", "busybox", "s6") && !IsBeforeSystemd(image))
        {
            findings.Report(process.Instruction.HeaderSpan,
                "systemd does not stop on SIGTERM, so the engine kills the container. Add STOPSIGNAL SIGRTMIN+3.");
        }
    }

    /// <summary>"/init" is that of another supervisor.</summary>
    private static bool IsSystemd(ContainerProcess process) =>
        process.Name == "systemd"
        || (process.Name == "init"
            && process.Instruction.Source.AsSpan(process.Instruction.Span).Contains("/sbin/init", StringComparison.Ordinal));

    /// <summary>Ubuntu 14.04 and Debian 7 and earlier start Upstart or SysV init.</summary>
    private static bool IsBeforeSystemd(FinalImage image) =>
        image.Base is { IsOfficial: true, Tag: { } tag }
        && (tag.StartsWith("12.", StringComparison.Ordinal) || tag.StartsWith("14.", StringComparison.Ordinal)
            || tag.StartsWith("trusty", StringComparison.Ordinal) || tag.StartsWith("wheezy", StringComparison.Ordinal));

    /// <summary>Whether a base image is for such a process, and so sets its signal.</summary>
    private static bool HasSignal(string repository, params string[] names) =>
        Array.Exists(names, name => repository.Contains(name, StringComparison.Ordinal));
}
