using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;
using ContainerGuard.Images;

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
        if (file.Image is not { } image || TargetSystem.IsWindows(image.Stage)
            || file.Process is not { HasShellInFront: false, HasInit: false } process)
        {
            return;
        }

        if (image.State.StopSignal is { Origin: SettingOrigin.File } written)
        {
            CheckWritten(file, image, process, written, findings);
            return;
        }

        var repository = image.Base?.Repository ?? "";
        if (process.Name == "nginx" && !HasSignal(repository, "nginx", "openresty"))
        {
            findings.Report(process.Instruction.HeaderSpan,
                "nginx drops open requests on SIGTERM. Add STOPSIGNAL SIGQUIT, so that nginx finishes them.", Severity.Message);
        }
        else if (!HasSignal(repository, "systemd", "init") && RunsSystemd(process, image, file))
        {
            findings.Report(process.Instruction.HeaderSpan,
                "systemd does not stop on SIGTERM, so the engine kills the container. Add STOPSIGNAL SIGRTMIN+3.");
        }
    }

    /// <summary>
    /// Checks the signal that the file sets. <see cref="StopSignalUnheard"/> reports signals that do not stop any program, or not nginx.
    /// </summary>
    private static void CheckWritten(
        FileAnalysis file, FinalImage image, ContainerProcess process, Setting<string> written, Findings findings)
    {
        if (written is not { IsKnown: true, Value: { } text, Instruction: { } instruction }) return;
        var signal = SignalName.Normalize(text);
        if (process.Name is "nginx" or "openresty" && signal is "TERM" or "INT")
        {
            findings.Report(instruction.ArgumentsSpan,
                $"nginx drops open requests on SIG{signal}. Write STOPSIGNAL SIGQUIT, so that nginx finishes them.", Severity.Message);
        }
        else if (signal is "TERM" or "INT" or "QUIT" or "HUP" && RunsSystemd(process, image, file))
        {
            findings.Report(instruction.ArgumentsSpan,
                $"systemd does not stop on SIG{signal}, so the engine kills the container. Write STOPSIGNAL SIGRTMIN+3.");
        }
    }

    /// <summary>Whether the process is systemd, by its name or as the init of the system. "/init" is that of another supervisor.</summary>
    private static bool RunsSystemd(ContainerProcess process, FinalImage image, FileAnalysis file) =>
        process.Name == "systemd"
        || (process.Name == "init"
            && process.Instruction.Source.AsSpan(process.Instruction.Span).Contains("/sbin/init", StringComparison.Ordinal)
            && HasSystemd(image, file));

    /// <summary>
    /// Whether /sbin/init is systemd: the file installs it, or the base is a Fedora, or a system like Red Hat from version 7 on. Debian's
    /// and Ubuntu's images have no init, CentOS 6 has Upstart, and images based on Alpine have OpenRC.
    /// </summary>
    private static bool HasSystemd(FinalImage image, FileAnalysis file)
    {
        foreach (var (run, command) in file.Commands.InstallsOf("apt-get", "apt", "yum", "dnf", "microdnf", "zypper"))
        {
            if (image.Includes(run.Stage) && command.Install is { } install
                && install.Packages.Any(static package => package.Name is "systemd" or "systemd-sysv" or "dbus" or "initscripts"))
            {
                return !IsBeforeSystemd(image);
            }
        }

        return image.Base is not { } root ? false : EndOfLifeRepositories.OfficialName(root) switch
        {
            "fedora" => true,
            "centos" or "almalinux" or "rockylinux" or "oraclelinux" or "amazonlinux" => !IsBeforeSystemd(image),
            _ => false,
        };
    }

    /// <summary>
    /// Ubuntu 14.04, Debian 7, CentOS and Oracle Linux 6, Amazon Linux 1 and earlier start Upstart or SysV init.
    /// </summary>
    private static bool IsBeforeSystemd(FinalImage image)
    {
        var tag = ImageTag.Parse(image.Base?.Tag ?? "");
        if (tag.Variant.Split('-')[0] is "trusty" or "precise" or "wheezy" or "squeeze" or "centos6") return true;
        return image.Base is { IsOfficial: true, Repository: var repository } && tag.Version is { Major: var major } && repository switch
        {
            "library/ubuntu" => major < 15,
            "library/debian" => major < 8,
            "library/amazonlinux" => major is < 2 or (> 2000 and < 2022),
            "library/fedora" => false,
            _ => major < 7,
        };
    }

    /// <summary>Whether a base image is for such a process, and so sets its signal.</summary>
    private static bool HasSignal(string repository, params string[] names) =>
        Array.Exists(names, name => repository.Contains(name, StringComparison.Ordinal));
}
