namespace ContainerGuard.Packages.Readers.Languages;

/// <summary>
/// The content of a <c>Gemfile.lock</c> (ruby/rubygems, bundler/lib/bundler/lockfile_parser.rb). Sections are not indented, and their
/// content is indented by two spaces for each level.
/// </summary>
internal sealed class GemfileLock
{
    private readonly Dictionary<string, string> _gems = new(StringComparer.Ordinal);
    private readonly List<LockedGem> _all = [];
    private readonly HashSet<string> _named = new(StringComparer.Ordinal);
    private readonly List<string> _servers = [];
    private readonly List<string> _repositories = [];
    private readonly List<string> _folders = [];
    private readonly List<string> _platforms = [];

    private GemfileLock()
    {
    }

    /// <summary>The URLs of gem servers.</summary>
    public IReadOnlyList<string> Servers => _servers;

    /// <summary>The URLs of git repositories with gems.</summary>
    public IReadOnlyList<string> Repositories => _repositories;

    /// <summary>The folders with gems, relative to the Gemfile; <c>.</c> is the application's folder.</summary>
    public IReadOnlyList<string> Folders => _folders;

    public IReadOnlyList<string> Platforms => _platforms;

    /// <summary>All gems, in the order of the file. A gem for several platforms occurs several times.</summary>
    public IReadOnlyList<LockedGem> Gems => _all;

    /// <summary>The Ruby version for which the gems were resolved: <c>3.4.1</c>; empty if the Gemfile does not set one.</summary>
    public string Ruby { get; private set; } = "";

    /// <summary>The version of Bundler that wrote the file; empty if it is not stated.</summary>
    public string Bundler { get; private set; } = "";

    public bool Has(string gem) => _gems.ContainsKey(gem);

    /// <summary>A gem's version, without its platform; empty if the gem is not in the file.</summary>
    public string VersionOf(string gem) => _gems.GetValueOrDefault(gem, "");

    /// <summary>Whether the Gemfile itself names a gem, not only another gem.</summary>
    public bool IsNamed(string gem) => _named.Contains(gem);

    /// <returns>Null if the text is not a lock file, or has merge conflicts.</returns>
    public static GemfileLock? Parse(string text)
    {
        var file = new GemfileLock();
        var section = "";
        foreach (var rawLine in text.Split('\n'))
        {
            var line = rawLine.TrimEnd();
            if (line.Length == 0) continue;
            if (line.StartsWith("<<<<<<<", StringComparison.Ordinal)) return null;
            if (line[0] != ' ') section = line;
            else file.Add(section, line);
        }

        return file._platforms.Count > 0 ? file : null;
    }

    private void Add(string section, string line)
    {
        const string Remote = "  remote: ";
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        switch (section)
        {
            case "GEM" or "GIT" or "PATH" when line.StartsWith(Remote, StringComparison.Ordinal):
                (section switch { "GEM" => _servers, "GIT" => _repositories, _ => _folders }).Add(line[Remote.Length..]);
                break;

            // A gem is indented by four spaces, its dependencies by six.
            case "GEM" or "GIT" or "PATH"
                when line.StartsWith("    ", StringComparison.Ordinal) && line[4] != ' ' && words is [var name, ['(', .., ')'] version]:
                _gems.TryAdd(name, version[1..^1].Split('-')[0]);
                _all.Add(new LockedGem(name, version[1..^1], section));
                break;
            case "PLATFORMS": _platforms.Add(words[0]); break;
            case "DEPENDENCIES": _named.Add(words[0].TrimEnd('!')); break;

            // Older versions of Bundler write ruby 3.1.2p20.
            case "RUBY VERSION" when words is ["ruby", var version, ..]: Ruby = version.Split('p')[0]; break;
            case "BUNDLED WITH": Bundler = words[0]; break;
            default: break;
        }
    }
}

/// <summary>A gem of a lock file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">With its platform: <c>1.13.3-x86_64-linux</c>.</param>
/// <param name="Section">GEM for one of a server, GIT or PATH.</param>
internal sealed record LockedGem(string Name, string Version, string Section);
