using System.Diagnostics.CodeAnalysis;
using ContainerGuard.Dockerfile;
using ContainerGuard.Shell;

namespace ContainerGuard.Rules;

/// <summary>
/// What a container of the image starts: ENTRYPOINT and CMD put together as the engine does (Dockerfile reference, "Understand how CMD
/// and ENTRYPOINT interact"), and what runs another program seen through: a shell, an init, an entry script that is given the command.
/// </summary>
internal sealed class ContainerProcess
{
    private ContainerProcess(InstructionSyntax instruction, bool isComplete) => (Instruction, IsComplete) = (instruction, isComplete);

    /// <summary>The instruction of the file that names the program.</summary>
    public InstructionSyntax Instruction { get; }

    /// <summary>The program without its folder; null when a variable decides.</summary>
    public string? Name { get; private set; }

    /// <summary>What the program is given, as written.</summary>
    public IReadOnlyList<string> Arguments { get; private set; } = [];

    /// <summary>The program with its arguments, for messages.</summary>
    public string CommandLine => string.Join(' ', [Name, .. Arguments]);

    /// <summary>Whether an init (tini and its like) starts it, to pass signals on and reap what is left behind.</summary>
    public bool HasInit { get; private set; }

    /// <summary>False when the base image may put a program in front of this one, and nobody inspected it.</summary>
    public bool IsComplete { get; }

    /// <summary>Whether this is Node.js, or what starts it.</summary>
    public bool IsNode => Name is "node" or "nodejs" || IsNodePackageManager;

    public bool IsNodePackageManager => Name is "npm" or "npx" or "yarn" or "yarnpkg" or "pnpm" or "pnpx";

    /// <summary>What the image starts by what this file says; null when it says neither CMD nor ENTRYPOINT.</summary>
    public static ContainerProcess? Of(FinalImage image)
    {
        var (entrypoint, command) = (image.State.Entrypoint.Value, image.State.Cmd.Value);
        if ((command ?? entrypoint) is null) return null;

        var inherited = image.State.Entrypoint.Origin == SettingOrigin.BaseImage ? EntrypointOf(image) : [];
        var process = new ContainerProcess(command ?? entrypoint!, inherited is not null);
        if (entrypoint?.Command is { } script)
        {
            // A shell-form ENTRYPOINT is given no CMD.
            process = new ContainerProcess(entrypoint, isComplete: true);
            process.Follow(LastOf(ShellScript.Parse(script.Text)));
        }
        else
        {
            process.Follow(Compose(inherited ?? [], entrypoint, command));
        }

        return process;
    }

    private static ShellCommand? Compose(IReadOnlyList<string> inherited, InstructionSyntax? entrypoint, InstructionSyntax? command)
    {
        List<string> words = [.. inherited];
        foreach (var instruction in (ReadOnlySpan<InstructionSyntax?>)[entrypoint, command])
        {
            if (instruction is null) continue;
            if (instruction.Command is { } script) words.AddRange(["/bin/sh", "-c", script.Text]);
            foreach (var argument in instruction.Arguments) words.Add(argument.Value);
        }

        return Command(words);
    }

    private static ShellCommand? Command(IEnumerable<string> words) =>
        LastOf(ShellScript.FromArguments(words.Select(static word => (word, default(TextSpan)))));

    /// <summary>What a script ends in is what stays: <c>npm run migrate &amp;&amp; npm start</c>.</summary>
    private static ShellCommand? LastOf(ShellScript script) => script.Body.Pipelines is [.., { Elements: [.., ShellCommand last] }] ? last : null;

    /// <summary>The ENTRYPOINT of a base: inspected, or known of an image whose makers document it; null when unknown.</summary>
    private static IReadOnlyList<string>? EntrypointOf(FinalImage image) => image switch
    {
        { Inspected: { } inspected } => inspected.Entrypoint,
        { Base: { IsOfficial: true, Repository: "library/node" } } => ["docker-entrypoint.sh"],
        { Base: { Registry: "gcr.io", Repository: ['d', 'i', 's', 't', 'r', 'o', 'l', 'e', 's', 's', '/', .. var name] } } =>
            name.StartsWith("nodejs", StringComparison.Ordinal) ? ["/nodejs/bin/node"] : [],
        { Base: { IsOfficial: true, Repository: "library/alpine" or "library/debian" or "library/ubuntu" or "library/buildpack-deps" } } => [],
        _ => null,
    };

    private void Follow(ShellCommand? command)
    {
        for (var next = command; next is not null; next = Through(next))
        {
            HasInit |= next.Name is "tini" or "tini-static" or "dumb-init" or "catatonit" or "docker-init";
            (Name, Arguments) = (next.Name, [.. next.Arguments.Select(static word => word.Text)]);
        }
    }

    /// <summary>The command that a command runs in its own place; null when it is the program itself.</summary>
    private static ShellCommand? Through(ShellCommand command) =>
        command.Inner is { } inner ? inner
        : command.Script is { } script ? LastOf(script)
        : IsEntryScript(command, out var words) ? Command(words)
        : null;

    /// <summary>By convention an entry script ends in <c>exec "$@"</c>.</summary>
    private static bool IsEntryScript(ShellCommand command, [NotNullWhen(true)] out IEnumerable<string>? words)
    {
        words = command.Arguments.Select(static word => word.Text);
        return command.Name is { } name && !command.Arguments.IsEmpty
            && (name.Contains("entrypoint", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".sh", StringComparison.Ordinal));
    }
}
