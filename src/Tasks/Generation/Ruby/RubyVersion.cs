using ContainerGuard.Files;
using ContainerGuard.Images;
using ContainerGuard.Packages.Readers.Languages;

namespace ContainerGuard.Generation.Ruby;

/// <summary>The Ruby version of an application.</summary>
/// <param name="Tag">The tag of the official image: the release line, or the exact version.</param>
/// <param name="Reason">A clause that says where it comes from.</param>
internal sealed record RubyVersion(string Tag, string Reason)
{
    /// <summary>The newest release line (ruby-lang.org/en/downloads/branches).</summary>
    public static readonly ReleaseCycle Newest = OfferedCycles.Of(EndOfLifeData.Ruby)[0];

    /// <summary>The API version for native extensions, which names the folder of the installed gems.</summary>
    public string Api => $"{Line(Tag)}.0";

    /// <summary>The version that the project requests, from the first file with one. Null for a Ruby without official images.</summary>
    /// <param name="files">The disk.</param>
    /// <param name="directory">The application's folder.</param>
    /// <param name="gemfile">Its Gemfile.</param>
    /// <param name="locked">Its lock file, or null.</param>
    /// <param name="problem">Why it is null, with the remedy.</param>
    public static RubyVersion? Of(IFileSystem files, string directory, Gemfile gemfile, GemfileLock? locked, out Problem? problem)
    {
        problem = null;
        foreach (var name in (ReadOnlySpan<string>)[".ruby-version", ".tool-versions"])
        {
            if (files.ReadText(Path.Combine(directory, name), 4096) is not { } text || FromFile(name, text) is not { Length: > 0 } word)
            {
                continue;
            }

            var version = word.StartsWith("ruby-", StringComparison.Ordinal) ? word["ruby-".Length..] : word;
            if (char.IsAsciiDigit(version[0])) return Named(version, name, gemfile.RubyFile == name || gemfile.Ruby == version);
            problem = new($"{name} names '{word}', but only the official Ruby is supported.", "Use a version of it.");
            return null;
        }

        if (locked is { Ruby.Length: > 0 }) return Named(locked.Ruby, "Gemfile.lock", isExact: gemfile.Ruby == locked.Ruby);
        var bound = gemfile.Ruby.TrimStart('~', '>', '=', ' ');
        if (bound.Length > 0 && char.IsAsciiDigit(bound[0]) && !gemfile.Ruby.StartsWith('>'))
        {
            return Named(bound, "the Gemfile", isExact: gemfile.Ruby == bound);
        }

        if (locked?.Bundler.StartsWith("1.", StringComparison.Ordinal) == true)
        {
            problem = new(
                $"Bundler {locked.Bundler} wrote Gemfile.lock. No supported Ruby can run this Bundler, and the project does not set a "
                    + "Ruby version.",
                "Run 'bundle update --bundler' and commit the file, or write the Ruby version in .ruby-version.");
            return null;
        }

        return new(Newest.Name, "the newest Ruby: the project names no version (.ruby-version, .tool-versions, Gemfile)");
    }

    /// <summary>
    /// Uses the release line, whose images get its fixes. The exact version is used if the Gemfile names it without an operator, because
    /// Bundler then accepts no other, and for a preview, which has no release line.
    /// </summary>
    private static RubyVersion Named(
        string version, string place, bool isExact) => isExact || version.Contains('-', StringComparison.Ordinal)
        ? new(version, $"the exact Ruby version from {place}, because Bundler accepts no other")
        : new(Line(version), $"the Ruby version from {place} ({version})");

    private static string Line(string version) =>
        version.Split('.') is [var major, var minor, ..] ? $"{major}.{minor.Split('-')[0]}" : version;

    /// <summary>The version in rbenv's file, or in the line 'ruby' of asdf's file.</summary>
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
