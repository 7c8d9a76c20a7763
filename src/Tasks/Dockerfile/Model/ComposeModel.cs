using System.Collections.Immutable;
using ContainerGuard.Compose;
using ContainerGuard.Images;
using ContainerGuard.Text;

namespace ContainerGuard.Dockerfile;

/// <summary>
/// A compose file as a model without stages: its services use images, as the stages of a Dockerfile do. So the rules about images, the lock
/// file and updates apply to both.
/// </summary>
internal static class ComposeModel
{
    private const string ImageContext = "docker-image://";

    /// <param name="source">The compose file.</param>
    /// <param name="folder">Its folder; null if it has none.</param>
    public static DockerfileModel Create(SourceText source, ComposeFolder? folder)
    {
        var file = ComposeFile.Read(source.Text);
        var variables = folder?.Variables ?? ComposeVariables.None;
        var inline = InlineIn(source.Text, file, variables);
        var model = new DockerfileModel(new DockerfileSyntax(source) { Comments = CommentsIn(source, inline), HasLines = true })
        {
            Compose = new ComposedImages(IsTemplate(source.Text) ? null : file.Problem, folder) { Inline = inline },
        };
        if (file.Problem is not null) return model;

        var images = ImmutableArray.CreateBuilder<ImageUse>();
        var problems = ImmutableArray.CreateBuilder<SyntaxProblem>();
        HashSet<TextSpan> seen = [];
        var built = BuiltNames([.. file.Services, .. folder?.Built ?? []], variables);
        foreach (var service in file.Services)
        {
            foreach (var value in ImagesOf(service))
            {
                // An image below an anchor is that of several services.
                if (!seen.Add(value.Span) || Use(value, service.Platform, variables) is not { } use) continue;
                if (value == service.Image && IsBuilt(service, use, built, folder)) continue;
                images.Add(use);
                if (use.IsKnown && ReferenceGrammar.FindError(use.Reference) is { } error)
                {
                    problems.Add(new SyntaxProblem(SyntaxProblemKind.InvalidImageReference, use.Span, error));
                }
            }
        }

        foreach (var dockerfile in inline) images.AddRange(ImagesIn(dockerfile));
        images.Sort(static (left, right) => left.Span.Start.CompareTo(right.Span.Start));
        model.Images = images.DrainToImmutable();
        model.Problems = problems.DrainToImmutable();
        return model;
    }

    /// <summary>The Dockerfiles of services. One below an anchor is that of several services.</summary>
    private static InlineDockerfile[] InlineIn(string text, ComposeFile file, ComposeVariables variables) =>
    [
        .. file.Services.Select(static service => service.Build).Where(static build => build?.Inline is not null)
            .DistinctBy(static build => build!.Inline!.Place)
            .Select(build => InlineDockerfile.Of(text, build!, variables)).OfType<InlineDockerfile>(),
    ];

    /// <summary>The images of a Dockerfile in the compose file, at their places there.</summary>
    private static IEnumerable<ImageUse> ImagesIn(InlineDockerfile dockerfile)
    {
        var model = DockerfileModel.Read(
            SourceText.From(dockerfile.Text, "Dockerfile"),
            new ModelOptions { BuildArguments = dockerfile.Arguments, Target = dockerfile.Target });
        foreach (var use in model.Images)
        {
            var isWritten = dockerfile.EditOf(new TextEdit(use.Span, "")) is not null;
            yield return use with
            {
                Kind = ImageUseKind.Service, Span = dockerfile.PlaceOf(use.Span), HasVariables = use.HasVariables || !isWritten,
                Instruction = null, Stage = null,
            };
        }
    }

    /// <summary>The images that a service runs, mounts, or builds from. The image of a service that is built is its result.</summary>
    private static IEnumerable<ComposeValue> ImagesOf(ComposeService service)
    {
        if (service is { Build: null, Image: { } image }) yield return image;
        foreach (var volume in service.ImageVolumes) yield return volume;
        foreach (var context in service.Build?.Contexts.Values ?? [])
        {
            if (context.Text.StartsWith(ImageContext, StringComparison.Ordinal)) yield return context.From(ImageContext.Length);
        }
    }

    private static ImageUse? Use(ComposeValue value, ComposeValue? platform, ComposeVariables variables)
    {
        if (variables.DefaultOf(value.Text) is { } written) value = value.Part(written);
        var expanded = variables.Expand(value.Text);
        if (string.IsNullOrWhiteSpace(expanded ?? value.Text)) return null;
        var hasVariables = value.Text.Contains('$', StringComparison.Ordinal);
        return new ImageUse(
            ImageUseKind.Service, value.Span, value.Text, expanded ?? value.Text, IsKnown: expanded is not null, hasVariables,
            platform is null ? null : variables.Expand(platform.Text), Instruction: null, Stage: null);
    }

    /// <summary>
    /// Whether another service, or another compose file of the folder, builds this image. An image of Docker is not the name of a result.
    /// </summary>
    private static bool IsBuilt(ComposeService service, ImageUse use, HashSet<string> built, ComposeFolder? folder)
    {
        if (service.Extends is var (file, other) && folder?.MayBuild(file, other) != false) return true;
        if (OfficialImages.Contain(NameOf(use.Reference))) return false;
        return built.Contains(NameOf(use.Reference)) || (folder?.Built.Any(other => other.Name == service.Name) ?? false);
    }

    private static HashSet<string> BuiltNames(IEnumerable<ComposeService> services, ComposeVariables variables)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (var service in services)
        {
            if (service is { Build: not null, Image: { } image }) names.Add(NameOf(variables.Expand(image.Text) ?? image.Text));
        }

        return names;
    }

    /// <summary>A reference without its tag and digest.</summary>
    private static string NameOf(string reference)
    {
        var at = reference.IndexOf('@', StringComparison.Ordinal);
        if (at >= 0) reference = reference[..at];
        var colon = reference.LastIndexOf(':');
        return colon > reference.LastIndexOf('/') ? reference[..colon] : reference;
    }

    /// <summary>Whether a tool fills in the file first. Such a file is rarely valid YAML.</summary>
    private static bool IsTemplate(string text) =>
        text.Contains("{{", StringComparison.Ordinal) || text.Contains("{%", StringComparison.Ordinal);

    /// <summary>The comment lines, and the comments after a value. Those of a Dockerfile in the file are its own.</summary>
    private static ImmutableArray<CommentSyntax> CommentsIn(SourceText source, InlineDockerfile[] inline)
    {
        var comments = ImmutableArray.CreateBuilder<CommentSyntax>();
        for (var line = 1; line <= source.LineCount; line++)
        {
            var span = source.GetLineSpan(line);
            var text = source.AsSpan(span);
            var blanks = text.Length - text.TrimStart().Length;
            var start = text[blanks..].StartsWith('#') ? blanks
                : text.IndexOf(" #", StringComparison.Ordinal) is >= 0 and var at ? at + 1 : -1;
            if (start < 0 || Array.Exists(inline, dockerfile => dockerfile.Span.Contains(span.Start + start))) continue;
            comments.Add(new CommentSyntax(source, TextSpan.FromBounds(span.Start + start, span.End), IsInsideInstruction: start > blanks));
        }

        return comments.DrainToImmutable();
    }
}
