using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;
using ContainerGuard.Images;

namespace ContainerGuard.Rules.Projects;

/// <summary>
/// Native AOT calls the linker of the system, which the SDK images do not have, so the publish fails ("Platform linker ('clang' or 'gcc')
/// not found", learn.microsoft.com/dotnet/core/deploying/native-aot).
/// </summary>
internal sealed class AotWithoutLinker : Rule
{
    /// <summary>Texts of an instruction that may install a linker.</summary>
    private static readonly string[] Linkers = ["clang", "gcc", "g++", "build-essential", "build-base", "llvm", "base-devel", ".sh", "$"];

    public override RuleDescriptor Descriptor { get; } =
        new("CG2035", "The SDK image has no linker for native AOT", Severity.Warning);

    public override void Check(FileAnalysis file, Findings findings)
    {
        if (file.App is not { IsAot: true, Publish: { } publish } app
            || app.RuntimeIdentifier is not { } identifier || identifier.StartsWith("win", StringComparison.Ordinal)
            || publish.Run.Stage is not { } stage || stage.Root.Base.HasVariables || TargetSystem.IsWindows(stage)
            || StageBase.OriginalOf(stage, file.Facts) is not { } reference
            || DotNetImage.Of(reference) is not { Product: DotNetProduct.Sdk, Image.Registry: "mcr.microsoft.com" } image
            || image.Tag.Variant.Contains("aot", StringComparison.Ordinal)
            || MayHaveLinker(stage))
        {
            return;
        }

        var packages = image.IsAlpine ? "clang, build-base and zlib-dev"
            : image.Tag.Variant.Contains("azurelinux", StringComparison.Ordinal) ? "clang and zlib-devel"
            : "clang and zlib1g-dev";
        findings.Report(publish.Run.Locate(publish.Command),
            $"PublishAot needs a linker, which '{image.Image.Familiar}' does not have, so the publish fails. "
                + $"Install {packages}, or use an image with '-aot' in its tag.");
    }

    private static bool MayHaveLinker(Stage stage) => stage.AllInstructions.Any(static instruction =>
        instruction.Kind == InstructionKind.Run
            ? instruction.ToString() is var text && Array.Exists(Linkers, linker => text.Contains(linker, StringComparison.Ordinal))
            : instruction.FindFlag("from") is not null);
}
