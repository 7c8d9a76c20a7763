using ContainerGuard.Analysis.Built;
using ContainerGuard.Analysis.Built.Readers;
using ContainerGuard.Inspection.Layers;

namespace ContainerGuard.Rules.BuiltImages;

/// <summary>A file of a layer has a secret, also if a later layer deletes the file.</summary>
internal sealed class SecretInLayer : ImageRule
{
    private const int MostOfFile = 3;

    public override RuleDescriptor Descriptor { get; } = new("CG8008", "A file of the image contains a secret", Severity.Error)
    {
        Aliases = ["dockle:CIS-DI-0010", "trivy:DS-0031", "cis:4.10"],
    };

    public override void Check(ImageAnalysis image, ImageFindings findings)
    {
        foreach (var (layer, file, note) in image.NotesInOwnLayers(SecretReader.ReaderName))
        {
            if (image.IsOwnedByPackage(file.Path)) continue;
            foreach (var secret in SecretNote.Read(note).Take(MostOfFile))
            {
                var place = secret.Member.Length > 0 ? $"'{secret.Member}' in '/{file.Path}'" : $"'/{file.Path}'";
                var deleted = IsStillThere(image, file) ? "" : " A later layer deletes the file, but an earlier layer keeps it.";
                findings.ReportLayer(
                    layer, file.Path, $"{file.Path}\n{secret.Member}\n{secret.Description}",
                    $"{place} contains {secret.Description} (line {secret.Line}).{deleted} Revoke the secret, and keep the file out of "
                        + "every layer.");
            }
        }
    }

    private static bool IsStillThere(ImageAnalysis image, LayerEntry file) => image.Image.Files.Find(file.Path)?.Version?.Content == file;
}
