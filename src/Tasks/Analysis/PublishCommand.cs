using ContainerGuard.Dockerfile;
using ContainerGuard.Shell;

namespace ContainerGuard.Analysis;

/// <summary>
/// A command of the dotnet CLI that builds a project, with the properties that its options set (learn.microsoft.com, "dotnet publish").
/// </summary>
internal sealed class PublishCommand
{
    /// <summary>The key of <c>-o</c>, which is relative to the working directory; the property is relative to the project.</summary>
    public const string OutputName = "-o";

    private static readonly string[] PropertySwitches =
        ["-p:", "/p:", "-property:", "/property:", "--property:", "-p=", "--property=", "-property=", "/p=", "/property="];

    private static readonly string[] TargetSwitches =
        ["-t:", "/t:", "-target:", "/target:", "--target:", "-t=", "--target=", "-target=", "/t=", "/target="];

    /// <summary>The properties, by name; null for a value that a variable contains.</summary>
    private readonly Dictionary<string, string?> _properties = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<ShellWord> _targets = [];

    private PublishCommand(RunScript run, ShellCommand command) => (Run, Command) = (run, command);

    public RunScript Run { get; }

    public ShellCommand Command { get; }

    /// <summary><c>publish</c>, <c>build</c>, <c>restore</c>.</summary>
    public string Verb => Command.Line.SubCommand ?? "";

    /// <summary>The projects, solutions and folders that the command names.</summary>
    public IReadOnlyList<ShellWord> Targets => _targets;

    /// <summary>The option that needs packages restored before: <c>--no-restore</c> or <c>--no-build</c>; null without one.</summary>
    public string? NoRestore { get; private set; }

    /// <summary>Whether a file that this file does not show sets properties: a publish profile, or a response file.</summary>
    public bool HasMoreProperties { get; private set; }

    /// <summary>Whether the command publishes: <c>dotnet publish</c>, or another verb with the target <c>Publish</c>.</summary>
    public bool IsPublish { get; private set; }

    /// <summary>The names of the properties that the command sets.</summary>
    public IReadOnlyCollection<string> Properties => _properties.Keys;

    /// <summary>
    /// The folder after <c>-o</c>, absolute; null without the option, and where a variable or another command decides its place.
    /// </summary>
    public string? OutputFolder =>
        _properties.GetValueOrDefault(OutputName) is not { Length: > 0 } output || output.Contains('$') || output.Contains('~') ? null
        : output is ['/', ..] ? AbsolutePath.Join("/", output)
        : Run.Commands.Any(static command => command.Name is "cd" or "pushd") ? null
        : Run.State.WorkingDirectory is { IsKnown: true, Value: { } folder } ? AbsolutePath.Join(folder, output)
        : null;

    /// <summary>The commands that publish, in source order.</summary>
    public static IEnumerable<PublishCommand> Publishing(FileAnalysis file) =>
        In(file, "publish", "build", "msbuild").Where(static command => command.IsPublish);

    /// <summary>The commands with one of these sub-commands, in source order.</summary>
    public static IEnumerable<PublishCommand> In(FileAnalysis file, params string[] verbs)
    {
        foreach (var (run, command) in file.Commands.Of("dotnet"))
        {
            if (run.Instruction.Onbuild is null && Array.IndexOf(verbs, command.Line.SubCommand) >= 0)
            {
                var publish = new PublishCommand(run, command);
                publish.Read();
                yield return publish;
            }
        }
    }

    /// <summary>Whether the command sets a property.</summary>
    /// <param name="name">The property.</param>
    /// <param name="value">Its value; null when a variable contains it.</param>
    public bool Sets(string name, out string? value) => _properties.TryGetValue(name, out value);

    private void Read()
    {
        IsPublish = Verb == "publish";
        var words = Command.Words;
        for (var i = 1; i < words.Length; i++)
        {
            var word = words[i];
            var next = i + 1 < words.Length ? words[i + 1] : null;
            if (word.Text == "--") break;
            if (word == Command.Line.SubCommandWord) continue;
            if (word.Text is ['@', ..]) HasMoreProperties = true;
            else if (Values(word.Text, PropertySwitches) is { } pairs) AddProperties(pairs, word);
            else if (Values(word.Text, TargetSwitches) is { } targets) IsPublish |= HasPublish(targets);
            else if (word.Text is ['-', ..]) i += ReadOption(word, next);
            else if (!IsSwitch(word.Text)) _targets.Add(word);
        }
    }

    /// <summary>How many of the following words belong to the option.</summary>
    private int ReadOption(ShellWord word, ShellWord? next)
    {
        var (text, equals) = (word.Text, word.Text.AsSpan().IndexOfAny('=', ':'));
        var name = equals < 0 ? text : text[..equals];
        switch (name)
        {
            case "--no-restore" or "--no-build":
                NoRestore = name;
                return 0;

            case "--no-self-contained":
                _properties["SelfContained"] = "false";
                return 0;

            case "--self-contained" or "--sc":
                var isNext = equals < 0 && next is { } value
                    && (value.Text.ToLowerInvariant() is "true" or "false" || (!value.Expansions.IsEmpty && value.Text is ['$', ..]));
                _properties["SelfContained"] = equals >= 0 ? Value(word, text[(equals + 1)..]) : isNext ? Value(next!, next!.Text) : "true";
                return isNext ? 1 : 0;

            case "-a" or "--arch" or "--os":
                // The SDK completes the runtime identifier with the system of its own image.
                _properties["RuntimeIdentifier"] = null;
                return equals < 0 ? 1 : 0;

            case "-r" or "--runtime":
                return Set("RuntimeIdentifier", word, equals, next);

            case "-f" or "--framework":
                return Set("TargetFramework", word, equals, next);

            case "-c" or "--configuration":
                return Set("Configuration", word, equals, next);

            case "-o" or "--output":
                return Set(OutputName, word, equals, next);

            case "-p" or "--property" when equals < 0 && next is not null:
                AddProperties(next.Text, next);
                return 1;

            case "-t" or "-target" or "--target" when equals < 0 && next is not null:
                IsPublish |= HasPublish(next.Text);
                return 1;
        }

        return equals < 0 && (name is "-v" or "-s" || CommandSyntax.Of("dotnet").TakesNext(name)) ? 1 : 0;
    }

    private int Set(string name, ShellWord word, int equals, ShellWord? next)
    {
        if (equals >= 0) _properties[name] = Value(word, word.Text[(equals + 1)..]);
        else if (next is not null) _properties[name] = Value(next, next.Text);
        return equals < 0 ? 1 : 0;
    }

    /// <summary>The text after a switch of MSBuild: <c>-p:</c>, <c>/p:</c>, <c>--property:</c>; null for another word.</summary>
    private static string? Values(string text, string[] switches)
    {
        foreach (var prefix in switches)
        {
            if (text.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) return text[prefix.Length..];
        }

        return null;
    }

    private static bool HasPublish(string targets) =>
        targets.Split(';', ',').Contains("Publish", StringComparer.OrdinalIgnoreCase);

    private void AddProperties(string pairs, ShellWord word)
    {
        foreach (var pair in pairs.Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=');
            if (equals > 0) _properties[pair[..equals].Trim()] = Value(word, pair[(equals + 1)..].Trim(' ', '"'));
        }

        HasMoreProperties |= _properties.ContainsKey("PublishProfile") || _properties.ContainsKey("PublishProfileFullPath");
    }

    /// <summary>A build argument can replace any variable.</summary>
    private static string? Value(ShellWord word, string text) => word.Expansions.IsEmpty || !text.Contains('$') ? text : null;

    /// <summary>Whether a word is a switch of MSBuild: <c>/t:Publish</c>, <c>/m</c>. A path has another slash or an extension.</summary>
    private static bool IsSwitch(string text) =>
        text is ['/', ..] && text.IndexOf('/', 1) < 0 && (text.Contains(':') || !text.Contains('.'));
}
