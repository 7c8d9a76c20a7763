using ContainerGuard.Context;

namespace ContainerGuard.Generation.Ruby;

/// <summary>The Ruby that an application runs on.</summary>
/// <param name="Tag">As the official images are tagged: the release line, or the very version.</param>
/// <param name="Reason">Where it is from, as a clause.</param>
internal sealed record RubyVersion(string Tag, string Reason)
{
    /// <summary>The newest release line (ruby-lang.org/en/downloads/branches).</summary>
    private const string Newest = "4.0";

    /// <summary>The version of the interface for native extensions, by which the folder of the installed gems is called.</summary>
    public string Api => $"{Line(Tag)}.0";

    /// <summary>What the project asks for; the first place that says something. Null where that is no Ruby of the official images.</summary>
    /// <param name="files">The disk.</param>
    /// <param name="directory">The application's folder.</param>
    /// <param name="gemfile">Its Gemfile.</param>
    /// <param name="locked">Its lock file, if there is one.</param>
    /// <param name="problem">What stands in the way.</param>
    public static RubyVersion? Of(IFileSystem files, string directory, Gemfile gemfile, GemfileLock? locked, out string? problem)
    {
        problem = null;
        foreach (var name in (ReadOnlySpan<string>)[".ruby-version", ".tool-versions"])
        {
            if (files.ReadText(Path.Combine(directory, name), 4096) is not { } text || FromFile(name, text) is not { Length: > 0 } word) continue;
            var version = word.StartsWith("ruby-", StringComparison.Ordinal) ? word["ruby-".Length..] : word;
            if (char.IsAsciiDigit(version[0])) return Named(version, name, gemfile.RubyFile == name || gemfile.Ruby == version);
            problem = $"{name} names '{word}', and images are known of Ruby itself alone. Name a version of that, or write a Dockerfile beside the project: it is checked and pinned as any other.";
            return null;
        }

        if (locked is { Ruby.Length: > 0 }) return Named(locked.Ruby, "Gemfile.lock", isExact: gemfile.Ruby == locked.Ruby);
        var bound = gemfile.Ruby.TrimStart('~', '>', '=', ' ');
        if (bound.Length > 0 && char.IsAsciiDigit(bound[0]) && !gemfile.Ruby.StartsWith('>')) return Named(bound, "the Gemfile", isExact: gemfile.Ruby == bound);
        return new(Newest, "the newest Ruby, as nothing in the project asks for another (.ruby-version, .tool-versions, Gemfile)");
    }

    /// <summary>
    /// The release line, whose images get its fixes; Bundler refuses all but the very version that a Gemfile names without an operator, and a preview has
    /// no line.
    /// </summary>
    private static RubyVersion Named(string version, string place, bool isExact) => isExact || version.Contains('-', StringComparison.Ordinal)
        ? new(version, $"the very Ruby that {place} names, as Bundler accepts no other")
        : new(Line(version), $"the Ruby that {place} names ({version})");

    private static string Line(string version) => version.Split('.') is [var major, var minor, ..] ? $"{major}.{minor.Split('-')[0]}" : version;

    /// <summary>The version that rbenv's file names, or asdf's in its line of ruby.</summary>
    private static string FromFile(string name, string text)
    {
        foreach (var line in text.TrimStart('\uFEFF').Split('\n'))
        {
            var words = line.Split('#')[0].Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0) continue;
            if (name == ".ruby-version") return words[0].Split('@')[0];
            if (words is ["ruby", var version, ..]) return version;
        }

        return "";
    }
}
