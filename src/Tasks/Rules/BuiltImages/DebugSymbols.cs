using ContainerGuard.Analysis.Built;
using ContainerGuard.Inspection.Layers;
using ContainerGuard.Inspection.Trees;

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
            image.OwnFiles(static file => file.Version!.Type == FileType.File && IsOnlyForDebuggers(file)),
            static (files, count) => $"{files} {(count == 1 ? "helps" : "help")} only a debugger, and "
                + $"{(count == 1 ? "shows" : "show")} the names of your source files. Delete "
                + $"{(count == 1 ? "it" : "them")} in the build stage, or publish with -p:DebugType=none.");
    }

    /// <summary>From a .pdb beside its program, the runtime of .NET takes the line numbers of stack traces.</summary>
    private static bool IsOnlyForDebuggers(FileNode file) =>
        file.Name.EndsWith(".dbg", StringComparison.Ordinal) || file.Name.EndsWith(".debug", StringComparison.Ordinal)
        || (file.Name.EndsWith(".pdb", StringComparison.Ordinal) && !HasProgram(file, file.Name[..^".pdb".Length]));

    private static bool HasProgram(FileNode file, string name) =>
        file.Parent!.Children.Any(other => other.Name == name || other.Name == $"{name}.dll" || other.Name == $"{name}.exe");
}
