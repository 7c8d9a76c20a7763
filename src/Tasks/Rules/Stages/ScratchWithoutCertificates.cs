using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Stages;

/// <summary>An image from scratch contains no CA certificates, so TLS connections of its program fail.</summary>
internal sealed class ScratchWithoutCertificates : Rule
{
    private static readonly string[] Words = ["cert", "ssl", "rootfs", "/etc", ".tar", ".tgz", "ca-bundle", "pki"];

    /// <summary>Names of build output folders. Copied to the root, they may contain a whole file system.</summary>
    private static readonly string[] Folders =
        ["artifacts", "bin", "build", "dist", "fs", "image", "install", "out", "output", "release", "root", "target"];

    public override RuleDescriptor Descriptor { get; } =
        new("CG7010", "The scratch image has no CA certificates", Severity.Message) { IsRecommended = false };

    public override void Check(FileAnalysis file, Findings findings)
    {
        if (file.Image is not { Stage: { Root.IsScratch: true } stage } image || !StartsSomething(stage.End)) return;
        if (stage.End.Find("SSL_CERT_FILE") is not null || stage.End.Find("SSL_CERT_DIR") is not null) return;
        foreach (var built in file.Model.Stages)
        {
            if (image.Includes(built) && built.Instructions.Any(MayBringCertificates)) return;
        }

        findings.Report(stage.Root.BaseSpan,
            "The image has no CA certificates. If it makes https requests, "
                + "add COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/.");
    }

    private static bool StartsSomething(StageState state) =>
        state.Cmd.Origin == SettingOrigin.File || state.Entrypoint.Origin == SettingOrigin.File;

    /// <summary>
    /// Whether the instruction may add certificates: by a name, or because it copies a whole file system or an unknown source.
    /// </summary>
    private static bool MayBringCertificates(InstructionSyntax instruction)
    {
        if (instruction.Kind is not (InstructionKind.Copy or InstructionKind.Add)) return false;
        var target = instruction.Destination?.Value ?? "";
        var isOnRoot = target is "/" or "." or "./";
        foreach (var source in instruction.Sources)
        {
            var text = source.Value;
            if (text is "." or "./" or "*" or [.., '/']
                || text.Contains('$')
                || Array.Exists(Words, word => text.Contains(word, StringComparison.OrdinalIgnoreCase)))
            {
                return true;
            }

            if (isOnRoot && Array.IndexOf(Folders, text[(text.LastIndexOf('/') + 1)..]) >= 0) return true;
        }

        return Array.Exists(Words, word => target.Contains(word, StringComparison.OrdinalIgnoreCase));
    }
}
