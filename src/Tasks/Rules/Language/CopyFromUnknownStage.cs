using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Language;

/// <summary>
/// COPY --from with a number or a name that no earlier stage has. BuildKit takes a bare name for an image of Docker Hub, which is seldom
/// meant; a number, or a stage that comes only later, it refuses.
/// </summary>
internal sealed class CopyFromUnknownStage : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG1006", "COPY --from names neither an earlier stage nor an image", Severity.Warning)
    {
        Aliases = ["hadolint:DL3022"],
    };

    public override void Check(RuleContext context)
    {
        context.ReportRefusals(SyntaxProblemKind.UnknownStage);
        context.ReportRefusals(SyntaxProblemKind.StageNotYetDefined);
        string[]? names = null;
        foreach (var image in context.Images)
        {
            // A tag, a digest or a folder says that an image is meant.
            var name = image.Use.Reference;
            if (image.Use.Kind is not (ImageUseKind.CopySource or ImageUseKind.MountSource) || name.AsSpan().IndexOfAny('/', ':', '@') >= 0) continue;

            names ??= [.. context.Model.Stages.Select(static stage => stage.Name).OfType<string>()];
            var meant = Nearest.Find(name, names, ignoreCase: true) is { } nearest ? $" Did you mean '{nearest}'?" : "";
            context.Report(image.Use.Span,
                $"No stage is named '{name}', so the builder looks for an image of that name on Docker Hub, which anyone may have put there.{meant} Name a stage above this one, or write the image with its tag.");
        }
    }
}
