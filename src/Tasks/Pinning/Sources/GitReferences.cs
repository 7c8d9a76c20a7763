using System.Globalization;
using System.Text;

namespace ContainerGuard.Pinning;

/// <summary>
/// The references of a Git repository, as its server advertises them (Git, gitprotocol-http: "Smart Clients", protocol versions 0 and 1,
/// in lines of gitprotocol-common, "pkt-line Format").
/// </summary>
internal sealed class GitReferences
{
    private const string Peeled = "^{}";
    private readonly Dictionary<string, string> _commits = new(StringComparer.Ordinal);

    private GitReferences()
    {
    }

    /// <summary>Reads an advertisement.</summary>
    /// <param name="body">The body of the answer, read up to the end of the advertisement.</param>
    /// <exception cref="InvalidDataException">It is not one; the message is a clause.</exception>
    public static GitReferences Read(Stream body)
    {
        var references = new GitReferences();
        if (ReadLine(body) is not { } service || service.TrimEnd('\n') != "# service=git-upload-pack")
        {
            throw new InvalidDataException("it is not the response of a Git server");
        }

        if (ReadLine(body) is not null) throw new InvalidDataException("its first section does not end");
        while (ReadLine(body) is { } line)
        {
            if (line.StartsWith("version ", StringComparison.Ordinal) && references._commits.Count == 0) continue;
            if (line.StartsWith("ERR ", StringComparison.Ordinal)) throw new InvalidDataException("the server reports an error");
            references.Add(line);
        }

        return references;
    }

    /// <summary>
    /// The commit of a branch, a tag or a full reference, in the order in which BuildKit looks; empty for the default branch. Null if the
    /// repository does not have it.
    /// </summary>
    public string? Find(string reference) =>
        reference.Length == 0
            ? _commits.GetValueOrDefault("HEAD")
            : _commits.GetValueOrDefault($"refs/heads/{reference}") ?? Tag($"refs/tags/{reference}") ?? Tag(reference)
                ?? Tag($"refs/{reference}");

    /// <summary>Whether a reference is a tag, which is expected to stay.</summary>
    public bool IsTag(string reference) =>
        !_commits.ContainsKey($"refs/heads/{reference}")
        && (_commits.ContainsKey($"refs/tags/{reference}") || reference.StartsWith("refs/tags/", StringComparison.Ordinal));

    /// <summary>Whether a reference has a commit.</summary>
    public bool Has(string commit) => _commits.ContainsValue(commit);

    /// <summary>An annotated tag is a separate object; its commit is advertised after it.</summary>
    private string? Tag(string name) => _commits.GetValueOrDefault(name + Peeled) ?? _commits.GetValueOrDefault(name);

    private void Add(string line)
    {
        var end = line.IndexOf('\0', StringComparison.Ordinal);
        var text = (end < 0 ? line : line[..end]).TrimEnd('\n');
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        if (space < 0 || !RemoteSource.IsCommit(text[..space])) throw new InvalidDataException("a reference has no commit");

        // A repository without a reference advertises only what it can do.
        if (text[(space + 1)..] is var name && name != "capabilities" + Peeled) _commits[name] = text[..space];
    }

    /// <summary>One line; null for a flush packet, which ends a section.</summary>
    private static string? ReadLine(Stream body)
    {
        Span<byte> head = stackalloc byte[4];
        Fill(body, head);
        if (!ushort.TryParse(head, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var length))
        {
            throw new InvalidDataException("it is not the response of a Git server");
        }

        if (length == 0) return null;

        // The longest line of the format has 65,520 bytes.
        if (length is < 4 or > 65520) throw new InvalidDataException("a line has an invalid length");
        var line = new byte[length - 4];
        Fill(body, line);
        return Encoding.UTF8.GetString(line);
    }

    private static void Fill(Stream body, Span<byte> buffer)
    {
        if (body.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false) < buffer.Length)
        {
            throw new InvalidDataException("it ends too early");
        }
    }
}
