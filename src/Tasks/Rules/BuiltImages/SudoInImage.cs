using ContainerGuard.Analysis.Built;
using ContainerGuard.Analysis.Built.Readers;
using ContainerGuard.Text;

namespace ContainerGuard.Rules.BuiltImages;

/// <summary>Our layers install sudo, or allow it without a password.</summary>
internal sealed class SudoInImage : ImageRule
{
    public override RuleDescriptor Descriptor { get; } = new("CG8010", "The image contains sudo", Severity.Warning)
    {
        Aliases = ["dockle:DKL-DI-0001", "trivy:DS-0010"],
    };

    public override void Check(ImageAnalysis image, ImageFindings findings)
    {
        var files = image.OwnFiles(static file => file.Name is "sudo" or "doas"
            && file.Path is "usr/bin/sudo" or "bin/sudo" or "usr/local/bin/sudo"
            or "usr/bin/doas");
        findings.ReportFiles(
            files, static (list, _) => $"{list} lets a process of the container become root. Remove the package, and use "
                + "USER, gosu or setpriv instead.");
        foreach (var (layer, file, note) in image.NotesInOwnLayers(TrustSettingsReader.ReaderName))
        {
            var problem = LosslessUtf8.Decode(note);
            if (!problem.StartsWith("sudo:", StringComparison.Ordinal)) continue;
            findings.ReportLayer(
                layer, file.Path, file.Path,
                $"'/{file.Path}' lets '{MessageText.Cut(problem[5..])}' use sudo without a password (NOPASSWD). Remove the file.");
        }
    }
}
