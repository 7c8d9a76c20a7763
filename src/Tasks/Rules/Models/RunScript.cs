using System.Collections.Immutable;
using ContainerGuard.Dockerfile;
using ContainerGuard.Shell;

namespace ContainerGuard.Rules;

/// <summary>
/// What one RUN runs, as a script: read once for all rules. A RUN in a language that is not read here (PowerShell, Windows' cmd, a
/// here-document for another interpreter) has none.
/// </summary>
internal sealed class RunScript
{
    /// <summary>What a character of an expanded word costs of the budget: more than to copy it, for rules then read it.</summary>
    private const int ReadingCost = 16;

    private readonly ExpansionBudget budget;
    private Dictionary<string, List<ShellAssignment>>? assignments;
    private Dictionary<ShellWord, string?>? values;
    private int depth;

    private RunScript(Stage stage, InstructionSyntax instruction, ShellScript script, ExpansionBudget budget) =>
        (Stage, Instruction, Script, this.budget) = (stage, instruction, script, budget);

    public Stage Stage { get; }

    /// <summary>The RUN; for an ONBUILD its trigger.</summary>
    public InstructionSyntax Instruction { get; }

    public ShellScript Script { get; }

    /// <summary>Every simple command; see <see cref="ShellScript.Commands"/>.</summary>
    public ImmutableArray<ShellCommand> Commands => Script.Commands;

    /// <summary>What is set before the RUN: what its script finds in its environment.</summary>
    public StageState State => Stage.StateBefore(Instruction);

    /// <summary>The RUNs of all stages, in source order.</summary>
    public static ImmutableArray<RunScript> In(DockerfileModel model)
    {
        var runs = ImmutableArray.CreateBuilder<RunScript>();
        ExpansionBudget budget = new();
        foreach (var stage in model.Stages)
        {
            foreach (var outer in stage.Instructions)
            {
                var instruction = outer.Trigger ?? outer;
                if (instruction.Kind == InstructionKind.Run && Read(stage, instruction) is { } script)
                {
                    runs.Add(new RunScript(stage, instruction, script, budget));
                }
            }
        }

        return runs.DrainToImmutable();
    }

    /// <summary>The language of a stage's shell-form instructions at some point (Dockerfile reference, SHELL).</summary>
    public static ShellKind ShellOf(Stage stage, StageState state) =>
        state.Shell.Origin == SettingOrigin.File ? ShellKinds.OfShell(state.Shell.Value ?? [])
        : TargetSystem.IsWindows(stage) ? ShellKind.Cmd
        : ShellKind.Posix;

    /// <summary>What the script gives a variable, for a command alone or for its shell before it; null where it gives it nothing.</summary>
    public ShellWord? AssignedTo(string name, ShellCommand command)
    {
        foreach (var own in command.Assignments)
        {
            if (own.Name == name) return own.Value;
        }

        assignments ??= ReadAssignments();
        if (!assignments.TryGetValue(name, out var all)) return null;
        var (low, high) = (0, all.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (all[middle].Value.Span.Start < command.Span.Start) low = middle + 1;
            else high = middle;
        }

        return low == 0 ? null : all[low - 1].Value;
    }

    /// <summary>What a word says once its variables are expanded: by the script, or by ARG and ENV before it; null where the file does not tell.</summary>
    public string? Expand(ShellWord word, ShellCommand command)
    {
        if (word.Expansions.IsEmpty) return word.Text;
        return word.Expansions.All(static expansion => expansion.Kind == ShellExpansionKind.Parameter)
            && WordExpander.Expand(word.Text, '\\', new Scope(this, command), budget) is { IsKnown: true, Error: null, Undefined.IsEmpty: true } expanded
            && budget.TryTake(expanded.Text.Length * (long)ReadingCost)
                ? expanded.Text
                : null;
    }

    /// <summary>Where in the file a piece of the script stands.</summary>
    public TextSpan Locate(TextSpan span) => Instruction.Command?.ToSource(span.Start, span.Length) ?? span;

    /// <summary>Where the name of a command stands, with what says what it does: <c>apt-get install</c>.</summary>
    public TextSpan Locate(ShellCommand command)
    {
        var first = command.Words[0].Span;
        var last = command.Line.SubCommandWord is { } word && word.Span.Start > first.Start ? word.Span : first;
        return Locate(TextSpan.FromBounds(first.Start, last.End));
    }

    /// <summary>What lasts in the shell, in the order of the script: <c>A=1</c> and <c>export A=1</c>.</summary>
    private Dictionary<string, List<ShellAssignment>> ReadAssignments()
    {
        Dictionary<string, List<ShellAssignment>> read = new(StringComparer.Ordinal);
        foreach (var command in Commands)
        {
            var lasting = command.Words.IsEmpty ? command.Assignments
                : command.Name == "export" ? command.Arguments.Select(static word => word.ToAssignment()).OfType<ShellAssignment>()
                : [];
            foreach (var assignment in lasting)
            {
                if (!read.TryGetValue(assignment.Name, out var all)) read[assignment.Name] = all = [];
                all.Add(assignment);
            }
        }

        return read;
    }

    /// <summary>Whether a folder is a mount of its own in this RUN (<c>type=cache</c>, <c>tmpfs</c>), so that nothing in it is in the layer.</summary>
    public bool IsMounted(string folder)
    {
        foreach (var mount in Instruction.Mounts)
        {
            if (mount.Type is "cache" or "tmpfs" && mount.Find("target", "dst", "destination")?.Value?.TrimEnd('/') is { Length: > 0 } target
                && (folder == target || folder.StartsWith(target + "/", StringComparison.Ordinal))) return true;
        }

        return false;
    }

    /// <summary>The edit that gives a command one more option, after one of its words; null where the word is not written plainly.</summary>
    public TextEdit[]? InsertOption(ShellWord after, string option)
    {
        var span = Locate(after.Span);
        var written = Instruction.Source.AsSpan(span);
        if (written.SequenceEqual(after.Text)) return [TextEdit.Insert(span.End, $" {option}")];
        return Instruction.IsExecForm && written is ['"', .. var inner, '"'] && inner.SequenceEqual(after.Text)
            ? [TextEdit.Insert(span.End, $", \"{option}\"")]
            : null;
    }

    /// <summary>The edit that puts another word in a word's place; null where the word is not written plainly.</summary>
    public TextEdit[]? Replace(ShellWord word, string text)
    {
        var span = Locate(word.Span);
        return Instruction.Source.AsSpan(span).SequenceEqual(word.Text) ? [new TextEdit(span, text)] : null;
    }

    /// <summary>
    /// The edit that runs one more command at the end, in the layout that the RUN has; null where its end is not plain to see, or where
    /// <paramref name="like"/>, which needs the same rights, has them from sudo.
    /// </summary>
    public TextEdit[]? Append(string command, ShellCommand like)
    {
        if (like.Outer is not null || Instruction is not { Form: ArgumentForm.Shell, Heredocs.IsEmpty: true, Command: { } text } || !Script.IsWellFormed || Script.Body.Pipelines is not [.., var last]
            || Script.Body.Pipelines.Any(static pipeline => pipeline.Join is not (ShellJoin.And or ShellJoin.Semicolon or ShellJoin.None)) || last.Join != ShellJoin.None
            || !string.IsNullOrWhiteSpace(text.Text[last.Span.End..]) || last.Elements[0] is ShellCommand { Name: "exit" or "exec" }) return null;

        var source = Instruction.Source;
        var (start, end) = (Locate(last.Span).Start, Locate(last.Span).End);
        var line = source.GetLineSpan(source.GetLine(start));
        var before = source.Slice(TextSpan.FromBounds(line.Start, start));
        var join = before.Trim() switch
        {
            _ when line.Start <= Instruction.KeywordSpan.Start => " && ",
            "" => $" && {Instruction.Root.EscapeCharacter}{source.NewLine}{before}",
            "&&" => $" {Instruction.Root.EscapeCharacter}{source.NewLine}{before}",
            _ => " && ",
        };
        return [TextEdit.Insert(end, $"{join}{command}")];
    }

    private static ShellScript? Read(Stage stage, InstructionSyntax instruction)
    {
        if (instruction.IsExecForm)
        {
            return ShellScript.FromArguments(instruction.Arguments.Select(static argument => new LocatedText(argument.Text, argument.Span)));
        }

        if (instruction.Command is not { } command) return null;

        var kind = command.IsScript ? ShellKinds.OfScript(command.AsSpan()) : ShellOf(stage, stage.StateBefore(instruction));
        return kind == ShellKind.Posix ? ShellScript.Parse(command.Text) : null;
    }

    /// <summary>The variables that a command finds.</summary>
    private sealed class Scope(RunScript run, ShellCommand command) : IVariables
    {
        /// <summary>The base image and the shell itself may set more.</summary>
        public bool MayHaveOthers => true;

        public Variable? Find(string name)
        {
            if (run.AssignedTo(name, command) is not { } assigned) return run.State.Find(name);

            run.values ??= [];
            if (!run.values.TryGetValue(assigned, out var value))
            {
                // Unknown until it is found: a value may name its own variable.
                run.values[assigned] = null;
                if (run.depth++ < ShellScript.MaximumDepth) run.values[assigned] = value = run.Expand(assigned, command);
                run.depth--;
            }

            return new Variable(value ?? "", IsKnown: value is not null);
        }
    }
}
