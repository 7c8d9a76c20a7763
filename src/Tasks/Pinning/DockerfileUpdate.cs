using ContainerGuard.Dockerfile;
using ContainerGuard.Images;
using ContainerGuard.Text;

namespace ContainerGuard.Pinning;

/// <summary>A move of an image to another digest or tag.</summary>
/// <param name="From">The current tag, without a digest, under the image's original name.</param>
/// <param name="To">The new tag, which may be the same, with its digest.</param>
/// <param name="Image">The image that it names.</param>
internal sealed record PinMove(ImageReference From, ImageReference To, ResolvedImage Image)
{
    public bool ChangesTag => From.Tag != To.Tag;
}

/// <summary>A move that a person has to make.</summary>
/// <param name="Move">The move.</param>
/// <param name="Path">The Dockerfile.</param>
/// <param name="At">The text to edit.</param>
/// <param name="Message">A sentence or two.</param>
internal sealed record ManualMove(PinMove Move, string Path, TextPosition At, string Message);

/// <summary>
/// Writes moves into a Dockerfile, by the smallest edits: the version in a tag, the digest after it, and the name if mirrors go into files.
/// The default of an ARG is edited only if it is used for images only. The new text is parsed to verify the edits: if an image is not the
/// intended one, a person has to make the move.
/// </summary>
internal sealed class DockerfileUpdate
{
    private const string NotAlone = "the edit would also change another image in this file";

    private readonly DockerfileModel _file;
    private readonly PinningOptions _options;
    private readonly List<Place> _places = [];
    private readonly List<ManualMove> _manual = [];
    private readonly HashSet<PinMove> _moved = new(ReferenceEqualityComparer.Instance);

    private DockerfileUpdate(DockerfileModel file, PinningOptions options) => (_file, _options) = (file, options);

    /// <summary>The new file; unchanged without edits.</summary>
    public DockerfileModel Result { get; private set; } = null!;

    public SourceText Before => _file.Source;

    public bool HasEdits => Result != _file;

    /// <summary>The moves that the new file has.</summary>
    public IReadOnlySet<PinMove> Moved => _moved;

    /// <summary>The moves that a person has to make.</summary>
    public IReadOnlyList<ManualMove> Manual => _manual;

    /// <param name="file">The file.</param>
    /// <param name="moves">By <see cref="ImageReference.NormalizedWithoutDigest"/> of the current tag.</param>
    /// <param name="options">The mirrors.</param>
    public static DockerfileUpdate Of(DockerfileModel file, IReadOnlyDictionary<string, PinMove> moves, PinningOptions options)
    {
        var update = new DockerfileUpdate(file, options);
        update.Run(moves);
        return update;
    }

    /// <summary>The images of a file by name and tag, with their digests where they are written.</summary>
    public static IEnumerable<ImageReference> ReferencesIn(DockerfileModel file)
    {
        foreach (var use in file.Images)
        {
            if (use.IsKnown && ImageReference.TryParse(use.Reference, out var reference, out _)) yield return reference;
        }
    }

    private void Run(IReadOnlyDictionary<string, PinMove> moves)
    {
        for (var index = 0; index < _file.Images.Length; index++)
        {
            var use = _file.Images[index];
            if (use.IsKnown && ImageReference.TryParse(use.Reference, out var reference, out _) && reference.Tag is not null
                && moves.GetValueOrDefault(_options.Mirrors.Original(reference).NormalizedWithoutDigest) is { } move
                && Place.Of(_file, use, index, move, NameOf(reference)) is { } place)
            {
                _places.Add(place);
            }
        }

        // A move that cannot be written in one place is not written in another of the same file.
        var open = _places.GroupBy(static place => place.Move.From.NormalizedWithoutDigest, StringComparer.Ordinal)
            .Select(static group => group.ToArray()).ToList();
        foreach (var group in open.Where(static group => Array.Exists(group, static place => place.Problem is not null)).ToArray())
        {
            var first = Array.Find(group, static place => place.Problem is not null)!;
            Leave(first, first.Problem!);
            open.Remove(group);
        }

        if (Try(open.SelectMany(static group => group)) is { } all) Result = all;
        else (Result, open) = OneByOne(open);
        foreach (var group in open) _moved.Add(group[0].Move);
    }

    /// <summary>The name to write in place of the current one; null to keep that.</summary>
    private string? NameOf(ImageReference reference) =>
        _options.MirrorInFiles && _options.Mirrors.Apply(reference) is var mirrored && mirrored.Name != reference.Name
            ? mirrored.FamiliarName
            : null;

    private (DockerfileModel Result, List<Place[]> Made) OneByOne(List<Place[]> groups)
    {
        var (result, made) = (_file, new List<Place[]>());
        foreach (var group in groups)
        {
            if (Try(made.SelectMany(static places => places).Concat(group)) is { } next)
            {
                result = next;
                made.Add(group);
            }
            else
            {
                Leave(group[0], NotAlone);
            }
        }

        return (result, made);
    }

    /// <summary>The file with these moves; null if the edits do not give the intended images.</summary>
    private DockerfileModel? Try(IEnumerable<Place> moved)
    {
        var wanted = moved.ToDictionary(static place => place.Index);
        if (wanted.Count == 0) return _file;

        var edits = wanted.Values.SelectMany(static place => place.Edits).Distinct().OrderBy(static edit => edit.Span.Start).ToArray();
        for (var next = 1; next < edits.Length; next++)
        {
            if (edits[next].Span.Start < edits[next - 1].Span.End) return null;
        }

        var result = _file.With(SourceText.From(TextEdit.Apply(_file.Source.Text, edits), _file.Source.Path));
        if (result.Images.Length != _file.Images.Length) return null;
        for (var index = 0; index < _file.Images.Length; index++)
        {
            if (result.Images[index].Reference != (wanted.TryGetValue(index, out var place) ? place.Wanted : _file.Images[index].Reference))
            {
                return null;
            }
        }

        return result;
    }

    private void Leave(Place place, string reason) => _manual.Add(new ManualMove(
        place.Move, _file.Source.Path, _file.Source.GetPosition(place.At),
        $"'{place.Use.Reference}' can move to '{place.Wanted}', but not automatically: {reason}. Edit it here."));

    /// <summary>A place in a file that names a moving image.</summary>
    private sealed class Place
    {
        public required ImageUse Use { get; init; }

        /// <summary>Among the images of the file.</summary>
        public required int Index { get; init; }

        public required PinMove Move { get; init; }

        /// <summary>The new reference, with its variables expanded.</summary>
        public required string Wanted { get; init; }

        public List<TextEdit> Edits { get; } = [];

        /// <summary>Why it cannot be edited: a clause.</summary>
        public string? Problem { get; private set; }

        /// <summary>The place to report.</summary>
        public int At { get; private set; }

        /// <summary>Null if the text is the wanted one already.</summary>
        public static Place? Of(DockerfileModel file, ImageUse use, int index, PinMove move, string? name)
        {
            var text = use.Reference;
            var at = text.IndexOf('@', StringComparison.Ordinal);
            var end = at < 0 ? text.Length : at;
            var start = text.LastIndexOf(':', end - 1) + 1;
            var rest = $"{move.To.Tag}{(at < 0 ? "" : $"@{move.To.Digest}")}";
            if (text[start..] == rest) return null;

            var written = WrittenReference.Of(file, use);

            // A name that comes from a variable stays: a mirror is a preference, the move is not.
            var renamed = name is null || written?.Find(0, start - 1) is not { Argument: null } part ? null : new TextEdit(part.Span, name);
            var place = new Place { Use = use, Index = index, Move = move,
                Wanted = $"{(renamed is null ? text[..start] : $"{name}:")}{rest}", At = use.Span.Start };
            if (renamed is { } edit) place.Edits.Add(edit);
            if (move.ChangesTag) place.Edit(file, written, start, VersionOf(text[start..end]), VersionOf(move.To.Tag!), "its version");
            if (at >= 0) place.Edit(file, written, at + 1, text[(at + 1)..], move.To.Digest!.ToString(), "its digest");
            return place;
        }

        /// <summary>A tag without its variant, which does not change.</summary>
        private static string VersionOf(string tag) =>
            ImageTag.Parse(tag).Variant is { Length: > 0 and var length } ? tag[..^(length + 1)] : tag;

        private void Edit(DockerfileModel file, WrittenReference? written, int start, string from, string to, string what)
        {
            if (from == to || Problem is not null) return;
            if (written?.Find(start, from.Length) is not { } part)
            {
                Problem = $"{what} is not one literal value";
                return;
            }

            Edits.Add(new TextEdit(part.Span, to));
            if (part.Argument is null) return;
            At = part.Span.Start;
            if (WrittenReference.IsUsedElsewhere(file, part.Argument))
            {
                Problem = $"ARG {part.Argument}, which contains {what}, is also used for something other than an image";
            }
        }
    }
}
