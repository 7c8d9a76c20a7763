using ContainerGuard.Analysis;

namespace ContainerGuard.Rules.Packages;

/// <summary>The driver and the container runtime of a GPU belong to the host, which mounts them into the container.</summary>
internal sealed class GpuRuntimeInImage : Rule
{
    private static readonly string[] Managers = ["apt-get", "dnf", "yum", "microdnf", "zypper"];

    public override RuleDescriptor Descriptor { get; } =
        new("CG5100", "The image installs a GPU driver or container runtime", Severity.Warning)
        {
            Aliases = ["tally:gpu/no-container-runtime-in-image"],
        };

    public override void Check(FileAnalysis file, Findings findings)
    {
        if (file.Image is not { } image) return;
        foreach (var (run, command) in file.Commands.InstallsOf(Managers))
        {
            // An image with an engine in it starts containers itself.
            if (!image.Includes(run.Stage) || command.Install is not { } install
                || install.Packages.Any(static package => package.Name is "docker-ce" or "docker.io" or "containerd.io" or "podman"))
            {
                continue;
            }

            foreach (var package in install.Packages)
            {
                if (!IsOfHost(package.Name)) continue;
                findings.Report(run.Locate(package.Word.Span),
                    $"'{package.Name}' belongs to the host, whose driver is mounted into the container. Remove it from the image.");
            }
        }
    }

    private static bool IsOfHost(string package) =>
        package is "nvidia-docker" or "nvidia-docker2" or "cuda-drivers"
        || package.StartsWith("nvidia-container-", StringComparison.Ordinal)
        || package.StartsWith("libnvidia-container", StringComparison.Ordinal)
        || package.StartsWith("nvidia-driver-", StringComparison.Ordinal);
}
