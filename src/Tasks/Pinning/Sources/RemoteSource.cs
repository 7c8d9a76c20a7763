using ContainerGuard.Dockerfile;
using ContainerGuard.Text;

namespace ContainerGuard.Pinning;

/// <summary>
/// A source of ADD that is not in the build context (Dockerfile reference, ADD): a file at an HTTP address, or a Git repository with
/// <c>#reference:folder</c>.
/// </summary>
/// <param name="Address">As the builder sees it, with its variables expanded: the key in the lock file.</param>
/// <param name="IsGit">Whether it is a repository.</param>
internal sealed record RemoteSource(string Address, bool IsGit)
{
    /// <summary>Where it is requested; null if it cannot be locked.</summary>
    public Uri? Url { get; private init; }

    /// <summary>The branch, tag or commit of a repository; empty for the default branch.</summary>
    public string Reference { get; private init; } = "";

    /// <summary>The folder of a repository that is copied; empty for all.</summary>
    public string Folder { get; private init; } = "";

    /// <summary>Why it cannot be locked: a clause; null if it can.</summary>
    public string? Problem { get; private init; }

    /// <summary>For messages: without a user name and a password.</summary>
    public string Shown { get; private init; } = Address;

    /// <summary>Whether the address names a commit, so that it cannot move.</summary>
    public bool IsFixed => IsGit && IsCommit(Reference);

    /// <summary>Whether an HTTP address has a path. An address without one is a way to get the date, and similar, not a file.</summary>
    public bool HasPath => IsGit || Url is not { AbsolutePath: "/" };

    /// <summary>The name of the source in a policy of BuildKit: for a repository without its scheme (moby/buildkit, client/llb).</summary>
    public string Identifier => IsGit ? $"git://{Url!.Authority}{Url.AbsolutePath}{Fragment(Reference)}" : Address;

    /// <summary>The same with a commit in place of the reference.</summary>
    public string IdentifierAt(string commit) => $"git://{Url!.Authority}{Url.AbsolutePath}{Fragment(commit)}";

    /// <summary>The address of a repository with a commit in place of its reference.</summary>
    public string AddressAt(string commit) => Address.Split('#')[0] + Fragment(commit);

    /// <summary>Null for a source in the build context.</summary>
    public static RemoteSource? Parse(string address)
    {
        var kind = CopySource.Classify(address);
        if (kind == CopySourceKind.Local) return null;
        var isGit = kind == CopySourceKind.Git;
        var hash = isGit ? address.IndexOf('#', StringComparison.Ordinal) : -1;
        var fragment = hash < 0 ? [] : address[(hash + 1)..].Split(':', 2);
        var source = new RemoteSource(address, isGit)
        {
            Reference = fragment.ElementAtOrDefault(0) ?? "",
            Folder = (fragment.ElementAtOrDefault(1) ?? "").Trim('/'),
        };
        if (!address.StartsWith("http", StringComparison.OrdinalIgnoreCase))
        {
            return source with { Shown = WithoutUser(address), Problem = "ContainerGuard reads Git repositories only over HTTPS" };
        }

        if (!Uri.TryCreate(hash < 0 ? address : address[..hash], UriKind.Absolute, out var url) || url.Host.Length == 0)
        {
            return source with { Shown = WithoutUser(address), Problem = "its address is not valid" };
        }

        var problem = url.UserInfo.Length > 0 ? "its address has a user name or a password, which the lock file must not have"
            : isGit && url.Query.Length > 0 ? "the reference of the repository is in a query; write it after '#'"
            : address.AsSpan().ContainsAny("*$\\\"") || address.Any(char.IsControl)
                ? "its address has a character that policies do not support"
            : url.AbsolutePath == "/" && !isGit ? "its address has no path, so it is not a file"
            : null;
        return source with { Url = url, Problem = problem, Shown = WithoutUser(address) };
    }

    /// <summary>Whether a text is a whole commit.</summary>
    public static bool IsCommit(string text) => text.Length is 40 or 64 && Characters.LowerHexadecimal.ContainAll(text);

    private string Fragment(string reference) =>
        reference.Length + Folder.Length == 0 ? "" : $"#{reference}{(Folder.Length == 0 ? "" : $":{Folder}")}";

    private static string WithoutUser(string address)
    {
        var scheme = address.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0) return address;
        var end = address.AsSpan(scheme + 3).IndexOfAny('/', '?', '#') is >= 0 and var length ? scheme + 3 + length : address.Length;
        var at = address.LastIndexOf('@', end - 1);
        return at < scheme ? address : address[..(scheme + 3)] + address[(at + 1)..];
    }
}
