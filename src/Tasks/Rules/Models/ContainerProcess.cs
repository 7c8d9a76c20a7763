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

    /// <summary>The instruction that names the program; where the base names it, the one that gives it arguments.</summary>
    public InstructionSyntax Instruction { get; private set; }

    /// <summary>The program without its folder; null when a variable decides.</summary>
    public string? Name { get; private set; }

    /// <summary>What the program is given, as written.</summary>
    public IReadOnlyList<string> Arguments { get; private set; } = [];

    /// <summary>The program with its arguments, for messages.</summary>
    public string CommandLine => string.Join(' ', [Name, .. Arguments]);

    /// <summary>Whether an init (tini and its like) starts it, to pass signals on and reap what is left behind.</summary>
    public bool HasInit { get; private set; }

    /// <summary>Whether that init gives signals to all processes below it, and so also to what a package manager starts.</summary>
    public bool SignalsAll { get; private set; }

    /// <summary>Whether a shell stays in front of it, because it runs other commands before: <c>cp … &amp;&amp; node server.js</c>.</summary>
    public bool HasShellInFront { get; private set; }

    /// <summary>
    /// Whether it is all that a container runs, as the container's user: no command goes before it, no entry script of this file, nothing that changes
    /// the user. An entry script of the base only hands over.
    /// </summary>
    public bool IsAllThatRuns { get; private set; } = true;

    /// <summary>False when the base image may put a program in front of this one, and nobody inspected it.</summary>
    public bool IsComplete { get; }

    /// <summary>Whether this is Node.js, or what starts it.</summary>
    public bool IsNode => Name is "node" or "nodejs" || IsNodePackageManager;

    /// <summary>Whether people are to work in the container, with what is in it: a shell without a script, a process that only waits for them, a notebook.</summary>
    public bool IsWorkplace =>
        (Name is "sh" or "bash" or "ash" or "dash" or "zsh" or "fish" && Arguments.All(static argument => argument.StartsWith('-') && argument != "-c"))
        || (Name is "tail" && Arguments is [.., "/dev/null"]) || (Name is "cat" or "irb" or "node" or "python" or "python2" or "python3" or "R" && Arguments is [])
        || Name is "sleep" or "ipython" or "code-server" or "jupyter" or "jupyter-lab" or "jupyter-notebook" or "start-notebook.sh";

    /// <summary>Whether it is a script of the image, of which this file shows no more than the name.</summary>
    public bool IsScript => Name is { } name && IsScriptName(name);

    public bool IsNodePackageManager => Name is "npm" or "npx" or "yarn" or "yarnpkg" or "pnpm" or "pnpx";

    /// <summary>What the image starts by what this file says; null when it says neither CMD nor ENTRYPOINT.</summary>
    public static ContainerProcess? Of(FinalImage image)
    {
        var (entrypoint, command) = (image.State.Entrypoint.Value, image.State.Cmd.Value);
        if ((command ?? entrypoint) is null) return null;

        if (entrypoint?.Command is { } script)
        {
            // A shell-form ENTRYPOINT is given no CMD.
            var shell = new ContainerProcess(entrypoint, isComplete: true);
            shell.Follow(shell.LastOf(ShellScript.Parse(script.Text)));
            return shell;
        }

        var inherited = image.State.Entrypoint.Origin == SettingOrigin.BaseImage ? EntrypointOf(image) : [];
        List<LocatedText> words = [.. (inherited ?? []).Select(static word => new LocatedText(word, default))];
        if (entrypoint is not null) Append(words, entrypoint);
        if (command is not null) Append(words, command);

        var process = new ContainerProcess(command ?? entrypoint!, inherited is not null);
        var place = process.Follow(process.LastOf(ShellScript.FromArguments(words)));
        if (entrypoint is not null && entrypoint.Span.Contains(place)) process.Instruction = entrypoint;
        return process;
    }

    private static void Append(List<LocatedText> words, InstructionSyntax instruction)
    {
        foreach (var argument in instruction.Arguments) words.Add(new LocatedText(argument.Value, argument.Span));
        if (instruction.Command is { } script) words.AddRange([new("/bin/sh", script.Span), new("-c", script.Span), new(script.Text, script.Span)]);
    }

    /// <summary>What a script ends in is what stays: <c>npm run migrate &amp;&amp; npm start</c>.</summary>
    private ShellCommand? LastOf(ShellScript script)
    {
        var pipelines = script.Body.Pipelines;
        IsAllThatRuns &= pipelines is [{ Elements: [ShellCommand] }];
        if (pipelines is not [.., { Elements: [.., ShellCommand last] }]) return null;

        HasShellInFront |= last.Name != "exec" && (pipelines.Length > 1 || pipelines[0].Elements.Length > 1);
        return last;
    }

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

    /// <summary>Goes from command to command down to the program; gives the offset of its name.</summary>
    private int Follow(ShellCommand? command)
    {
        var place = 0;
        for (var next = command; next is not null; next = Through(next))
        {
            place = next.Span.Start;
            HasInit |= IsInit(next);
            SignalsAll |= next.Name == "dumb-init" ? !next.Arguments.Any(static word => word.Text is "-c" or "--single-child")
                : next.Name is "tini" or "tini-static" or "docker-init" && next.Arguments.Any(static word => word.Text is "-g");
            (Name, Arguments) = (next.Name, [.. next.Arguments.Select(static word => word.Text)]);
        }

        return place;
    }

    private static bool IsInit(ShellCommand command) => command.Name is "tini" or "tini-static" or "dumb-init" or "catatonit" or "docker-init";

    /// <summary>The command that a command runs in its own place; null when it is the program itself.</summary>
    private ShellCommand? Through(ShellCommand command)
    {
        if (command.Inner is { } inner)
        {
            IsAllThatRuns &= IsInit(command) || command.Name is "exec" or "env";
            return inner;
        }

        if (command.Script is { } script) return LastOf(script);
        if (!IsEntryScript(command)) return null;

        // The base's own stands in no line of the file.
        IsAllThatRuns &= command.Span.Start == 0;
        return LastOf(ShellScript.FromArguments(command.Arguments.Select(static word => new LocatedText(word.Text, word.Span))));
    }

    /// <summary>By convention an entry script ends in <c>exec "$@"</c>.</summary>
    private static bool IsEntryScript(ShellCommand command) =>
        !command.Arguments.IsEmpty && command.Name is { } name && IsScriptName(name);

    private static bool IsScriptName(string name) => name.Contains("entrypoint", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".sh", StringComparison.Ordinal);
}
