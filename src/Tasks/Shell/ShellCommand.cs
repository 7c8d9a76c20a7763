using System.Collections.Immutable;
using ContainerGuard.Dockerfile;

namespace ContainerGuard.Shell;

/// <summary>A simple command: assignments, a name with its arguments, redirections (POSIX.1-2024, Shell Command Language, 2.9.1).</summary>
internal sealed class ShellCommand(
    ImmutableArray<ShellAssignment> assignments, ImmutableArray<ShellWord> words, TextSpan span, ShellCommand? outer = null) : ShellNode(span)
{
    private WrappedCommand? wrapped;
    private CommandLine? line;
    private PackageInstall? install;
    private bool isInstallRead;

    /// <summary>The assignments before the name; all there is in <c>name=value</c>.</summary>
    public ImmutableArray<ShellAssignment> Assignments { get; } = assignments;

    /// <summary>The name and the arguments.</summary>
    public ImmutableArray<ShellWord> Words { get; } = words;

    public ImmutableArray<ShellWord> Arguments => Words.Length > 1 ? Words[1..] : [];

    /// <summary>What is run, without its folder: <c>apt-get</c> for <c>/usr/bin/apt-get</c>; null when nothing is, or it is not known.</summary>
    public string? Name { get; } = NameOf(words);

    /// <summary>The command that runs this one: <c>sudo</c>, <c>env</c>, <c>xargs</c>, <c>sh -c</c>; null when the script does.</summary>
    public ShellCommand? Outer { get; } = outer;

    /// <summary>How many commands run this one.</summary>
    internal int Depth { get; } = outer is null ? 0 : outer.Depth + 1;

    /// <summary>The command that the script itself runs, of which this is an argument; this one where there is none.</summary>
    public ShellCommand Outermost => Outer is null ? this : Outer.Outermost;

    /// <summary>What gives the command root's rights, to be written before another that needs them: <c>"sudo "</c>; empty where nothing does.</summary>
    public string SudoPrefix => Outer is null ? "" : Outer.Name is "sudo" or "doas" ? $"{Outer.Name} " : Outer.SudoPrefix;

    /// <summary>The command this one runs: <c>apt-get</c> in <c>sudo apt-get update</c>.</summary>
    public ShellCommand? Inner => Wrapped.Command;

    /// <summary>The script this one runs: what <c>sh -c</c> and <c>eval</c> are given.</summary>
    public ShellScript? Script => Wrapped.Script;

    /// <summary>The word that <see cref="Script"/> is written in; null for a here-document.</summary>
    internal ShellWord? ScriptWord => Wrapped.ScriptWord;

    /// <summary>The arguments as options, sub-command and operands.</summary>
    public CommandLine Line => line ??= CommandLine.Read(this);

    /// <summary>The packages it installs; null when it installs none.</summary>
    public PackageInstall? Install
    {
        get
        {
            if (isInstallRead) return install;
            isInstallRead = true;
            return install = PackageInstall.Of(this);
        }
    }

    private WrappedCommand Wrapped => wrapped ??= CommandWrappers.Unwrap(this);

    public override string ToString() => string.Join(' ', Words);

    private static string? NameOf(ImmutableArray<ShellWord> words)
    {
        if (words.IsEmpty || words[0].Value is not { Length: > 0 } path) return null;
        var slash = path.LastIndexOf('/');
        return slash < 0 ? path : path[(slash + 1)..];
    }
}
