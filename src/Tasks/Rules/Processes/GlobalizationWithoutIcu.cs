using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;
using ContainerGuard.Images;

namespace ContainerGuard.Rules.Processes;

/// <summary>
/// The image switches globalization on, and does not contain ICU: an application of .NET stops with "Couldn't find a valid ICU package"
/// (learn.microsoft.com/dotnet/core/runtime-config/globalization).
/// </summary>
internal sealed class GlobalizationWithoutIcu : Rule
{
    private const string Variable = "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT";

    public override RuleDescriptor Descriptor { get; } =
        new("CG6036", "Globalization is on in an image without ICU", Severity.Error);

    public override void Check(FileAnalysis file, Findings findings)
    {
        if (file.Image is not { Base: { Registry: "mcr.microsoft.com" } reference } image || image.Stage.Root.Base.HasVariables
            || DotNetImage.Of(reference) is not { Product: not DotNetProduct.Sdk, LacksIcu: true } dotnet
            || image.State.Environment.Find(Variable)
                is not { IsKnown: true, Value: "false" or "0" or "False", Instruction: { } instruction }
            || file.App?.Project is { InvariantGlobalization: not false }
            || MayHaveIcu(image))
        {
            return;
        }

        var span = instruction.Pairs.FirstOrDefault(static pair => pair.Name == Variable)?.Span ?? instruction.HeaderSpan;
        findings.Report(file.FromFirstLine(instruction, span),
            $"'{reference.Familiar}' does not contain ICU, so the application does not start. "
                + (dotnet.IsAlpine ? "Add RUN apk add --no-cache icu-libs." : $"Use '{reference.Familiar}-extra'."));
    }

    private static bool MayHaveIcu(FinalImage image) => image.Stage.AllInstructions.Any(static instruction =>
        instruction.Kind is InstructionKind.Run or InstructionKind.Copy or InstructionKind.Add
        && instruction.ToString() is var text
        && (text.Contains("icu", StringComparison.OrdinalIgnoreCase) || text.Contains(".sh", StringComparison.Ordinal)
            || text.Contains('$')));
}
