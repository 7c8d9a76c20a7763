using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;
using ContainerGuard.Images;
using ContainerGuard.Text;

namespace ContainerGuard.Rules.Language;

/// <summary>
/// COPY --from with a number or name that no earlier stage has. BuildKit treats an unknown name as an image on Docker Hub, which is rarely
/// intended. It refuses an unknown number, and a stage that is defined later.
/// </summary>
internal sealed class CopyFromUnknownStage : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG1006", "COPY --from refers to an unknown stage", Severity.Warning)
    {
        Aliases = ["hadolint:DL3022"],
    };

    public override void Check(FileAnalysis file, Findings findings)
    {
        findings.ReportRefusals(SyntaxProblemKind.UnknownStage);
        findings.ReportRefusals(SyntaxProblemKind.StageNotYetDefined);
        string[]? names = null;
        foreach (var image in file.Images)
        {
            // A name with a tag, a digest or a slash is an image.
            var name = image.Use.Reference;
            if (image.Use.Kind is not (ImageUseKind.CopySource or ImageUseKind.MountSource) || name.AsSpan().IndexOfAny('/', ':', '@') >= 0)
            {
                continue;
            }

            // One-word names are the official images of Docker Hub: COPY --from=composer.
            if (OfficialImages.Contain(name)) continue;

            names ??= [.. file.Model.Stages.Select(static stage => stage.Name).OfType<string>()];
            var remedy = SpellingSuggestion.Find(name, names, ignoreCase: true) is { } nearest
                ? $"Did you mean '{nearest}'?"
                : "Use an earlier stage, or add a tag.";
            findings.Report(image.Use.Span,
                $"No stage has the name '{name}', so the builder pulls this image from Docker Hub. {remedy}");
        }
    }
}
