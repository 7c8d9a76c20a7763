using System.Collections.Frozen;
using System.Collections.Immutable;

namespace ContainerGuard.Shell;

/// <summary>The syntax of a package manager: the sub-commands that install, and how packages and versions are written.</summary>
/// <param name="Manager">The name of its program, without aliases and versions.</param>
/// <param name="Verbs">The sub-commands that install.</param>
/// <param name="Separators">The separators between a name and its version; the first that matches counts.</param>
/// <param name="VersionOptions">The options that set the version of all operands.</param>
/// <param name="FileEndings">The endings of the names of package files.</param>
internal sealed record PackageGrammar(
    string Manager, string[] Verbs, string[] Separators, string[]? VersionOptions = null, string[]? FileEndings = null)
{
    /// <summary>The package managers of distributions.</summary>
    public static readonly string[] OfSystems = ["apt-get", "apt", "aptitude", "apk", "yum", "dnf", "microdnf", "tdnf", "zypper"];

    private static readonly string[] Rpm = [".rpm"];
    private static readonly string[] InstallAlone = ["install"];
    private static readonly string[] NpmVerbs = ["install", "i", "in", "ins", "isntall", "add", "install-test", "it"];

    private static readonly FrozenDictionary<string, PackageGrammar> Table = new PackageGrammar[]
    {
        // apt-get(8): name=version, name/release.
        new("apt-get", ["install", "reinstall"], ["=", "/"], FileEndings: [".deb"]),
        new("apt", ["install", "reinstall"], ["=", "/"], FileEndings: [".deb"]),
        new("aptitude", ["install", "reinstall"], ["=", "/"], FileEndings: [".deb"]),

        // apk-world(5): =, <, <=, >, >=, ~, and @ for the tag of a repository.
        new("apk", ["add"], ["~=", "=", "<", ">", "~"], FileEndings: [".apk"]),

        // dnf(8), specifying packages: name-version.
        new("yum", ["install", "localinstall", "reinstall", "groupinstall"], ["-#"], FileEndings: Rpm),
        new("dnf", ["install", "in", "localinstall", "reinstall", "rei", "groupinstall"], ["-#"], FileEndings: Rpm),
        new("microdnf", ["install", "reinstall"], ["-#"], FileEndings: Rpm),
        new("tdnf", ["install", "reinstall"], ["-#"], FileEndings: Rpm),

        // zypper(8): name=version, and other comparison operators.
        new("zypper", ["install", "in"], ["=", "<", ">"], FileEndings: Rpm),

        // PEP 440, version specifiers; PEP 508 for 'name @ address'.
        new("pip", InstallAlone, ["===", "==", "~=", ">=", "<=", "!=", ">", "<", "@"], FileEndings: [".whl", ".zip", ".tar.gz", ".tgz", ".tar.bz2"]),
        new("pipx", ["install", "run", "inject"], ["===", "==", "~=", ">=", "<=", "!=", ">", "<", "@"]),
        new("npm", NpmVerbs, ["@"], FileEndings: [".tgz", ".tar.gz", ".tar"]),
        new("pnpm", ["install", "i", "add"], ["@"], FileEndings: [".tgz", ".tar.gz", ".tar"]),
        new("yarn", ["add"], ["@"], FileEndings: [".tgz", ".tar.gz", ".tar"]),
        new("gem", ["install", "i"], [":"], ["-v", "--version"], [".gem"]),
        new("go", ["install", "get", "run"], ["@"], FileEndings: [".go"]),
        new("cargo", InstallAlone, ["@"], ["--version", "--vers", "--rev", "--tag"]),
        new("composer", ["require"], [":", "="]),
        new("conda", ["install", "create"], ["=", "<", ">"], FileEndings: [".tar.bz2", ".conda"]),
        new("dotnet", ["tool"], ["@"], ["--version"]),
        new("nuget", InstallAlone, [], ["-Version", "-version"]),
    }.ToFrozenDictionary(static grammar => grammar.Manager);

    /// <summary>
    /// The grammar of a program, by its name or an alias (<c>pip3.12</c>, <c>mamba</c>); null when the program is not a package manager.
    /// </summary>
    public static PackageGrammar? Of(string program)
    {
        if (Table.TryGetValue(program, out var grammar)) return grammar;
        if (program.StartsWith("pip", StringComparison.Ordinal) && program.AsSpan(3).TrimEnd("0123456789.-").IsEmpty) return Table["pip"];
        return program switch
        {
            "mamba" or "micromamba" => Table["conda"],
            "yarnpkg" => Table["yarn"],
            _ => null,
        };
    }

    /// <summary>The packages that a command line installs; null when it is not an install.</summary>
    public ImmutableArray<ShellWord>? OperandsOf(CommandLine line)
    {
        if (line.SubCommand is not { } verb) return null;
        if (Manager == "dotnet") return verb == "tool" && line.Operands is [{ Value: "install" or "update" }, .. var tools] ? tools : null;
        if (Manager == "go" && verb == "run") return line.Operands.Length > 1 ? line.Operands[..1] : line.Operands; // the rest are arguments of the program
        if (Array.IndexOf(Verbs, verb) >= 0) return line.Operands;

        // 'yarn global add x', 'composer global require x', 'dnf module install x'.
        return verb is "global" or "module" && line.Operands is [{ Value: { } inner }, .. var rest] && Array.IndexOf(Verbs, inner) >= 0 ? rest : null;
    }

    /// <summary>Parses the operands. composer also accepts a version as a separate word: <c>monolog/monolog ^3.9</c>.</summary>
    public ImmutableArray<PackageOperand> ReadAll(ImmutableArray<ShellWord> operands, CommandLine line)
    {
        var packages = ImmutableArray.CreateBuilder<PackageOperand>(operands.Length);
        foreach (var word in operands)
        {
            if (Manager == "composer" && packages is [.., { Version: null } last] && last.Name.Contains('/', StringComparison.Ordinal) && IsVersionAlone(word.Text))
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
        text is ['^' or '~' or '>' or '<' or '=' or '*' or '@' or (>= '0' and <= '9'), ..] or ['v', >= '0' and <= '9', ..] || text.StartsWith("dev-", StringComparison.Ordinal);

    /// <summary>Parses one operand.</summary>
    public PackageOperand Read(ShellWord word, CommandLine line)
    {
        var text = word.Text;
        if (IsFile(text)) return new PackageOperand(word, text, null, PackageKind.File);
        if (line.SubCommand == "groupinstall" || IsPattern(text, line)) return new PackageOperand(word, text, null, PackageKind.Group);

        var (name, version) = Split(text, isModule: line.SubCommand == "module");
        version ??= VersionOptions?.Select(line.ValueOf).FirstOrDefault(static value => value is not null);
        return new PackageOperand(word, name, version, KindOf(word, name));
    }

    /// <summary>Sets of packages: zypper's <c>-t pattern</c> and <c>pattern:name</c>, apt-get's <c>task^</c>.</summary>
    private bool IsPattern(string text, CommandLine line) =>
        (Manager == "zypper" && ((line.ValueOf("-t") ?? line.ValueOf("--type")) is { } type && type != "package" || text.StartsWith("pattern:", StringComparison.Ordinal)))
        || (Manager is "apt-get" or "apt" && text.EndsWith('^'));

    private (string Name, string? Version) Split(string text, bool isModule)
    {
        if (IsAddress(text)) return SplitAddress(text);
        foreach (var separator in Separators)
        {
            // A first character '@' (scope) or '/' belongs to the name.
            var at = isModule ? text.IndexOf(':') : separator == "-#" ? IndexOfVersion(text) : text.Length < 2 ? -1 : text.IndexOf(separator, 1, StringComparison.Ordinal);
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
        if (Manager is "pip" or "pipx" && text.IndexOf('#', path) is > 0 and var fragment) text = text[..fragment];
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
        for (var i = text.LastIndexOf('-'); i > 0 && i + 1 < text.Length && (char.IsAsciiDigit(text[i + 1]) || text[i + 1] == '$'); i = text.LastIndexOf('-', i - 1)) found = i;
        return found;
    }

    private static PackageKind KindOf(ShellWord word, string name)
    {
        var text = word.Text;
        if (IsAddress(text)) return PackageKind.Url;
        if (text.StartsWith('@') && !text.Contains('/')) return PackageKind.Group;
        return word.Expansions.Any(expansion => expansion.Span.Start < word.Span.Start + name.Length) ? PackageKind.Unknown : PackageKind.Named;
    }

    private bool IsFile(string text) =>
        !IsAddress(text)
        && (text is "." or ".." || text.StartsWith('/') || text.StartsWith("~/", StringComparison.Ordinal) || text.StartsWith("./", StringComparison.Ordinal) || text.StartsWith("../", StringComparison.Ordinal)
            || (FileEndings is not null && Array.Exists(FileEndings, ending => text.EndsWith(ending, StringComparison.Ordinal))));

    private static bool IsAddress(string text) => text.Contains("://", StringComparison.Ordinal) || text.StartsWith("git@", StringComparison.Ordinal);
}
