using ContainerGuard.Shell;

namespace ContainerGuard.Rules;

/// <summary>Packages are installed in whatever version their index has on the day of the build.</summary>
/// <param name="managers">The package managers, as <see cref="PackageInstall.Manager"/> names them.</param>
/// <param name="example">How a version is written.</param>
internal abstract class UnpinnedPackages(string[] managers, string example) : Rule
{
    public sealed override void Check(RuleContext context)
    {
        foreach (var (run, command) in context.Commands.InstallsOf(managers))
        {
            if (command.Install is not { Packages: { IsEmpty: false } packages } install || IsExempt(install)) continue;

            var open = packages.SelectMany(package => Read(run, install, package)).Where(IsOpen).ToArray();
            if (open.Length == 0) continue;
            var what = open.Length == 1 ? $"'{open[0].Name}' is" : $"'{open[0].Name}' and {open.Length - 1} more are";
            context.Report(run.Locate(open[0].Word.Span),
                $"{what} installed in whatever version there is on the day of the build, so two builds of one commit can differ. {RemedyFor(open[0], install.Manager)}");
        }
    }

    /// <summary>How a version is written for one package manager of several.</summary>
    protected virtual string ExampleFor(string manager) => example;

    /// <summary>A repository's version is a tag or a commit, after '@' for pip and '#' for the others.</summary>
    private string RemedyFor(PackageOperand package, string manager) =>
        package.Kind != PackageKind.Url ? $"Write the version, such as '{ExampleFor(manager)}'."
        : $"Name a tag or a commit at the end of the address: '{(manager is "pip" or "pipx" ? '@' : '#')}v1.2.3'.";

    /// <summary>Whether something else fixes the versions.</summary>
    protected virtual bool IsExempt(PackageInstall install) => false;

    /// <summary>Whether nothing says which version.</summary>
    protected virtual bool IsOpen(PackageOperand package) =>
        package is { Kind: PackageKind.Named, Version: null } || (package is { Kind: PackageKind.Url, Version: null } && package.Name.StartsWith("git", StringComparison.Ordinal));

    /// <summary>What an operand names; where it is a variable that the file sets, the packages in that.</summary>
    private static IEnumerable<PackageOperand> Read(RunScript run, PackageInstall install, PackageOperand package)
    {
        if (package.Kind != PackageKind.Unknown || run.Expand(package.Word, install.Command) is not { } text) return [package];

        var grammar = PackageGrammar.Of(install.Manager)!;
        string[] names = package.Word.IsQuoted ? [text] : text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return names.Where(static name => name is not ("" or ['-', ..])).Select(name => grammar.Read(new ShellWord(name, package.Word.Span), install.Command.Line));
    }
}
