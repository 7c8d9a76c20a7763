using System.CommandLine;
using ContainerGuard.Pinning;
using ContainerGuard.Tool.Hosting;
using ContainerGuard.Tool.Inputs;
using ContainerGuard.Tool.Output;

namespace ContainerGuard.Tool.Commands;

/// <summary>The options that several commands share. Each command has its own objects.</summary>
internal sealed class CommonOptions
{
    public Argument<string[]> Paths { get; } = new("paths")
    {
        Description = "Dockerfiles, compose files, folders, globs, or '-' for the standard input. "
            + "Default: every such file below the current folder.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    public Option<string[]> Exclude { get; } = Many("--exclude", "A glob of files to exclude, such as 'samples/**'.", "glob");

    public Option<string?> Context { get; } = Text(
        "--context", "The build context. Default: the nearest folder upward with a solution or a repository.", "folder");

    public Option<string?> LockFile { get; } = Text(
        "--lock-file", "The lock file. Default: containerguard.lock.json in the context.", "file");

    public Option<string> Pinning { get; } = Choice<PinningMode>(
        "--pinning", "How an unpinned base image is reported.", nameof(PinningMode.Require));

    public Option<string[]> TrustedRegistries { get; } = Many(
        "--trusted-registry", "A registry that images may come from, such as registry.corp. Default: every registry.", "registry");

    public Option<bool> DryRun { get; } = new("--dry-run") { Description = "Show the difference, and change no file." };

    public Option<bool> Offline { get; } = new("--offline") { Description = "Never use the network." };

    public Option<string[]> InsecureRegistries { get; } = Many(
        "--insecure-registry", "A host that may use plain HTTP or an untrusted certificate.", "host");

    public Option<string[]> Mirrors { get; } = Many("--mirror", "A mirror, such as docker.io=registry.corp/hub.", "registry=mirror");

    /// <summary>An option with a text.</summary>
    public static Option<string?> Text(string name, string description, string help) =>
        new(name) { Description = description, HelpName = help };

    /// <summary>An option that can be repeated.</summary>
    public static Option<string[]> Many(string name, string description, string help) =>
        new(name) { Description = description, HelpName = help, DefaultValueFactory = static _ => [] };

    /// <summary>An option with the names of an enumeration, in lower case.</summary>
    public static Option<string> Choice<T>(string name, string description, string value)
        where T : struct, Enum
    {
        var option = new Option<string>(name)
        {
            Description = description, DefaultValueFactory = _ => value.ToLowerInvariant(),
        };
        option.AcceptOnlyFromAmong([.. Enum.GetNames<T>().Select(static item => item.ToLowerInvariant())]);
        return option;
    }

    /// <summary>The paths of a command, as the options name them.</summary>
    public Places PlacesOf(ParseResult result, ToolConsole console, IReadOnlyList<string> files) => Places.Of(
        files.Count == 0 ? console.Folder : Path.GetDirectoryName(console.FullPath(files[0]))!,
        result.GetValue(Context) is { } context ? console.FullPath(context) : null,
        result.GetValue(LockFile) is { } lockFile ? console.FullPath(lockFile) : null) with
        {
            TrustedRegistries = result.GetValue(TrustedRegistries) ?? [],
        };

    /// <summary>The Dockerfiles of a command.</summary>
    /// <param name="result">The arguments.</param>
    /// <param name="console">The console.</param>
    /// <param name="withCompose">Whether the command reads compose files, too.</param>
    /// <exception cref="ToolException">The command does not read the standard input.</exception>
    public IReadOnlyList<string> FilesOf(ParseResult result, ToolConsole console, bool withCompose = false)
    {
        var files = InputFiles.Find(result.GetValue(Paths) ?? [], console.Folder, result.GetValue(Exclude) ?? [], withCompose);
        return files.Contains(InputFiles.StandardInput)
            ? throw new ToolException($"'{result.CommandResult.Command.Name}' does not read the standard input. Pass a file.")
            : files;
    }
}
