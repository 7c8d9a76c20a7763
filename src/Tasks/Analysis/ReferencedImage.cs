using System.Collections.Immutable;
using ContainerGuard.Dockerfile;
using ContainerGuard.Images;

namespace ContainerGuard.Analysis;

/// <summary>An image that the file uses, with its parsed reference.</summary>
/// <param name="Use">Where and how it is used.</param>
/// <param name="Reference">The reference, with variables replaced by their defaults.</param>
internal sealed record ReferencedImage(ImageUse Use, ImageReference Reference)
{
    /// <summary>Its name in messages: the text of the file, and the reference after variables are expanded.</summary>
    public string Name => Use.HasVariables ? $"'{Use.Text}' (here '{Use.Reference}')" : $"'{Use.Text}'";

    /// <summary>Where to write a version: in the reference, or in the default of the variable that the reference ends with.</summary>
    public string VersionAdvice =>
        !Use.HasVariables ? $"Write a version: '{Reference.FamiliarName}:<version>'."
        : !Use.Text[(Use.Text.LastIndexOf('/') + 1)..].Contains('$', StringComparison.Ordinal)
            && Reference.Tag is null ? $"Write a version: '{Use.Text}:<version>'."
        : $"Give the variable a default with a version: '{Reference.FamiliarName}:<version>'.";

    /// <summary>
    /// The images whose contents a build uses: base images, and those that COPY and RUN read from. References with an unknown variable are
    /// left out, and so are names that may be a stage of the file that runs an ONBUILD, and Docker's own frontend of <c># syntax=</c>. A
    /// frontend of others is one of these images: it decides what the build does.
    /// </summary>
    /// <param name="model">The file.</param>
    /// <param name="mirrors">The mirrors, whose copies of Docker's frontend are its own, too.</param>
    public static ImmutableArray<ReferencedImage> In(DockerfileModel model, ImageMirrors mirrors)
    {
        var images = ImmutableArray.CreateBuilder<ReferencedImage>();
        foreach (var use in model.Images)
        {
            if (!use.IsKnown || MayBeStageElsewhere(use)) continue;
            if (ImageReference.TryParse(use.Reference, out var reference, out _)
                && (use.Kind != ImageUseKind.Frontend || !IsOfDocker(reference, mirrors)))
            {
                images.Add(new ReferencedImage(use, reference));
            }
        }

        return images.DrainToImmutable();
    }

    /// <summary>Docker's own image of <c># syntax=</c>, which reads the file; null when the file does not name it.</summary>
    /// <param name="model">The file.</param>
    /// <param name="mirrors">The mirrors.</param>
    public static ReferencedImage? FrontendOf(DockerfileModel model, ImageMirrors mirrors) =>
        model.Images.FirstOrDefault(static use => use.Kind == ImageUseKind.Frontend) is { } use
            && ImageReference.TryParse(use.Reference, out var reference, out _)
            && IsOfDocker(reference, mirrors)
            ? new ReferencedImage(use, reference)
            : null;

    private static bool IsOfDocker(ImageReference reference, ImageMirrors mirrors) =>
        mirrors.Original(reference) is { Registry: ImageReference.DockerHub, Repository: "docker/dockerfile" };

    /// <summary>A plain name in an ONBUILD may be a stage of the file that runs it.</summary>
    public static bool MayBeStageElsewhere(ImageUse use) =>
        use.Instruction?.Onbuild is not null && use.Reference.AsSpan().IndexOfAny('/', ':', '@') < 0;
}
