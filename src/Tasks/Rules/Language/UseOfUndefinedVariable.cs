using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Language;

/// <summary>
/// A variable in an instruction's words that no ARG or ENV before it sets. A base image that nobody inspected may set it: then this is a
/// message, else a warning. FROM and EXPOSE have rules of their own.
/// </summary>
internal sealed class UseOfUndefinedVariable : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG1018", "A variable is used that nothing sets", Severity.Warning)
    {
        Aliases = ["buildkit:UndefinedVar"],
    };

    public override void Check(RuleContext context)
    {
        foreach (var variable in context.Model.UndefinedVariables)
        {
            if (variable.Instruction.Kind is InstructionKind.From or InstructionKind.Expose || IsSetElsewhere(context, variable)) continue;

            var span = context.FromFirstLine(variable.Instruction, variable.Span);
            var meant = variable.Nearest is { } nearest ? $" Did you mean '${nearest}'?" : "";
            var remedy = $"Declare it with ARG {variable.Name}, which each stage must do for itself, or give it a value with ENV.";
            if (variable.MayComeFromBase)
            {
                context.Report(span, $"No ARG or ENV of this stage sets '${variable.Name}': it has no value, unless the base image gives it one.{meant} {remedy}", Severity.Message);
            }
            else
            {
                context.Report(span, $"Nothing sets '${variable.Name}': it has no value here.{meant} {remedy}");
            }
        }
    }

    /// <summary>By BuildKit itself, or by an image whose makers promise it (.NET's, dotnet/dotnet-docker).</summary>
    private static bool IsSetElsewhere(RuleContext context, UndefinedVariable variable) => variable.Name switch
    {
        "BUILDKIT_SBOM_SCAN_STAGE" or "BUILDKIT_SBOM_SCAN_CONTEXT" => true,
        "APP_UID" => variable.MayComeFromBase && context.Model.FindStage(variable.Instruction) is { } stage
            && stage.Root.Base.Text.StartsWith("mcr.microsoft.com/dotnet/", StringComparison.Ordinal),
        _ => false,
    };
}
