using System.Diagnostics.CodeAnalysis;

namespace ContainerGuard.Images;

/// <summary>
/// The registries that images may come from: <c>docker.io</c>, <c>registry.corp:5000</c>, <c>*.corp.example</c> for every host below it,
/// <c>registry.corp/team</c> for one folder of it, <c>*</c> for all.
/// </summary>
internal sealed class TrustedRegistries
{
    /// <summary>No list: every registry is trusted.</summary>
    public static readonly TrustedRegistries Any = new([]);

    private readonly List<Entry> _entries;

    private TrustedRegistries(List<Entry> entries) => _entries = entries;

    /// <summary>Whether the list is missing.</summary>
    public bool IsEmpty => _entries.Count == 0;

    /// <summary>Parses names; the reason of a refusal is a sentence without its full stop.</summary>
    public static bool TryCreate(
        IEnumerable<string> names, [NotNullWhen(true)] out TrustedRegistries? trusted, [NotNullWhen(false)] out string? reason)
    {
        trusted = null;
        List<Entry> entries = [];
        foreach (var name in names)
        {
            var text = name.Trim().TrimEnd('/');
            var slash = text.IndexOf('/', StringComparison.Ordinal);
            var (host, path) = slash < 0 ? (text, "") : (text[..slash], text[(slash + 1)..]);
            if (ReasonAgainst(host, path) is { } problem)
            {
                reason = $"the trusted registry '{text}' is not valid: {problem}";
                return false;
            }

            entries.Add(new Entry(host is "index.docker.io" or "hub.docker.com" ? ImageReference.DockerHub : host, path));
        }

        trusted = new TrustedRegistries(entries);
        reason = null;
        return true;
    }

    public bool Trust(ImageReference reference) => Trust(reference.Registry, reference.Repository, isWhole: true);

    /// <summary>Whether an image is trusted, or may be trusted if only the beginning of its repository is known.</summary>
    public bool Trust(string registry, string repository, bool isWhole)
    {
        if (IsEmpty) return true;
        foreach (var entry in _entries)
        {
            if (!IsHost(registry, entry.Host)) continue;
            if (entry.Path.Length == 0 || IsBelow(repository, entry.Path)) return true;
            if (!isWhole && $"{entry.Path}/".StartsWith(repository, StringComparison.Ordinal)) return true;
        }

        return false;
    }

    /// <summary>Whether an entry names a host. The star alone names none.</summary>
    public bool Names(string host) => _entries.Exists(entry => entry.Host != "*" && IsHost(host, entry.Host));

    public override string ToString() =>
        string.Join(", ", _entries.Select(static entry => entry.Path.Length == 0 ? entry.Host : $"{entry.Host}/{entry.Path}"));

    /// <summary>A port is part of the name: the owner of another port of a host may be someone else.</summary>
    private static bool IsHost(string host, string pattern) => pattern switch
    {
        "*" => true,
        ['*', .. var end] => host.Length > end.Length && host.EndsWith(end, StringComparison.OrdinalIgnoreCase),
        _ => host.Equals(pattern, StringComparison.OrdinalIgnoreCase),
    };

    private static bool IsBelow(string repository, string folder) =>
        repository.StartsWith(folder, StringComparison.Ordinal) && (repository.Length == folder.Length || repository[folder.Length] == '/');

    private static string? ReasonAgainst(string host, string path)
    {
        if (host == "*") return path.Length == 0 ? null : "'*' means every registry, and cannot have a folder";
        if (host.Length == 0) return "it is empty";

        var name = host.StartsWith("*.", StringComparison.Ordinal) ? host[2..] : host;
        if (name.Contains('*', StringComparison.Ordinal))
        {
            return "'*' is allowed only as the complete name, or at the beginning before a dot: '*.corp.example'";
        }

        var example = (path.Length == 0 ? name : $"{name}/{path}") + "/x";
        return !ImageReference.TryParse(example, out var reference, out var reason) ? reason
            : reference.Tag is not null || reference.Digest is not null ? "it has a tag or a digest; write only the repository"
            : reference.Name != example
                && reference.Registry == ImageReference.DockerHub
                && name is not ("docker.io" or "index.docker.io" or "hub.docker.com")
                ? "it must begin with a host, such as registry.example.com or docker.io"
            : null;
    }

    private sealed record Entry(string Host, string Path);
}
