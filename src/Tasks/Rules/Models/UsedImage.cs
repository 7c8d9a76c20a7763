using System.Collections.Immutable;
using ContainerGuard.Dockerfile;
using ContainerGuard.Images;

namespace ContainerGuard.Rules;

/// <summary>An image that the file uses, with its reference understood.</summary>
/// <param name="Use">Where and how it is used.</param>
/// <param name="Reference">The reference, variables taken at their defaults.</param>
internal sealed record UsedImage(ImageUse Use, ImageReference Reference)
{
    /// <summary>How a message calls it: the person's text, and what its variables make of it.</summary>
    public string Name => Use.HasVariables ? $"'{Use.Text}' (here '{Use.Reference}')" : $"'{Use.Text}'";

    /// <summary>Where to write a version: in the reference, or in the default of the variable that its end comes from.</summary>
    public string VersionAdvice =>
        !Use.HasVariables ? $"Write the version you mean: '{Reference.FamiliarName}:<version>'."
        : !Use.Text[(Use.Text.LastIndexOf('/') + 1)..].Contains('$', StringComparison.Ordinal) && Reference.Tag is null ? $"Write the version you mean: '{Use.Text}:<version>'."
        : $"Let the variable's default say the version you mean, for '{Reference.FamiliarName}:<version>'.";

    /// <summary>
    /// The images whose contents reach a build: bases, and what COPY and RUN mount from. Left out are references that a variable leaves
    /// open, what may be a stage of the file that runs an ONBUILD, and the frontend of <c># syntax=</c>, which only reads the file.
    /// </summary>
    public static ImmutableArray<UsedImage> In(DockerfileModel model)
    {
        var images = ImmutableArray.CreateBuilder<UsedImage>();
        foreach (var use in model.Images)
        {
            if (use.Kind == ImageUseKind.Frontend || !use.IsKnown || MayBeStageElsewhere(use)) continue;
            if (ImageReference.TryParse(use.Reference, out var reference, out _))
            {
                images.Add(new UsedImage(use, reference));
            }
        }

        return images.DrainToImmutable();
    }

    /// <summary>The image of <c># syntax=</c>, which reads the file; null where the file names none.</summary>
    public static UsedImage? FrontendOf(DockerfileModel model) =>
        model.Images.FirstOrDefault(static use => use.Kind == ImageUseKind.Frontend) is { } use && ImageReference.TryParse(use.Reference, out var reference, out _) ? new UsedImage(use, reference) : null;

    /// <summary>A plain name in an ONBUILD may be a stage of the file that runs it.</summary>
    public static bool MayBeStageElsewhere(ImageUse use) =>
        use.Instruction?.Onbuild is not null && use.Reference.AsSpan().IndexOfAny('/', ':', '@') < 0;
}
