using ContainerGuard.Dockerfile;
using ContainerGuard.Images;
using ContainerGuard.Text;

namespace ContainerGuard.Pinning;

/// <summary>
/// A Dockerfile with the digests of the lock file, for a builder without source policies. Lines stay where they are, so that a line in an
/// error of the builder is the line in the original.
/// </summary>
/// <param name="Text">The text of the copy.</param>
/// <param name="Missing">The images that the lock file lacks.</param>
internal sealed record PinnedCopy(string Text, IReadOnlyList<string> Missing)
{
    /// <summary>The locked sources of ADD that an edit cannot pin to the lock file.</summary>
    public IReadOnlyList<string> Unheld { get; private init; } = [];

    public static PinnedCopy Of(SourceText source, LockFile lockFile, ImageMirrors mirrors)
    {
        var model = DockerfileModel.Create(DockerfileParser.Parse(source));
        List<TextEdit> edits = [];
        List<string> missing = [];
        foreach (var use in model.Images)
        {
            // The frontend means BuildKit, which has source policies; other builders read that line as a comment.
            if (use.Kind == ImageUseKind.Frontend) continue;
            if (!use.IsKnown || !ImageReference.TryParse(use.Reference, out var reference, out _))
            {
                missing.Add(use.Text);
            }
            else if (lockFile.Find(reference) is not { } locked)
            {
                if (reference.Familiar != "scratch") missing.Add(reference.Familiar);
            }
            else
            {
                var pinned = mirrors.Apply(mirrors.Original(reference)).WithDigest(reference.Digest ?? locked.Digest);
                edits.Add(new TextEdit(use.Span, pinned.Familiar));
            }
        }

        // A variable without a value: an argument of the build can make any image of it.
        missing.AddRange(model.Stages.Where(static stage => stage is { Parent: null, IsScratch: false, Base.Text: "" })
            .Select(static stage => stage.BaseText).Where(text => !missing.Contains(text)));
        var unheld = AddSources(model, lockFile, edits);
        var ordered = edits.DistinctBy(static edit => edit.Span).OrderBy(static edit => edit.Span.Start);
        return new(TextEdit.Apply(source.Text, ordered), missing) { Unheld = unheld };
    }

    /// <summary>
    /// Writes the commit after the address of a repository, because buildah knows <c>--checksum</c> for files only (buildah-add, man page).
    /// </summary>
    private static List<string> AddSources(DockerfileModel model, LockFile lockFile, List<TextEdit> edits)
    {
        List<string> unheld = [];
        foreach (var use in RemoteSourceUse.In(model))
        {
            if (!use.IsOpen || lockFile.Sources.GetValueOrDefault(use.Source.Address) is not { } locked) continue;
            if (locked.Commit is { } commit && model.Source.AsSpan(use.Word.Span).SequenceEqual(use.Source.Address))
            {
                edits.Add(new TextEdit(use.Word.Span, use.Source.AddressAt(commit)));
            }
            else if (locked.Checksum is not null && use.IsAlone)
            {
                edits.Add(new TextEdit(new TextSpan(use.Instruction.KeywordSpan.End, 0), $" --checksum={locked.Written}"));
            }
            else
            {
                unheld.Add(use.Source.Shown);
            }
        }

        return unheld;
    }
}
