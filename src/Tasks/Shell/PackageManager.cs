using System.Collections.Immutable;

namespace ContainerGuard.Shell;

/// <summary>A package that a message shows with a version.</summary>
/// <param name="Name">A well-known package.</param>
/// <param name="Separator">The text between a name and its version.</param>
/// <param name="Version">A real version.</param>
internal sealed record PackageExample(string Name, string Separator, string Version);

/// <summary>
/// What is known of a package manager: its sub-commands, its options, its caches, and how packages and versions are written.
/// </summary>
/// <param name="Name">The name of its program, without a version.</param>
/// <param name="Family">The package managers with the same packages, configuration and caches.</param>
/// <param name="Installs">The sub-commands that install.</param>
internal sealed record PackageManager(string Name, PackageFamily Family, string[] Installs)
{
    /// <summary>Other names of the program.</summary>
    public string[] Aliases { get; init; } = [];

    /// <summary>The separators between a name and its version; the first that matches counts.</summary>
    public string[] Separators { get; init; } = [];

    /// <summary>The options that set the version of all operands.</summary>
    public string[] VersionOptions { get; init; } = [];

    /// <summary>The endings of the names of package files.</summary>
    public string[] FileEndings { get; init; } = [];

    /// <summary>A package with its version, for messages.</summary>
    public PackageExample Example { get; init; } = new("", "=", "");

    /// <summary>The sub-commands that remove packages.</summary>
    public string[] Removals { get; init; } = [];

    /// <summary>The sub-commands that ask for a confirmation.</summary>
    public string[] Questions { get; init; } = [];

    /// <summary>The options that confirm, or with which the program does not ask.</summary>
    public string[] Answers { get; init; } = [];

    /// <summary>A part of the value of an option that confirms, in any casing; null if there is not one.</summary>
    public string? AnswerSetting { get; init; }

    /// <summary>The sub-commands that only download the lists of available packages.</summary>
    public string[] IndexUpdates { get; init; } = [];

    /// <summary>The sub-commands with a similar name that upgrade all packages.</summary>
    public string[] Upgrades { get; init; } = [];

    /// <summary>The folder of the lists of available packages; null if the program keeps none.</summary>
    public string? IndexFolder { get; init; }

    /// <summary>The sub-commands that fill the cache.</summary>
    public string[] Downloads { get; init; } = [];

    /// <summary>The folders of the cache. A removed or mounted folder is not in the layer.</summary>
    public string[] CacheFolders { get; init; } = [];

    /// <summary>The sub-command that empties the cache, with its operand if it has one.</summary>
    public string CleanUp { get; init; } = "";

    /// <summary>The short name of that sub-command.</summary>
    public string? CleanUpAlias { get; init; }

    /// <summary>Whether it installs packages of a distribution.</summary>
    public bool InstallsSystemPackages => Family != PackageFamily.Language && Installs.Length > 0;

    /// <summary>
    /// The word that says what a command does. It is the second one in <c>dnf group install</c> and <c>dnf module install</c>.
    /// </summary>
    public static ShellWord? VerbOf(CommandArguments line) =>
        line is { SubCommand: "group" or "groups" or "module", Operands: [var inner, ..] } ? inner : line.SubCommandWord;

    /// <summary>Whether a command line removes packages.</summary>
    public bool Removes(CommandArguments line) => VerbOf(line)?.Value is { } verb && Array.IndexOf(Removals, verb) >= 0;

    /// <summary>Whether an option confirms all questions.</summary>
    public bool IsAnswered(CommandArguments line) =>
        line.HasAny(Answers)
        || (AnswerSetting is { } setting
            && line.Options.Any(option => option.Value?.Contains(setting, StringComparison.OrdinalIgnoreCase) == true));

    /// <summary>The packages that a command line installs; null when it is not an install.</summary>
    public ImmutableArray<ShellWord>? OperandsOf(CommandArguments line)
    {
        if (line.SubCommand is not { } verb) return null;
        if (Name == "dotnet") return verb == "tool" && line.Operands is [{ Value: "install" or "update" }, .. var tools] ? tools : null;

        // 'uv pip install x', 'uv tool install x'; 'uv add' changes the project.
        if (Name == "uv") return verb is "pip" or "tool" && line.Operands is [{ Value: "install" }, .. var packages] ? packages : null;

        // The rest are arguments of the program.
        if (Name == "go" && verb == "run") return line.Operands.Length > 1 ? line.Operands[..1] : line.Operands;
        if (Array.IndexOf(Installs, verb) >= 0) return line.Operands;

        // 'yarn global add x', 'composer global require x', 'dnf module install x', 'dnf group install x'.
        return verb is "global" or "module" or "group" or "groups"
            && line.Operands is [{ Value: { } inner }, .. var rest]
            && Array.IndexOf(Installs, inner) >= 0
            ? rest
            : null;
    }

    /// <summary>Parses the operands. composer also accepts a version as a separate word: <c>monolog/monolog ^3.9</c>.</summary>
    public ImmutableArray<PackageOperand> ReadAll(ImmutableArray<ShellWord> operands, CommandArguments line)
    {
        var packages = ImmutableArray.CreateBuilder<PackageOperand>(operands.Length);
        foreach (var word in operands)
        {
            if (Name == "composer" && packages is [.., { Version: null } last] && last.Name.Contains('/', StringComparison.Ordinal)
                && IsVersionAlone(word.Text))
            {
                packages[^1] = last with { Version = word.Text };
            }
            else
            {
                packages.Add(Read(word, line));
            }
        }

        return packages.DrainToImmutable();
    }

    private static bool IsVersionAlone(string text) =>
        text is ['^' or '~' or '>' or '<' or '=' or '*' or '@' or (>= '0' and <= '9'), ..] or ['v', >= '0' and <= '9', ..]
        || text.StartsWith("dev-", StringComparison.Ordinal);

    /// <summary>Parses one operand.</summary>
    public PackageOperand Read(ShellWord word, CommandArguments line)
    {
        var text = word.Text;
        if (IsFile(text)) return new PackageOperand(word, text, null, PackageKind.File);
        if (line.SubCommand is "groupinstall" or "group" or "groups" || IsPattern(text, line))
        {
            return new PackageOperand(word, text, null, PackageKind.Group);
        }

        var (name, version) = Split(text, isModule: line.SubCommand == "module");
        version ??= VersionOptions.Select(line.ValueOf).FirstOrDefault(static value => value is not null);
        return new PackageOperand(word, name, version, KindOf(word, name));
    }

    /// <summary>Sets of packages: zypper's <c>-t pattern</c> and <c>pattern:name</c>, apt-get's <c>task^</c>.</summary>
    private bool IsPattern(string text, CommandArguments line) =>
        (Name == "zypper" && ((line.ValueOf("-t") ?? line.ValueOf("--type")) is { } type && type != "package"
            || text.StartsWith("pattern:", StringComparison.Ordinal)))
        || (Family == PackageFamily.Apt && text.EndsWith('^'));

    private (string Name, string? Version) Split(string text, bool isModule)
    {
        if (IsAddress(text)) return SplitAddress(text);
        foreach (var separator in Separators)
        {
            // A first character '@' (scope) or '/' belongs to the name.
            var at = isModule ? text.IndexOf(':')
                : separator == "-#" ? IndexOfVersion(text)
                : text.Length < 2 ? -1
                : text.IndexOf(separator, 1, StringComparison.Ordinal);
            if (at <= 0) continue;
            var version = text[at..].TrimStart('=', '<', '>', '~', '!', '@', ':', '-', '/', ' ');
            return (text[..at].TrimEnd(), version.Length == 0 ? null : version);
        }

        return (text, null);
    }

    /// <summary>The commit, tag or branch of a repository's address: after '@' (pip) or '#' (npm).</summary>
    private (string Name, string? Version) SplitAddress(string text)
    {
        var path = text.IndexOf("://", StringComparison.Ordinal) + 3;

        // For pip the fragment has the name of the package.
        if (Name is "pip" or "pipx" or "uv" && text.IndexOf('#', path) is > 0 and var fragment) text = text[..fragment];
        var at = text.IndexOf('#', path);
        if (at < 0) at = text.LastIndexOf('@') is var sign && sign > text.IndexOf('/', path) ? sign : -1;
        return at < path ? (text, null) : (text[..at], text[(at + 1)..]);
    }

    /// <summary>
    /// The offset of <c>-1.2-3</c> in <c>name-1.2-3</c>: all parts to the end begin with a digit, so <c>java-17-openjdk</c> has no version;
    /// -1 when the text has no version.
    /// </summary>
    private static int IndexOfVersion(string text)
    {
        var found = -1;
        for (var i = text.LastIndexOf('-'); i > 0 && i + 1 < text.Length && (char.IsAsciiDigit(text[i + 1]) || text[i + 1] == '$');
            i = text.LastIndexOf('-', i - 1))
        {
            found = i;
        }

        return found;
    }

    private static PackageKind KindOf(ShellWord word, string name)
    {
        var text = word.Text;
        if (IsAddress(text)) return PackageKind.Url;
        if (text.StartsWith('@') && !text.Contains('/')) return PackageKind.Group;
        return word.Expansions.Any(expansion => expansion.Span.Start < word.Span.Start + name.Length)
            ? PackageKind.Unknown
            : PackageKind.Named;
    }

    private bool IsFile(string text) =>
        !IsAddress(text)
        && (text is "." or ".." || text.StartsWith('/') || text.StartsWith("~/", StringComparison.Ordinal)
            || text.StartsWith("./", StringComparison.Ordinal) || text.StartsWith("../", StringComparison.Ordinal)
            || Array.Exists(FileEndings, ending => text.EndsWith(ending, StringComparison.Ordinal)));

    private static bool IsAddress(string text) =>
        text.Contains("://", StringComparison.Ordinal) || text.StartsWith("git@", StringComparison.Ordinal);
}
