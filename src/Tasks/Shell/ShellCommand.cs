using System.Collections.Immutable;
using ContainerGuard.Text;

namespace ContainerGuard.Shell;

/// <summary>A simple command: assignments, a name with its arguments, redirections (POSIX.1-2024, Shell Command Language, 2.9.1).</summary>
internal sealed class ShellCommand(
    ImmutableArray<ShellAssignment> assignments, ImmutableArray<ShellWord> words, TextSpan span,
    ShellCommand? outer = null) : ShellNode(span)
{
    private WrappedCommand? _wrapped;
    private CommandArguments? _line;
    private PackageInstall? _install;
    private bool _isInstallRead;

    /// <summary>The assignments before the name. The command <c>name=value</c> consists of assignments only.</summary>
    public ImmutableArray<ShellAssignment> Assignments { get; } = assignments;

    /// <summary>The name and the arguments.</summary>
    public ImmutableArray<ShellWord> Words { get; } = words;

    public ImmutableArray<ShellWord> Arguments => Words.Length > 1 ? Words[1..] : [];

    /// <summary>
    /// The program without its folder: <c>apt-get</c> for <c>/usr/bin/apt-get</c>; null when the command runs no program, or its name is
    /// not static.
    /// </summary>
    public string? Name { get; } = NameOf(words);

    /// <summary>
    /// The command that runs this one: <c>sudo</c>, <c>env</c>, <c>xargs</c>, <c>sh -c</c>; null when the script runs it directly.
    /// </summary>
    public ShellCommand? Outer { get; } = outer;

    /// <summary>The number of commands around this one.</summary>
    internal int Depth { get; } = outer is null ? 0 : outer.Depth + 1;

    /// <summary>The outermost command around this one; this command when the script runs it directly.</summary>
    public ShellCommand Outermost => Outer is null ? this : Outer.Outermost;

    /// <summary>
    /// The prefix that another command needs to have the same rights: <c>"sudo "</c>; empty when the command runs without sudo or doas.
    /// </summary>
    public string SudoPrefix => Outer is null ? "" : Outer.Name is "sudo" or "doas" ? $"{Outer.Name} " : Outer.SudoPrefix;

    /// <summary>The command that this one runs: <c>apt-get</c> in <c>sudo apt-get update</c>.</summary>
    public ShellCommand? Inner => Wrapped.Command;

    /// <summary>The script that this command runs: the argument of <c>sh -c</c> or <c>eval</c>.</summary>
    public ShellScript? Script => Wrapped.Script;

    /// <summary>The word that contains <see cref="Script"/>; null for a heredoc.</summary>
    internal ShellWord? ScriptWord => Wrapped.ScriptWord;

    /// <summary>The arguments, divided into options, sub-command and operands.</summary>
    public CommandArguments Line => _line ??= CommandArguments.Read(this);

    /// <summary>The packages that the command installs; null when it is not an install.</summary>
    public PackageInstall? Install
    {
        get
        {
            if (_isInstallRead) return _install;
            _isInstallRead = true;
            return _install = PackageInstall.Of(this);
        }
    }

    private WrappedCommand Wrapped => _wrapped ??= CommandWrappers.Unwrap(this);

    public override string ToString() => string.Join(' ', Words);

    private static string? NameOf(ImmutableArray<ShellWord> words)
    {
        if (words.IsEmpty || words[0].Value is not { Length: > 0 } path) return null;
        var slash = path.LastIndexOf('/');
        return slash < 0 ? path : path[(slash + 1)..];
    }
}
