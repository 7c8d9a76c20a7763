namespace ContainerGuard.Rules.Style;

/// <summary>The image lacks a label that the project requires of all its images.</summary>
internal sealed class RequiredLabelMissing : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG9002", "A label that the project requires is missing", Severity.Warning)
    {
        Aliases = ["hadolint:DL3049"],
    };

    public override void Check(RuleContext context)
    {
        if (context.Image is not { Stage.IsFragment: false } image) return;

        bool? hidesKeys = null;
        foreach (var definition in context.Facts.Labels.Definitions)
        {
            if (!definition.IsRequired || image.State.Labels.Find(definition.Key) is not null) continue;
            if (hidesKeys ??= HidesKeys(context, image)) return;

            var inherited = image.Inspected?.Labels.GetValueOrDefault(definition.Key) is { } value ? $"; the base's own, '{value}', describes the base" : "";
            context.Report(image.Stage.BaseSpan, $"The final stage sets no label '{definition.Key}', which the project requires (ContainerGuardLabelSchema){inherited}. Write LABEL {definition.Key}=\"…\" in it.");
        }
    }

    private static bool HidesKeys(RuleContext context, FinalImage image)
    {
        foreach (var label in context.Labels)
        {
            if (label.Key is null && image.Includes(label.Stage)) return true;
        }

        return false;
    }
}
