using ContainerGuard.Dockerfile;
using ContainerGuard.Shell;
using ContainerGuard.Text;

namespace ContainerGuard.Analysis;

/// <summary>
/// The program that a container of the image starts: ENTRYPOINT and CMD combined as the engine does (Dockerfile reference, "Understand how
/// CMD and ENTRYPOINT interact"). A shell, an init or an entrypoint script in front of the program is skipped.
/// </summary>
internal sealed class ContainerProcess
{
    private ContainerProcess(InstructionSyntax instruction, bool isComplete) => (Instruction, IsComplete) = (instruction, isComplete);

    /// <summary>The instruction that names the program; if the base image names it, the instruction with its arguments.</summary>
    public InstructionSyntax Instruction { get; private set; }

    /// <summary>The program without its folder; null if a variable determines it.</summary>
    public string? Name { get; private set; }

    /// <summary>The arguments of the program, as written.</summary>
    public IReadOnlyList<string> Arguments { get; private set; } = [];

    /// <summary>The program with its arguments, for messages.</summary>
    public string CommandLine => string.Join(' ', [Name, .. Arguments]);

    /// <summary>Whether an init, for example tini, starts the program, forwards signals and reaps orphaned processes.</summary>
    public bool HasInit { get; private set; }

    /// <summary>Whether that init forwards signals to all processes below it, including the one that a package manager starts.</summary>
    public bool SignalsAll { get; private set; }

    /// <summary>Whether a shell stays PID 1, because it runs other commands first: <c>cp … &amp;&amp; node server.js</c>.</summary>
    public bool HasShellInFront { get; private set; }

    /// <summary>
    /// Whether the container runs only this program, as the container's user: without a command before it, an entrypoint script of this
    /// file, or a program that changes the user. An entrypoint script of the base image only starts the command.
    /// </summary>
    public bool IsAllThatRuns { get; private set; } = true;

    /// <summary>False if the base image was not inspected, and may start another program in front of this one.</summary>
    public bool IsComplete { get; }

    /// <summary>Whether the program is Node.js, or a package manager that starts it.</summary>
    public bool IsNode => Name is "node" or "nodejs" || IsNodePackageManager;

    /// <summary>Whether the container is for interactive work: a shell without a script, a process that only waits, a notebook.</summary>
    public bool IsWorkplace =>
        (Name is "sh" or "bash" or "ash" or "dash" or "zsh" or "fish"
            && Arguments.All(static argument => argument.StartsWith('-') && argument != "-c"))
        || (Name is "tail" && Arguments is [.., "/dev/null"])
        || (Name is "cat" or "irb" or "node" or "python" or "python2" or "python3" or "R" && Arguments is [])
        || Name is "sleep" or "ipython" or "code-server" or "jupyter" or "jupyter-lab" or "jupyter-notebook" or "start-notebook.sh";

    /// <summary>Whether the program is a script in the image. This file shows only its name.</summary>
    public bool IsScript => Name is { } name && IsScriptName(name);

    public bool IsNodePackageManager => Name is "npm" or "npx" or "yarn" or "yarnpkg" or "pnpm" or "pnpx";

    /// <summary>
    /// Whether a package manager of Node.js starts the application and no init forwards signals past it: <c>npm start</c>, but not
    /// <c>npm test</c>.
    /// </summary>
    public bool StartsThroughPackageManager => !SignalsAll && NodeScript.Of(this) is { } script && !NodeScript.IsJob(script);

    /// <summary>What the image starts, as far as this file says; null if the file has neither CMD nor ENTRYPOINT.</summary>
    public static ContainerProcess? Of(FinalImage image)
    {
        var (entrypoint, command) = (image.State.Entrypoint.Value, image.State.Cmd.Value);
        if ((command ?? entrypoint) is null) return null;

        if (entrypoint?.Command is { } script)
        {
            // An ENTRYPOINT in shell form ignores CMD.
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
        if (instruction.Command is { } script)
        {
            words.AddRange([new("/bin/sh", script.Span), new("-c", script.Span), new(script.Text, script.Span)]);
        }
    }

    /// <summary>The last command of a script, which is the one that keeps running: <c>npm run migrate &amp;&amp; npm start</c>.</summary>
    private ShellCommand? LastOf(ShellScript script)
    {
        var pipelines = script.Body.Pipelines;
        IsAllThatRuns &= pipelines is [{ Elements: [ShellCommand] }];
        if (pipelines is not [.., { Elements: [.., ShellCommand last] }]) return null;

        HasShellInFront |= last.Name != "exec" && (pipelines.Length > 1 || pipelines[0].Elements.Length > 1);
        return last;
    }

    /// <summary>The ENTRYPOINT of a base image: inspected, or documented by its maintainers; null if unknown.</summary>
    private static IReadOnlyList<string>? EntrypointOf(FinalImage image) => image switch
    {
        { Inspected: { } inspected } => inspected.Entrypoint,
        { Base: { IsOfficial: true, Repository: "library/node" } } => ["docker-entrypoint.sh"],
        { Base: { Registry: "gcr.io", Repository: ['d', 'i', 's', 't', 'r', 'o', 'l', 'e', 's', 's', '/', .. var name] } } =>
            name.StartsWith("nodejs", StringComparison.Ordinal) ? ["/nodejs/bin/node"] : [],
        { Base: { IsOfficial: true, Repository: "library/alpine" or "library/debian" or "library/ubuntu" or "library/buildpack-deps" } } =>
            [],
        _ => null,
    };

    /// <summary>Follows the chain of commands to the program, and returns the offset of its name.</summary>
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

    private static bool IsInit(ShellCommand command) =>
        command.Name is "tini" or "tini-static" or "dumb-init" or "catatonit" or "docker-init";

    /// <summary>The command that this command runs instead of itself; null if this command is the program.</summary>
    private ShellCommand? Through(ShellCommand command)
    {
        if (command.Inner is { } inner)
        {
            IsAllThatRuns &= IsInit(command) || command.Name is "exec" or "env";
            return inner;
        }

        if (command.Script is { } script) return LastOf(script);
        if (!IsEntryScript(command)) return null;

        // The entrypoint script of the base image has no position in this file.
        IsAllThatRuns &= command.Span.Start == 0;
        return LastOf(ShellScript.FromArguments(command.Arguments.Select(static word => new LocatedText(word.Text, word.Span))));
    }

    /// <summary>Whether this is an entrypoint script, which by convention ends with <c>exec "$@"</c>.</summary>
    private static bool IsEntryScript(ShellCommand command) =>
        !command.Arguments.IsEmpty && command.Name is { } name && IsScriptName(name);

    private static bool IsScriptName(string name) =>
        name.Contains("entrypoint", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".sh", StringComparison.Ordinal);
}
