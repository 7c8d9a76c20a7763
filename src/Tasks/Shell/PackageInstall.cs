using System.Collections.Immutable;

namespace ContainerGuard.Shell;

/// <summary>The kind of an operand of an install command.</summary>
internal enum PackageKind
{
    /// <summary>A package of an index.</summary>
    Named,

    /// <summary>A file or a folder.</summary>
    File,

    /// <summary>An address, such as that of a repository.</summary>
    Url,

    /// <summary>A set of packages: <c>@development</c>.</summary>
    Group,

    /// <summary>An expansion whose value the script does not determine.</summary>
    Unknown,
}

/// <summary>An operand that names a package.</summary>
/// <param name="Word">The operand.</param>
/// <param name="Name">The name without the version, with expansions as written.</param>
/// <param name="Version">The version as written, without its operator; null when the command determines none.</param>
/// <param name="Kind">What the operand names.</param>
internal sealed record PackageOperand(ShellWord Word, string Name, string? Version, PackageKind Kind);

/// <summary>A command that installs packages, parsed as its package manager parses it.</summary>
/// <param name="Command">The command.</param>
/// <param name="Manager">The program without its version: <c>apt-get</c>, <c>pip</c>, <c>npm</c>.</param>
/// <param name="Packages">The packages that it names, in order; empty when it installs the packages of a manifest.</param>
internal sealed record PackageInstall(ShellCommand Command, string Manager, ImmutableArray<PackageOperand> Packages)
{
    /// <summary>The command as an install; null when it is not an install.</summary>
    public static PackageInstall? Of(ShellCommand command) =>
        command.Name is { } name && PackageManagers.Find(name) is { } manager && manager.OperandsOf(command.Line) is { } operands
            ? new PackageInstall(command, manager.Name, manager.ReadAll(operands, command.Line))
            : null;
}
