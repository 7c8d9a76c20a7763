using ContainerGuard.Images;
using ContainerGuard.Text;
using ContainerGuard.Tool.Lsp.Documents;
using ContainerGuard.Tool.Lsp.Protocol;

namespace ContainerGuard.Tool.Lsp.Answers;

/// <summary>The pins of images after their names: the locked digest and its age.</summary>
internal static class InlayHints
{
    public static IReadOnlyList<InlayHint> In(DocumentState state, PositionRange? range)
    {
        var file = state.Checked.Value;
        var shown = range is null ? new TextSpan(0, state.Text.Text.Length) : state.Text.SpanOf(range);
        List<InlayHint> hints = [];
        foreach (var use in file.Model.Images)
        {
            if (use.Span.End < shown.Start || use.Span.Start > shown.End) continue;
            if (!ImageText.TryFind(use, file.Facts, out var image, out var locked) || locked is null) continue;
            if (Label(image, locked, ImageAge.Of(locked.Config?.Created, file.Facts.Today)) is not { } label) continue;
            hints.Add(new InlayHint(
                state.Text.PositionOf(use.Span.End), label, new MarkupContent(ImageText.Of(image, locked, file.Facts))));
        }

        return hints;
    }

    /// <summary>Null if the text has the digest already, and the age is unknown.</summary>
    private static string? Label(ImageReference image, ResolvedImage locked, ImageAge? age) =>
        image.Digest is null ? locked.Digest.Short + (age is null ? "" : $", {age.Text} old")
        : image.Digest != locked.Digest ? $"locked: {locked.Digest.Short}"
        : age is null ? null
        : $"{age.Text} old";
}
