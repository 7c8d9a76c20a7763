using System.Collections.Immutable;
using ContainerGuard.Dockerfile;
using ContainerGuard.Shell;
using ContainerGuard.Text;

namespace ContainerGuard.Analysis;

/// <summary>
/// The script of one RUN, parsed once for all rules. A RUN in a language without a parser here (PowerShell, cmd of Windows, a
/// heredoc for another interpreter) has no script.
/// </summary>
internal sealed class RunScript
{
    /// <summary>
    /// The cost in the budget of a character of an expanded word. It is more than a copy costs, because rules then read the word.
    /// </summary>
    private const int ReadingCost = 16;

    private readonly ExpansionBudget _budget;
    private Dictionary<string, List<ShellAssignment>>? _assignments;
    private Dictionary<ShellWord, string?>? _values;
    private int _depth;

    private RunScript(Stage stage, InstructionSyntax instruction, ShellScript script, ExpansionBudget budget) =>
        (Stage, Instruction, Script, _budget) = (stage, instruction, script, budget);

    public Stage Stage { get; }

    /// <summary>The RUN instruction; for ONBUILD, its trigger.</summary>
    public InstructionSyntax Instruction { get; }

    public ShellScript Script { get; }

    /// <summary>Every simple command; see <see cref="ShellScript.Commands"/>.</summary>
    public ImmutableArray<ShellCommand> Commands => Script.Commands;

    /// <summary>The settings before the RUN: the environment of its script.</summary>
    public StageState State => Stage.StateBefore(Instruction);

    /// <summary>The RUNs of all stages, in source order.</summary>
    public static ImmutableArray<RunScript> In(InstructionIndex instructions)
    {
        var runs = ImmutableArray.CreateBuilder<RunScript>();
        ExpansionBudget budget = new();
        foreach (var (stage, _, instruction) in instructions.Of(InstructionKind.Run))
        {
            if (Read(stage, instruction) is { } script) runs.Add(new RunScript(stage, instruction, script, budget));
        }

        return runs.DrainToImmutable();
    }

    /// <summary>The language of shell-form instructions in a stage with these settings (Dockerfile reference, SHELL).</summary>
    public static ShellKind ShellOf(Stage stage, StageState state) =>
        state.Shell.Origin == SettingOrigin.File ? ShellKinds.OfShell(state.Shell.Value ?? [])
        : TargetSystem.IsWindows(stage) ? ShellKind.Cmd
        : ShellKind.Posix;

    /// <summary>
    /// The value that the script assigns to a variable for one command, or earlier for the shell; null when it assigns none.
    /// </summary>
    public ShellWord? AssignedTo(string name, ShellCommand command)
    {
        foreach (var own in command.Assignments)
        {
            if (own.Name == name) return own.Value;
        }

        _assignments ??= ReadAssignments();
        if (!_assignments.TryGetValue(name, out var all)) return null;
        var (low, high) = (0, all.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (all[middle].Value.Span.Start < command.Span.Start) low = middle + 1;
            else high = middle;
        }

        return low == 0 ? null : all[low - 1].Value;
    }

    /// <summary>
    /// The text of a word with its variables expanded, from the script or from ARG and ENV before it; null when the file does not determine
    /// it.
    /// </summary>
    public string? Expand(ShellWord word, ShellCommand command)
    {
        if (word.Expansions.IsEmpty) return word.Text;
        return word.Expansions.All(static expansion => expansion.Kind == ShellExpansionKind.Parameter)
            && WordExpander.Expand(word.Text, '\\', new Scope(this, command), _budget)
                is { IsKnown: true, Error: null, Undefined.IsEmpty: true } expanded
            && _budget.TryTake(expanded.Text.Length * (long)ReadingCost)
                ? expanded.Text
                : null;
    }

    /// <summary>The position in the file of a part of the script.</summary>
    public TextSpan Locate(TextSpan span) => Instruction.Command?.ToSource(span.Start, span.Length) ?? span;

    /// <summary>The position of the name of a command and its sub-command: <c>apt-get install</c>.</summary>
    public TextSpan Locate(ShellCommand command)
    {
        var first = command.Words[0].Span;
        var last = command.Line.SubCommandWord is { } word && word.Span.Start > first.Start ? word.Span : first;
        return Locate(TextSpan.FromBounds(first.Start, last.End));
    }

    /// <summary>The assignments that remain in the shell (<c>A=1</c> and <c>export A=1</c>), in the order of the script.</summary>
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

    /// <summary>
    /// Whether a folder is in a mount of this RUN (<c>type=cache</c>, <c>tmpfs</c>), so that its files are not in the layer.
    /// </summary>
    public bool IsMounted(string folder)
    {
        foreach (var mount in Instruction.Mounts)
        {
            if (mount.Type is "cache" or "tmpfs"
                && mount.Find("target", "dst", "destination")?.Value?.TrimEnd('/') is { Length: > 0 } target
                && (folder == target || folder.StartsWith(target + "/", StringComparison.Ordinal)))
            {
                return true;
            }
        }

        return false;
    }

    private static ShellScript? Read(Stage stage, InstructionSyntax instruction)
    {
        if (instruction.IsExecForm)
        {
            return ShellScript.FromArguments(
                instruction.Arguments.Select(static argument => new LocatedText(argument.Text, argument.Span)));
        }

        if (instruction.Command is not { } command) return null;

        var kind = command.IsScript ? ShellKinds.OfScript(command.AsSpan()) : ShellOf(stage, stage.StateBefore(instruction));
        return kind == ShellKind.Posix ? ShellScript.Parse(command.Text) : null;
    }

    /// <summary>The variables that a command can read.</summary>
    private sealed class Scope(RunScript run, ShellCommand command) : IVariables
    {
        /// <summary>The base image and the shell can set more variables.</summary>
        public bool MayHaveOthers => true;

        public VariableValue? Find(string name)
        {
            if (run.AssignedTo(name, command) is not { } assigned) return run.State.Find(name);

            run._values ??= [];
            if (!run._values.TryGetValue(assigned, out var value))
            {
                // Unknown until it is expanded, because a value can refer to its own variable.
                run._values[assigned] = null;
                if (run._depth++ < ShellScript.MaximumDepth) run._values[assigned] = value = run.Expand(assigned, command);
                run._depth--;
            }

            return new VariableValue(value ?? "", IsKnown: value is not null);
        }
    }
}
