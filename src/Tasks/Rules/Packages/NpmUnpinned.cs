using ContainerGuard.Analysis;
using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Packages;

/// <summary>npm installs a package without a version, or a runner of packages downloads the newest one.</summary>
internal sealed class NpmUnpinned() : UnpinnedPackages("npm")
{
    public override RuleDescriptor Descriptor { get; } = new("CG5003", "npm installs packages without a pinned version", Severity.Warning)
    {
        Aliases = ["hadolint:DL3016", "kics:NPM Install Command Without Pinned Version"],
    };

    /// <summary>
    /// Reports the tag of a package that npx, dlx or corepack downloads. Without a tag, these use the version of the project.
    /// </summary>
    protected override void CheckOtherCommands(FileAnalysis file, Findings findings)
    {
        foreach (var (run, command) in file.Commands.Of("npx", "bunx", "pnpx", "npm", "pnpm", "yarn", "bun", "corepack"))
        {
            if (PackageOf(command) is not { Value: { } text } word || text.LastIndexOf('@') is not (> 0 and var at)) continue;
            var (name, tag) = (text[..at], text[(at + 1)..]);
            if (!IsTag(tag)) continue;
            findings.Report(run.Locate(word.Span), $"'{name}' has no fixed version. Pin it, for example '{name}@<version>'.");
        }
    }

    /// <summary>The package that a command downloads in order to run it; null for another command.</summary>
    private static ShellWord? PackageOf(ShellCommand command)
    {
        if (command.Line.ValueOf("--package") is not null || command.Line.Has("-p")) return null;
        var words = command.Arguments.Where(static word => word.Text is not ['-', ..]).ToArray();
        return (command.Name, words) switch
        {
            ("npx" or "bunx" or "pnpx", [var package, ..]) => package,
            ("npm" or "bun", [{ Text: "exec" or "x" }, var package, ..]) => package,
            ("pnpm" or "yarn", [{ Text: "dlx" or "exec" or "create" }, var package, ..]) => package,
            ("corepack", [{ Text: "prepare" or "install" or "use" }, var package, ..]) => package,
            _ => null,
        };
    }
}
