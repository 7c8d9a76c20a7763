using System.Diagnostics.CodeAnalysis;
using System.Text;
using ContainerGuard.Images;

namespace ContainerGuard.Inspection.Sources;

/// <summary>
/// What a tag named the last time. Most tags name the same image again, so its kept parts are read while the registry responds: a new
/// process loads and compiles the code for both at once. Only the response of the registry decides which image is inspected.
/// </summary>
/// <param name="reference">The image, in the registry that is asked.</param>
/// <param name="options">How to inspect.</param>
internal sealed class KnownTag(ImageReference reference, InspectionOptions options)
{
    private readonly string _key = $"tag {reference.Canonical}";
    private ImageDigest? _last;

    /// <summary>Reads the kept parts of what the tag named. Sends no request.</summary>
    /// <param name="cancellationToken">Ctrl+C.</param>
    public Task ReadAhead(CancellationToken cancellationToken)
    {
        _last = reference.Digest is null
            && options.Documents?.Find(_key) is { } kept
            && ImageDigest.TryParse(Encoding.UTF8.GetString(kept), out var digest, out _) ? digest : null;
        return _last is { } last ? Task.Run(() => Read(last, cancellationToken), CancellationToken.None) : Task.CompletedTask;
    }

    /// <summary>Keeps what the tag names now.</summary>
    /// <param name="top">The index or the manifest.</param>
    public void Keep(OciNode top)
    {
        if (reference.Digest is not null || options.Documents is not { } documents || _last == top.Digest) return;
        documents.FindOrAdd(top.Digest, () => top.Content!);
        documents.Add(_key, Encoding.UTF8.GetBytes(top.Digest.ToString()));
    }

    [SuppressMessage("Design", "CA1031", Justification = "What is wrong with the image is reported when it is read after the answer.")]
    private void Read(ImageDigest digest, CancellationToken cancellationToken)
    {
        try
        {
            using var members = new RegistryMembers(null, reference.WithDigest(digest), options, cancellationToken);
            using var saved = SavedImages.OfRegistry(members, options);
            if (saved.ReadChosen(null, options.Platform, cancellationToken) is { } image) options.Rehearsal?.Invoke(image);
        }
        catch (Exception)
        {
            // A part is not kept.
        }
    }
}
