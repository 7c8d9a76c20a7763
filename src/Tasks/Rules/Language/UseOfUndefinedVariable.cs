using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Language;

/// <summary>
/// A variable in the words of an instruction that no ARG or ENV before it sets. The finding is a warning, or a message if the base image
/// was not inspected and may set the variable. FROM and EXPOSE have separate rules.
/// </summary>
internal sealed class UseOfUndefinedVariable : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG1018", "Variable is used but never set", Severity.Warning)
    {
        Aliases = ["buildkit:UndefinedVar"],
    };

    public override void Check(FileAnalysis file, Findings findings)
    {
        foreach (var variable in file.Model.UndefinedVariables)
        {
            if (variable.Instruction.Kind is InstructionKind.From or InstructionKind.Expose || IsSetElsewhere(file, variable)) continue;

            var remedy = variable.Nearest is { } nearest
                ? $"Did you mean '${nearest}'?"
                : $"Add 'ARG {variable.Name}' to this stage, or set it with ENV.";
            var (hint, severity) = variable.MayComeFromBase ? ("; the base image may set it", Severity.Message) : ("", Severity.Warning);
            findings.Report(
                file.FromFirstLine(variable.Instruction, variable.Span), $"'${variable.Name}' is not set here{hint}. {remedy}", severity);
        }
    }

    /// <summary>Whether BuildKit sets the variable, or a base image that documents it (the .NET images, dotnet/dotnet-docker).</summary>
    private static bool IsSetElsewhere(FileAnalysis file, UndefinedVariable variable) => variable.Name switch
    {
        "BUILDKIT_SBOM_SCAN_STAGE" or "BUILDKIT_SBOM_SCAN_CONTEXT" => true,
        "APP_UID" => variable.MayComeFromBase && file.Model.FindStage(variable.Instruction) is { } stage
            && stage.Root.Base.Text.StartsWith("mcr.microsoft.com/dotnet/", StringComparison.Ordinal),
        _ => false,
    };
}
