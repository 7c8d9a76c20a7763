using ContainerGuard.Analysis.Built;
using ContainerGuard.Inspection.Layers;

namespace ContainerGuard.Rules.BuiltImages;

/// <summary>Our layers have files that only a debugger needs.</summary>
internal sealed class DebugSymbols : ImageRule
{
    public override RuleDescriptor Descriptor { get; } = new("CG8037", "The image contains debug symbols", Severity.Message)
    {
        IsRecommended = false,
    };

    public override void Check(ImageAnalysis image, ImageFindings findings)
    {
        findings.ReportFiles(
            image.OwnFiles.Where(static file => file.Version!.Type == FileType.File
                && (file.Name.EndsWith(".pdb", StringComparison.Ordinal) || file.Name.EndsWith(".dbg", StringComparison.Ordinal))),
            static (files, count) => $"{files} {(count == 1 ? "helps" : "help")} only a debugger, and "
                + $"{(count == 1 ? "shows" : "show")} the names of your source files. Publish with "
                + "-p:DebugType=none, or keep them elsewhere.");
    }
}
