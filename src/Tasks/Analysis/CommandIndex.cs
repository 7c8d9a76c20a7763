using System.Collections.Immutable;
using ContainerGuard.Shell;

namespace ContainerGuard.Analysis;

/// <summary>A command and its RUN.</summary>
internal sealed record RunCommand(RunScript Run, ShellCommand Command);

/// <summary>A variable that a RUN sets: for one command, or for the rest of its script.</summary>
internal sealed record RunAssignment(RunScript Run, ShellAssignment Assignment);

/// <summary>
/// The commands of all RUNs by program. Most rules check a few programs only, and most files call none of them, so a rule must not visit
/// every command.
/// </summary>
internal sealed class CommandIndex
{
    private static readonly List<RunCommand> None = [];

    private readonly Dictionary<string, List<RunCommand>> _byProgram = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<RunCommand>> _byManager = new(StringComparer.Ordinal);

    public CommandIndex(ImmutableArray<RunScript> runs)
    {
        foreach (var run in runs)
        {
            foreach (var command in run.Commands)
            {
                foreach (var assignment in command.Assignments) Assignments.Add(new RunAssignment(run, assignment));
                if (command.Name is not { } program) continue;

                if (program is "export" or "declare")
                {
                    foreach (var word in command.Arguments)
                    {
                        if (word.ToAssignment() is { } assignment) Assignments.Add(new RunAssignment(run, assignment));
                    }
                }

                var found = new RunCommand(run, command);
                Add(_byProgram, PackageManagers.Find(program)?.Name ?? program, found);
                if (command.Install is { } install) Add(_byManager, install.Manager, found);
            }
        }
    }

    /// <summary>The variables that the scripts set (<c>A=1 command</c>, <c>A=1</c>, <c>export A=1</c>), in source order.</summary>
    public List<RunAssignment> Assignments { get; } = [];

    /// <summary>The commands that call one of the programs, in source order.</summary>
    /// <param name="programs">Names without a folder. A package manager has one name: <c>pip</c> for <c>pip3.12</c>, <c>dnf</c> for
    /// <c>dnf5</c>.</param>
    public IReadOnlyList<RunCommand> Of(params ReadOnlySpan<string> programs) => Find(_byProgram, programs);

    /// <summary>The commands that install packages with one of the package managers, in source order.</summary>
    /// <param name="managers">Names as in <see cref="PackageInstall.Manager"/>.</param>
    public IReadOnlyList<RunCommand> InstallsOf(params ReadOnlySpan<string> managers) => Find(_byManager, managers);

    private static void Add(Dictionary<string, List<RunCommand>> index, string key, RunCommand command)
    {
        if (!index.TryGetValue(key, out var commands)) index[key] = commands = new List<RunCommand>(2);
        commands.Add(command);
    }

    private static List<RunCommand> Find(Dictionary<string, List<RunCommand>> index, ReadOnlySpan<string> keys)
    {
        List<RunCommand>? found = null;
        List<RunCommand>? merged = null;
        foreach (var key in keys)
        {
            if (!index.TryGetValue(key, out var commands)) continue;
            if (found is null) found = commands;
            else (merged ??= [.. found]).AddRange(commands);
        }

        merged?.Sort(ByPlace);
        return merged ?? found ?? None;
    }

    private static int ByPlace(RunCommand left, RunCommand right) =>
        left.Run != right.Run
            ? left.Run.Instruction.Span.Start.CompareTo(right.Run.Instruction.Span.Start)
            : left.Command.Words[0].Span.Start.CompareTo(right.Command.Words[0].Span.Start);
}
