using System.Diagnostics.CodeAnalysis;

namespace ContainerGuard.Images;

/// <summary>
/// Where images are really taken from: prefixes of names and what stands in their place, such as <c>mcr.microsoft.com</c> →
/// <c>registry.corp/mcr</c>. The longest prefix that ends at a slash wins.
/// </summary>
internal sealed class ImageMirrors
{
    /// <summary>Every image is taken from where its name says.</summary>
    public static readonly ImageMirrors None = new([]);

    private readonly List<(string From, string To)> _mirrors;

    private ImageMirrors(List<(string From, string To)> mirrors) => _mirrors = mirrors;

    /// <summary>Takes pairs as people write them, with or without a slash at the end; the reason of a refusal names the pair.</summary>
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
                reason = $"the mirror '{target}' of '{source}' is not usable: {invalid}";
                return false;
            }

            list.Add((source == "index.docker.io" ? ImageReference.DockerHub : source, target));
        }

        list.Sort((a, b) => b.From.Length.CompareTo(a.From.Length));
        mirrors = new ImageMirrors(list);
        return true;
    }

    /// <summary>The reference at its mirror, tag and digest unchanged; the reference itself where no mirror is set for it.</summary>
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
