using ContainerGuard.Analysis;

namespace ContainerGuard.Rules.Style;

/// <summary>The image does not have a label that the project requires.</summary>
internal sealed class RequiredLabelMissing : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG9002", "A required label is missing", Severity.Warning)
    {
        Aliases = ["hadolint:DL3049"],
    };

    public override void Check(FileAnalysis file, Findings findings)
    {
        if (file.Image is not { Stage.IsFragment: false } image) return;

        bool? hidesKeys = null;
        foreach (var definition in file.Facts.Labels.Definitions)
        {
            if (!definition.IsRequired || image.State.Labels.Find(definition.Key) is not null) continue;
            if (hidesKeys ??= HidesKeys(file, image)) return;

            var inherited = image.Inspected?.Labels.GetValueOrDefault(definition.Key) is { } value
                ? $" (its value '{MessageText.Cut(value)}' comes from the base image)"
                : "";
            findings.Report(
                image.Stage.BaseSpan,
                file.Facts.IsOfProperties
                    ? $"The project does not set the required label '{definition.Key}'{inherited}. "
                        + $"Add <ContainerLabel Include=\"{definition.Key}\" Value=\"…\" />."
                    : $"The final stage does not set the required label '{definition.Key}'{inherited}. "
                        + $"Add LABEL {definition.Key}=\"…\".");
        }
    }

    private static bool HidesKeys(FileAnalysis file, FinalImage image)
    {
        foreach (var label in file.Labels)
        {
            if (label.Key is null && image.Includes(label.Stage)) return true;
        }

        return false;
    }
}
