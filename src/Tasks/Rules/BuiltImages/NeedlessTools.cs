using ContainerGuard.Analysis.Built;

namespace ContainerGuard.Rules.BuiltImages;

/// <summary>Our layers add programs for debugging and remote access.</summary>
internal sealed class NeedlessTools : ImageRule
{
    private static readonly HashSet<string> Tools = new(StringComparer.Ordinal)
    {
        "sshd", "telnet", "telnetd", "nc.traditional", "nc.openbsd", "ncat", "socat", "nmap", "tcpdump", "strace", "gdb", "gdbserver",
            "vim",
        "vim.basic", "nano", "emacs", "ftp", "rsh", "rlogin",
    };

    public override RuleDescriptor Descriptor { get; } =
        new("CG8018", "The image adds tools for debugging or remote access", Severity.Warning)
        {
            Aliases = ["dockle:CIS-DI-0003", "cis:4.3"],
        };

    public override void Check(ImageAnalysis image, ImageFindings findings)
    {
        foreach (var file in image.OwnFiles(static file => Tools.Contains(file.Name) && IsProgramFolder(file.Path)))
        {
            findings.ReportLayer(
                file.Version!.Layer, file.Path, file.Name,
                $"'/{file.Path}' is a tool for debugging or remote access, which helps an attacker too. Remove its package from "
                    + "the final image.");
        }
    }

    private static bool IsProgramFolder(string path) =>
        path.LastIndexOf('/') is > 0 and var slash
        && path[..slash] is "bin" or "sbin" or "usr/bin" or "usr/sbin" or "usr/local/bin" or "usr/local/sbin";
}
