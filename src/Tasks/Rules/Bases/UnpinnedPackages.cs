using ContainerGuard.Analysis;
using ContainerGuard.Shell;

namespace ContainerGuard.Rules;

/// <summary>A command installs packages without a version, so the version depends on the day of the build.</summary>
/// <param name="managers">The package managers, as <see cref="PackageInstall.Manager"/> names them.</param>
internal abstract class UnpinnedPackages(params string[] managers) : Rule
{
    public sealed override void Check(FileAnalysis file, Findings findings)
    {
        foreach (var (run, command) in file.Commands.InstallsOf(managers))
        {
            if (command.Install is not { Packages: { IsEmpty: false } packages } install || IsExempt(install)) continue;
            var cannotPin = WhyNotPinnable(run);

            var open = packages.SelectMany(package => Read(run, install, package))
                .Where(package => IsOpen(package) && !IsOwn(file, run, package)).ToArray();
            if (open is not [var first, ..]) continue;
            if (SpellingOf(first) is { } spelling)
            {
                findings.Report(run.Locate(first.Word.Span), spelling);
                continue;
            }

            var what = open.Length == 1
                ? $"'{first.Name}' has"
                : $"'{first.Name}' and {open.Length - 1} other package{(open.Length == 2 ? "" : "s")} have";
            var mark = install.Manager is "pip" or "pipx" or "uv" ? '@' : '#';
            findings.Report(run.Locate(first.Word.Span), first.Kind == PackageKind.Url
                ? $"{what} no tag or commit. Add it to the address, for example '{mark}v1.2.3'."
                : cannotPin is not null ? $"{what} no version. {cannotPin}"
                : $"{what} no {(first.Version is null ? "" : "fixed ")}version. "
                    + $"Pin {(open.Length == 1 ? "it" : "each")}, for example '{Pinned(first.Name, install)}'.");
        }

        CheckOtherCommands(file, findings);
    }

    /// <summary>Checks commands that are not an install, but download a package.</summary>
    protected virtual void CheckOtherCommands(FileAnalysis file, Findings findings)
    {
    }

    /// <summary>Whether something else determines the versions.</summary>
    protected virtual bool IsExempt(PackageInstall install) => false;

    /// <summary>Whether a package is of the program itself, and so has no version.</summary>
    protected virtual bool IsOwn(FileAnalysis file, RunScript run, PackageOperand package) => false;

    /// <summary>Why this package manager cannot pin a version here, and the remedy; null if it can.</summary>
    protected virtual string? WhyNotPinnable(RunScript run) => null;

    /// <summary>The whole message about an operand whose version is misspelled; null for another operand.</summary>
    protected virtual string? SpellingOf(PackageOperand package) => null;

    /// <summary>Whether the command determines no version of the package.</summary>
    protected virtual bool IsOpen(PackageOperand package) =>
        (package.Kind == PackageKind.Named && (package.Version is null || IsTag(package)))
        || (package is { Kind: PackageKind.Url, Version: null } && package.Name.StartsWith("git", StringComparison.Ordinal));

    /// <summary>Whether a version is a distribution tag of npm, or any version.</summary>
    protected static bool IsTag(string? version) =>
        version is "latest" or "next" or "beta" or "canary" or "stable" or "*" or "x";

    /// <summary>Whether the version is a distribution tag of npm, which names another version after each release.</summary>
    private static bool IsTag(PackageOperand package) =>
        IsTag(package.Version)
        && package.Word.Text.Contains('@', StringComparison.Ordinal);

    /// <summary>The operand that pins a package; a module of yum and dnf has a stream in place of a version.</summary>
    private static string Pinned(string name, PackageInstall install)
    {
        if (install.Command.Line.SubCommand == "module") return $"{name}:<stream>";
        var example = PackageManagers.Find(install.Manager)!.Example;
        return $"{name}{example.Separator}{(name == example.Name ? example.Version : "<version>")}";
    }

    /// <summary>The packages that an operand names. A variable that the file sets is expanded first.</summary>
    private static IEnumerable<PackageOperand> Read(RunScript run, PackageInstall install, PackageOperand package)
    {
        if (package.Kind != PackageKind.Unknown || run.Expand(package.Word, install.Command) is not { } text) return [package];

        var manager = PackageManagers.Find(install.Manager)!;
        string[] names = package.Word.IsQuoted ? [text] : text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return names.Where(static name => name is not ("" or ['-', ..]))
            .Select(name => manager.Read(new ShellWord(name, package.Word.Span), install.Command.Line));
    }
}
