using System.Collections.Immutable;

namespace ContainerGuard.Shell;

/// <summary>What an operand of an install command names.</summary>
internal enum PackageKind
{
    /// <summary>A package of an index, by its name.</summary>
    Named,

    /// <summary>A file or a folder.</summary>
    File,

    /// <summary>An address or a repository.</summary>
    Url,

    /// <summary>A set of packages: <c>@development</c>.</summary>
    Group,

    /// <summary>An expansion: the script does not tell.</summary>
    Unknown,
}

/// <summary>A package as a command line names it.</summary>
/// <param name="Word">The operand.</param>
/// <param name="Name">Without its version; expansions as written.</param>
/// <param name="Version">What says which version, as written, without its operator; null where nothing does.</param>
/// <param name="Kind">What it names.</param>
internal sealed record PackageOperand(ShellWord Word, string Name, string? Version, PackageKind Kind);

/// <summary>A command that installs packages, read as its package manager reads it.</summary>
/// <param name="Command">The command.</param>
/// <param name="Manager">The program: <c>apt-get</c>, <c>pip</c> (whatever its own version), <c>npm</c>.</param>
/// <param name="Packages">What it names, in order; empty where it installs what a manifest names.</param>
internal sealed record PackageInstall(ShellCommand Command, string Manager, ImmutableArray<PackageOperand> Packages)
{
    /// <summary>The install that a command is, or null.</summary>
    public static PackageInstall? Of(ShellCommand command) =>
        command.Name is { } name && PackageGrammar.Of(name) is { } grammar && grammar.OperandsOf(command.Line) is { } operands
            ? new PackageInstall(command, grammar.Manager, grammar.ReadAll(operands, command.Line))
            : null;
}
