using ContainerGuard.Dockerfile;
using ContainerGuard.Images;

namespace ContainerGuard.Rules.Users;

/// <summary>
/// The program that the container runs was copied for the user that it runs as, so it can change itself. For data that is right, and only a person
/// knows which is which: said once in a file.
/// </summary>
internal sealed class ProgramOwnedByItsUser : Rule
{
    /// <summary>More are no command line that a person wrote.</summary>
    private const int MostPrograms = 16;

    private static readonly string[] Endings = [".sh", ".py", ".js", ".mjs", ".cjs", ".ts", ".jar", ".war", ".rb", ".php", ".pl", ".dll"];

    private static readonly string[] Runtimes = ["python", "ruby", "php", "eclipse-temurin", "dotnet"];

    public override RuleDescriptor Descriptor { get; } = new("CG3010", "The files belong to the user that the program runs as", Severity.Message)
    {
        Aliases = ["kics:Chown Flag Exists"],
        IsRecommended = false,
    };

    public override void Check(RuleContext context)
    {
        if (context.Image is not { RunsAsRoot: false, User: { } user } image) return;

        if (Programs(context, image) is not { Count: > 0 } programs) return;

        var name = user.Split(':')[0];
        if ((FirstCopy(context, image, name, programs) ?? FirstChange(context, image, name, programs)) is { } span)
        {
            context.Report(span,
                $"The files belong to '{name}', and so does the process: a fault in the program can be used to change the program. Leave to root what is only read or run, which everyone may do anyway, and give --chown={name} to data that the process writes.");
        }
    }

    private static TextSpan? FirstCopy(RuleContext context, FinalImage image, string name, List<string[]> programs)
    {
        foreach (var stage in context.Model.Stages)
        {
            if (!image.Includes(stage)) continue;
            foreach (var instruction in stage.Instructions)
            {
                if (instruction.Kind is InstructionKind.Copy or InstructionKind.Add && instruction.FindFlag("chown") is { Value: { } owner } flag && IsName(owner, name)
                    && TargetOf(stage, instruction) is { } target && programs.Exists(program => Holds(target, program)))
                    return context.FromFirstLine(instruction, flag.Span);
            }
        }

        return null;
    }

    private static TextSpan? FirstChange(RuleContext context, FinalImage image, string name, List<string[]> programs)
    {
        foreach (var change in context.OwnerChanges)
        {
            if (image.Includes(change.Run.Stage) && IsName(change.Owner, name) && programs.Exists(program => Holds(change.Path, program))) return change.Run.Locate(change.Command.Span);
        }

        return null;
    }

    /// <summary>
    /// Where what the container runs lies: the program and the files for it by their paths, and for a program that looks for its own there, the folder
    /// it is started in.
    /// </summary>
    private static List<string[]> Programs(RuleContext context, FinalImage image)
    {
        List<string[]> paths = [];
        foreach (var start in image.Starts)
        {
            foreach (var argument in start.Arguments) Add(argument.Value);
            foreach (var word in start.Command is { } line ? FinalImage.WordsOf(line.Text) : []) Add(word);
        }

        if (context.Process is { Name: { } name } process && (process.IsNode || Array.Exists(Runtimes, runtime => RuntimeImages.IsProgramOf(runtime, name)))) paths.Add(OwnerChange.Absolute(".", image.State));
        return paths;

        void Add(string word)
        {
            if (paths.Count < MostPrograms && IsProgram(word)) paths.Add(OwnerChange.Absolute(word, image.State));
        }
    }

    private static bool IsProgram(string word) =>
        word.StartsWith("./", StringComparison.Ordinal) || (word.Contains('/', StringComparison.Ordinal) && word.Contains("bin/", StringComparison.Ordinal))
        || Array.Exists(Endings, ending => word.EndsWith(ending, StringComparison.Ordinal));

    /// <summary>The folders down to where a COPY puts its files; null where a variable hides it.</summary>
    private static string[]? TargetOf(Stage stage, InstructionSyntax copy)
    {
        var state = stage.StateBefore(copy);
        return copy.Destination is { } destination && state.Expand(destination, copy.Root.EscapeCharacter) is { IsKnown: true, Error: null } target
            ? OwnerChange.Absolute(target.Text, state)
            : null;
    }

    /// <summary>Whether a program is the path, or lies in it.</summary>
    private static bool Holds(string[] path, string[] program) => program.AsSpan().StartsWith(path);

    private static bool IsName(string owner, string name) => owner.Split(':')[0] == name;
}
