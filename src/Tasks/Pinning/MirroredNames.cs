using ContainerGuard.Dockerfile;
using ContainerGuard.Images;
using ContainerGuard.Text;

namespace ContainerGuard.Pinning;

/// <summary>Mirrors and the images that a Dockerfile names.</summary>
internal static class MirroredNames
{
    /// <summary>The text with the original names of images in place of mirrors' names, for a file that people own.</summary>
    public static string Originals(SourceText source, ImageMirrors mirrors)
    {
        var model = DockerfileModel.Create(DockerfileParser.Parse(source));
        List<TextEdit> edits = [];
        foreach (var use in model.Images)
        {
            if (use.HasVariables
                || !ImageReference.TryParse(use.Reference, out var reference, out _)
                || !source.AsSpan(use.Span).SequenceEqual(use.Text))
            {
                continue;
            }

            var original = mirrors.Original(reference);
            if (original.Name != reference.Name) edits.Add(new TextEdit(use.Span, original.Familiar));
        }

        return TextEdit.Apply(source.Text, edits.OrderBy(static edit => edit.Span.Start));
    }

    /// <summary>
    /// The images that a builder has to take from a mirror although the file names the original: for each, its name in the file and its
    /// name there. The frontend is missing: no builder replaces it.
    /// </summary>
    /// <param name="model">The Dockerfile.</param>
    /// <param name="mirrors">The mirrors.</param>
    /// <param name="asWritten">Whether names keep their variables: buildah compares the text of FROM, BuildKit its value.</param>
    public static IReadOnlyList<(string Name, string Mirror)> In(DockerfileModel model, ImageMirrors mirrors, bool asWritten)
    {
        Dictionary<string, string> names = new(StringComparer.Ordinal);
        foreach (var use in model.Images)
        {
            if (use.Kind == ImageUseKind.Frontend || !use.IsKnown || !ImageReference.TryParse(use.Reference, out var reference, out _))
            {
                continue;
            }

            if (mirrors.Apply(reference) is var mirrored && mirrored.Name != reference.Name)
            {
                names.TryAdd(asWritten ? use.Text : use.Reference, mirrored.Familiar);
            }
        }

        return [.. names.Select(static name => (name.Key, name.Value))];
    }
}
