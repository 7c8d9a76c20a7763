using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;
using ContainerGuard.Images;
using ContainerGuard.Text;

namespace ContainerGuard.Rules.Users;

/// <summary>
/// The user that the container runs as owns the program's files, so the program can change itself. For data such an owner is right. Only a
/// person can tell data from program files, so the rule reports once in a file.
/// </summary>
internal sealed class ProgramOwnedByItsUser : Rule
{
    /// <summary>A bound for generated command lines: a person does not write longer ones.</summary>
    private const int MostPrograms = 16;

    private static readonly string[] Endings = [".sh", ".py", ".js", ".mjs", ".cjs", ".ts", ".jar", ".war", ".rb", ".php", ".pl", ".dll"];

    private static readonly string[] Runtimes = ["python", "ruby", "php", "eclipse-temurin", "dotnet"];

    public override RuleDescriptor Descriptor { get; } = new(
        "CG3010", "Application files are owned by the user that runs them", Severity.Message)
    {
        Aliases = ["kics:Chown Flag Exists", "tally:copy-after-user-without-chown"],
        IsRecommended = false,
    };

    public override void Check(FileAnalysis file, Findings findings)
    {
        if (file.Image is not { RunsAsRoot: false, User: { } user } image) return;

        if (Programs(file, image) is not { Count: > 0 } programs) return;

        var name = user.Split(':')[0];
        if ((FirstCopy(file, image, name, programs) ?? FirstChange(file, image, name, programs)) is { } span)
        {
            findings.Report(span,
                $"The user '{name}' runs the program and can change its files. "
                    + $"Let root own the files, and use --chown={name} only for data.");
        }
    }

    private static TextSpan? FirstCopy(FileAnalysis file, FinalImage image, string name, List<string[]> programs)
    {
        foreach (var stage in file.Model.Stages)
        {
            if (!image.Includes(stage)) continue;
            foreach (var instruction in stage.Instructions)
            {
                if (instruction.Kind is InstructionKind.Copy or InstructionKind.Add
                    && instruction.FindFlag("chown") is { Value: { } owner } flag
                    && IsName(owner, name)
                    && TargetOf(stage, instruction) is { } target && programs.Exists(program => Holds(target, program)))
                {
                    return file.FromFirstLine(instruction, flag.Span);
                }
            }
        }

        return null;
    }

    private static TextSpan? FirstChange(FileAnalysis file, FinalImage image, string name, List<string[]> programs)
    {
        foreach (var change in file.OwnerChanges)
        {
            if (image.Includes(change.Run.Stage) && IsName(change.Owner, name) && programs.Exists(program => Holds(change.Path, program)))
            {
                return change.Run.Locate(change.Command.Span);
            }
        }

        return null;
    }

    /// <summary>
    /// The paths of what the container runs: the program and the files on its command line; for a runtime that loads files from its working
    /// directory, that directory too.
    /// </summary>
    private static List<string[]> Programs(FileAnalysis file, FinalImage image)
    {
        List<string[]> paths = [];
        foreach (var start in image.Starts)
        {
            foreach (var argument in start.Arguments) Add(argument.Value);
            foreach (var word in start.Command is { } line ? FinalImage.WordsOf(line.Text) : []) Add(word);
        }

        if (file.Process is { Name: { } name } process
            && (process.IsNode || Array.Exists(Runtimes, runtime => RuntimeImages.IsProgramOf(runtime, name))))
        {
            paths.Add(OwnerChange.Absolute(".", image.State));
        }

        return paths;

        void Add(string word)
        {
            if (paths.Count < MostPrograms && IsProgram(word)) paths.Add(OwnerChange.Absolute(word, image.State));
        }
    }

    private static bool IsProgram(string word) =>
        word.StartsWith("./", StringComparison.Ordinal)
        || (word.Contains('/', StringComparison.Ordinal) && word.Contains("bin/", StringComparison.Ordinal))
        || Array.Exists(Endings, ending => word.EndsWith(ending, StringComparison.Ordinal));

    /// <summary>The parts of the destination path of a COPY; null where a variable of unknown value is in it.</summary>
    private static string[]? TargetOf(Stage stage, InstructionSyntax copy)
    {
        var state = stage.StateBefore(copy);
        return copy.Destination is { } destination
            && state.Expand(destination, copy.Root.EscapeCharacter) is { IsKnown: true, Error: null } target
            ? OwnerChange.Absolute(target.Text, state)
            : null;
    }

    /// <summary>Whether a program is at the path, or below it.</summary>
    private static bool Holds(string[] path, string[] program) => program.AsSpan().StartsWith(path);

    private static bool IsName(string owner, string name) => owner.Split(':')[0] == name;
}
