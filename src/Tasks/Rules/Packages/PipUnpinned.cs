using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Packages;

/// <summary>pip, pipx or uv installs a package without a version.</summary>
internal sealed class PipUnpinned() : UnpinnedPackages("pip", "pipx", "uv")
{
    public override RuleDescriptor Descriptor { get; } = new("CG5070", "pip installs packages without a pinned version", Severity.Warning)
    {
        Aliases = ["hadolint:DL3013", "kics:Unpinned Package Version in Pip Install"],
    };

    protected override bool IsExempt(PackageInstall install) => install.Command.Line.Has("-r", "--requirement", "-c", "--constraint");

    protected override bool IsOpen(PackageOperand package) =>
        SpellingOf(package) is not null
        || (base.IsOpen(package) && (package.Kind == PackageKind.Url || !package.Name.Contains('/', StringComparison.Ordinal)));

    /// <summary>PEP 440 has no operator <c>=</c>.</summary>
    protected override string? SpellingOf(PackageOperand package)
    {
        var text = package.Word.Text;
        var at = package.Kind == PackageKind.Named ? text.IndexOf('=', StringComparison.Ordinal) : -1;
        return at > 0 && at + 1 < text.Length && text[at + 1] != '=' && text[at - 1] is not ('=' or '<' or '>' or '~' or '!')
            ? $"'{MessageText.Cut(text)}' is not a valid requirement. Write '{MessageText.Cut($"{text[..at]}=={text[(at + 1)..]}")}'."
            : null;
    }
}
