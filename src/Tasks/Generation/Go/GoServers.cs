using System.Buffers;
using System.Text.RegularExpressions;

namespace ContainerGuard.Generation.Go;

/// <summary>What single lines of Go say about a server: its address, and the database that it writes.</summary>
internal static partial class GoServers
{
    private static readonly string[] Addresses = ["\"127.0.0.1:", "\"localhost:"];

    /// <summary>The text before an address that is searched for its use.</summary>
    private const int MostBefore = 200;

    /// <summary>Calls and fields with the address to listen on, beside those whose name says so.</summary>
    private static readonly SearchValues<string> Listens =
        SearchValues.Create([".Run(", ".Start(", "Addr:", "Address:"], StringComparison.Ordinal);

    /// <summary>Packages that write a database into a file.</summary>
    private static readonly string[] WritingPackages =
        ["github.com/mattn/go-sqlite3", "gorm.io/driver/sqlite", "modernc.org/sqlite", "github.com/glebarez/sqlite",
            "github.com/glebarez/go-sqlite", "github.com/ncruces/go-sqlite3", "github.com/jinzhu/gorm/dialects/sqlite", "go.etcd.io/bbolt",
            "github.com/boltdb/bolt", "github.com/dgraph-io/badger", "github.com/syndtr/goleveldb", "github.com/cockroachdb/pebble"];

    /// <summary>Whether a text can have one of these lines.</summary>
    public static bool Mentions(string text) => text.AsSpan().ContainsAny(Marks);

    private static readonly SearchValues<string> Marks =
        SearchValues.Create([.. Addresses, .. WritingPackages, "//go:embed "], StringComparison.Ordinal);

    /// <summary>The address of the machine itself on which a program listens; null without one.</summary>
    /// <param name="text">The text of a file.</param>
    /// <param name="start">The beginning of the line.</param>
    /// <param name="length">Its length.</param>
    public static string? LocalAddress(string text, int start, int length)
    {
        var line = text.AsSpan(start, length);
        foreach (var address in Addresses)
        {
            var at = line.IndexOf(address, StringComparison.Ordinal);
            if (at < 0) continue;
            var before = text.AsSpan(Math.Max(0, start + at - MostBefore), Math.Min(MostBefore, start + at));
            var end = line[(at + 1)..].IndexOf('"');
            // net/http/pprof shows the profile of the program to who is on the machine.
            var isProfile =
                line.Contains(", nil)", StringComparison.Ordinal) && text.Contains("\"net/http/pprof\"", StringComparison.Ordinal);
            if (isProfile) continue;
            var isListening = before.Contains("listen", StringComparison.OrdinalIgnoreCase)
                || line[..at].ContainsAny(Listens);
            if (end < 0 || !isListening) continue;
            var found = line.Slice(at + 1, end).ToString();

            // Tests ask for any free port.
            return found.EndsWith(":0", StringComparison.Ordinal) ? null : found;
        }

        return null;
    }

    /// <summary>
    /// The variable of the environment that sets an address, by its name in quotes around it:
    /// <c>Value: "127.0.0.1:8080", EnvVars: []string{"LISTENER"}</c>. Null without one.
    /// </summary>
    /// <param name="text">The text of a file.</param>
    /// <param name="at">The position of the address.</param>
    public static string? VariableAround(string text, int at)
    {
        var start = Math.Max(0, at - MostBefore);
        string? nearest = null;
        var distance = int.MaxValue;
        foreach (Match match in Variable().Matches(text[start..Math.Min(text.Length, at + MostBefore)]))
        {
            var from = Math.Abs(start + match.Index - at);
            if (from < distance) (nearest, distance) = (match.Groups["name"].Value, from);
        }

        return nearest;
    }

    [GeneratedRegex(@"\x22(?<name>([A-Z][A-Z0-9_]*)?(LISTEN|ADDR|HOST|BIND)[A-Z0-9_]*)\x22", RegexOptions.CultureInvariant)]
    private static partial Regex Variable();

    /// <summary>The package that a line imports, and that writes a database into a file; null for other lines.</summary>
    public static string? WritingPackage(string line) => Array.Find(
        WritingPackages, package => line.EndsWith($"\"{package}\"", StringComparison.Ordinal)
            || line.Contains($"\"{package}/", StringComparison.Ordinal));
}
