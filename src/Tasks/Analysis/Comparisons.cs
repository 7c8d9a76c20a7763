using System.Collections.Immutable;
using ContainerGuard.Dockerfile;

namespace ContainerGuard.Analysis;

/// <summary>
/// The last position in each stage where a command verifies a checksum or a signature. It can verify any earlier download.
/// </summary>
internal sealed class Comparisons
{
    /// <summary>
    /// Parts of words by which a command of any program is recognized as a verification: <c>sha256sum</c>, <c>openssl dgst -sha256</c>,
    /// <c>gpg --verify</c>.
    /// </summary>
    private static readonly string[] Words = ["sha1", "sha2", "sha3", "sha5", "shasum", "md5", "b2sum", "checksum", "hash_file", "verify",
        "gpgv", "cosign", "minisign", "signify"];

    private readonly Dictionary<Stage, int> _last = [];

    private Comparisons()
    {
    }

    public static Comparisons In(ImmutableArray<RunScript> runs)
    {
        Comparisons found = new();
        foreach (var run in runs)
        {
            foreach (var command in run.Commands)
            {
                if (command.Words.Any(
                    static word => Array.Exists(Words, text => word.Text.Contains(text, StringComparison.OrdinalIgnoreCase))))
                {
                    found._last[run.Stage] = run.Locate(command.Span).Start;
                }
            }
        }

        return found;
    }

    /// <summary>Whether a stage verifies a file at a position, or after it.</summary>
    public bool FollowIn(Stage stage, int place) => _last.TryGetValue(stage, out var at) && at >= place;
}
