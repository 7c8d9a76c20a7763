using System.Diagnostics.CodeAnalysis;

namespace ContainerGuard.Images;

/// <summary>
/// The mirrors of a project: prefixes of image names and their replacements, such as <c>mcr.microsoft.com</c> → <c>registry.corp/mcr</c>.
/// The longest prefix that ends at a slash wins.
/// </summary>
internal sealed class ImageMirrors
{
    /// <summary>No mirrors: each image comes from the registry in its name.</summary>
    public static readonly ImageMirrors None = new([]);

    private readonly List<(string From, string To)> _mirrors;

    private ImageMirrors(List<(string From, string To)> mirrors) => _mirrors = mirrors;

    public bool IsEmpty => _mirrors.Count == 0;

    /// <summary>The prefixes of names and their replacements, without a slash at the end, the longest first.</summary>
    public IReadOnlyList<(string From, string To)> Prefixes => _mirrors;

    /// <summary>Reads pairs, each with or without a slash at the end. The reason of a refusal names the pair.</summary>
    public static bool TryCreate(
        IEnumerable<(string From, string To)> pairs,
        [NotNullWhen(true)] out ImageMirrors? mirrors,
        [NotNullWhen(false)] out string? reason)
    {
        mirrors = null;
        reason = null;
        List<(string From, string To)> list = [];
        foreach (var (from, to) in pairs)
        {
            var (source, target) = (from.Trim().TrimEnd('/'), to.Trim().TrimEnd('/'));
            var invalid = source.Length == 0 ? "it is empty" : ReasonAgainst(target);
            if (invalid is not null)
            {
                reason = $"the mirror '{target}' of '{source}' is not valid: {invalid}";
                return false;
            }

            list.Add((source == "index.docker.io" ? ImageReference.DockerHub : source, target));
        }

        list.Sort((a, b) => b.From.Length.CompareTo(a.From.Length));
        mirrors = new ImageMirrors(list);
        return true;
    }

    /// <summary>The reference at its mirror, with the same tag and digest; the reference itself if no mirror is set for it.</summary>
    public ImageReference Apply(ImageReference reference)
    {
        foreach (var (from, to) in _mirrors)
        {
            if (RestAfter(reference.Name, from) is { } rest)
            {
                var name = rest.Length == 0 ? to : $"{to}/{rest}";
                var slash = name.IndexOf('/', StringComparison.Ordinal);
                return reference.WithName(name[..slash], name[(slash + 1)..]);
            }
        }

        return reference;
    }

    /// <summary>
    /// The reference under its original name if it names a mirror, with the same tag and digest. The reference itself if it does not, or if
    /// two registries share the mirror: then the original cannot be known.
    /// </summary>
    public ImageReference Original(ImageReference reference)
    {
        ImageReference? original = null;
        var (length, isAmbiguous) = (0, false);
        foreach (var (from, to) in _mirrors)
        {
            if (to.Length < length || OriginalIn(reference, from, to) is not { } candidate) continue;
            isAmbiguous = to.Length == length && candidate.Name != original?.Name;
            (original, length) = (candidate, to.Length);
        }

        return isAmbiguous ? reference : original ?? reference;
    }

    private ImageReference? OriginalIn(ImageReference reference, string from, string to)
    {
        if (RestAfter(reference.Name, to) is not { } rest) return null;
        var name = rest.Length == 0 ? from : $"{from}/{rest}";
        if (!ImageReference.TryParse(name, out var parsed, out _) || parsed.Name != name) return null;
        var original = reference.WithName(parsed.Registry, parsed.Repository);
        return Apply(original).Name == reference.Name ? original : null;
    }

    private static string? RestAfter(string name, string prefix) =>
        !name.StartsWith(prefix, StringComparison.Ordinal) ? null
        : name.Length == prefix.Length ? ""
        : name[prefix.Length] == '/' ? name[(prefix.Length + 1)..]
        : null;

    /// <summary>A mirror must name its host, or Docker would read <c>mirror/mcr</c> as a repository of Docker Hub.</summary>
    private static string? ReasonAgainst(string target) =>
        !ImageReference.TryParse(target + "/x", out var example, out var reason) ? reason
        : example.Name != target + "/x" ? "it must begin with a host, such as registry.example.com or localhost:5000"
        : null;
}
