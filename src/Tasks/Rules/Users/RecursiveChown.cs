using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;
using ContainerGuard.Shell;
using ContainerGuard.Text;

namespace ContainerGuard.Rules.Users;

/// <summary>A RUN changes the owner of files that COPY added, so the layer of the RUN stores each of these files again.</summary>
internal sealed class RecursiveChown : Rule
{
    private static readonly Characters Names = Characters.Of("a-zA-Z0-9_-");

    /// <summary>Folders that exist in every Linux image (FHS 3.0).</summary>
    private static readonly string[] AlwaysThere =
        ["etc", "home", "opt", "srv", "tmp", "usr", "usr/bin", "usr/lib", "usr/local", "usr/local/bin", "usr/share", "var", "var/lib"];

    public override RuleDescriptor Descriptor { get; } =
        new("CG3004", "RUN chown -R duplicates copied files (use COPY --chown)", Severity.Warning);

    public override void Check(FileAnalysis file, Findings findings)
    {
        if (file.OwnerChanges.IsEmpty) return;

        Stage? last = null;
        var accounts = AccountsOf(file.Commands);
        foreach (var change in file.OwnerChanges)
        {
            if (change.IsOfSmallFiles) continue;
            var keyword = change.Copy.Kind.ToKeyword();
            var owner = OwnerOf(change) is { } known ? WithColon(known) : null;
            var isMadeLater = owner is not null && Array.Exists(owner.Split(':'), name => accounts.TryGetValue(name, out var run)
                && run.Stage == change.Run.Stage
                && run.Instruction.Span.Start > change.Copy.Span.Start);
            var isPart = TargetOf(change).Length < change.Path.Length;
            var remedy = (isMadeLater, isPart) switch
            {
                (true, true) => $"Create the user before line {change.Copy.StartLine}, and copy that folder separately with",
                (true, false) => $"Create the user before line {change.Copy.StartLine}, and use",
                (false, true) => "Copy that folder separately with",
                _ => "Use",
            };
            findings.Report(change.Run.Locate(change.Command.Span),
                $"'chown -R' stores the files of {keyword} in line {change.Copy.StartLine} a second time. {remedy} {keyword} "
                    + $"--chown={owner ?? "<user>:<group> (names or numbers)"}.",
                // One fix in a stage at a time, because a fix depends on the instructions above.
                fix: change.Run.Stage == last ? null : FixOf(change));
            last = change.Run.Stage;
        }
    }

    /// <summary>The new owner, as COPY can read it: COPY expands ARG and ENV, but no other variables of the shell.</summary>
    private static string? OwnerOf(OwnerChange change)
    {
        var word = change.Command.Line.Operands[0];
        return word.Expansions.All(expansion => change.Run.State.Find(expansion.Name) is not null)
            ? change.Owner
            : change.Run.Expand(word, change.Command);
    }

    /// <summary>The RUN that creates a user or a group, by its name. The package of a server creates a user of the same name.</summary>
    private static Dictionary<string, RunScript> AccountsOf(CommandIndex commands)
    {
        Dictionary<string, RunScript> accounts = new(StringComparer.Ordinal);
        foreach (var (run, command) in commands.Of("useradd", "adduser", "groupadd", "addgroup"))
        {
            foreach (var name in command.Line.Operands) accounts[name.Text] = run;
        }

        foreach (var (run, command) in commands.InstallsOf(PackageManagers.OfSystems))
        {
            foreach (var package in command.Install!.Packages) accounts[package.Name] = run;
        }

        return accounts;
    }

    /// <summary>chown accepts a dot between user and group, COPY --chown does not.</summary>
    private static string WithColon(string owner) =>
        !owner.Contains(':', StringComparison.Ordinal) && owner.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot
            ? $"{owner[..dot]}:{owner[(dot + 1)..]}"
            : owner.TrimEnd(':');

    /// <summary>
    /// Moves the owner to the COPY directly above. Only where the RUN does nothing else, and only that COPY creates and fills the folder:
    /// otherwise the owner of other files would change.
    /// </summary>
    private static TextEdit[]? FixOf(OwnerChange change)
    {
        var (run, copy) = (change.Run.Instruction, change.Copy);
        var isAlone = change.Run.Commands.Length == 1 && change.Command.Line.Operands.Length == 2 && change.Command.Words.Length == 4;
        if (!isAlone || !run.Flags.IsEmpty || run.Onbuild is not null || copy.Kind != InstructionKind.Copy || !IsUserAndGroup(change.Owner))
        {
            return null;
        }

        if (!IsParentThere(change.Path)) return null;
        if (change.Run.Stage.Parent is not null || Edits.Delete(run) is not { } deletion) return null;

        foreach (var instruction in change.Run.Stage.Instructions)
        {
            if (instruction == run) return null;
            var state = change.Run.Stage.StateAfter(instruction);
            if (instruction == copy)
            {
                // Directly above, and with the same folder as its destination.
                var isNext = change.Run.Stage.StateBefore(run) == state;
                return isNext && TargetOf(change).AsSpan().SequenceEqual(change.Path)
                    ? [.. Edits.InsertFlag(copy, $"--chown={change.Owner}"), .. deletion]
                    : null;
            }

            if (MayTouch(instruction, state, change.Path)) return null;
        }

        return null;
    }

    private static string[] TargetOf(OwnerChange change)
    {
        var state = change.Run.Stage.StateBefore(change.Copy);
        return OwnerChange.Absolute(state.Expand(change.Copy.Destination!, change.Copy.Root.EscapeCharacter).Text, state);
    }

    /// <summary>
    /// Whether the COPY creates only the folder itself: COPY --chown also sets the owner of parent folders that it creates.
    /// </summary>
    private static bool IsParentThere(string[] path) => path.Length <= 1 || Array.IndexOf(AlwaysThere, string.Join('/', path[..^1])) >= 0;

    private static bool MayTouch(InstructionSyntax instruction, StageState state, string[] path) => instruction.Kind switch
    {
        InstructionKind.Workdir =>
            state.WorkingDirectory is not { IsKnown: true, Value: { } folder } || Meet(OwnerChange.Absolute(folder, state), path),
        InstructionKind.Copy or InstructionKind.Add => true,
        InstructionKind.Run => instruction.ToString().Contains('/' + path[^1], StringComparison.Ordinal)
            || state.WorkingDirectory.Origin == SettingOrigin.File,
        _ => false,
    };

    /// <summary>Whether the first path is the folder, or is below it.</summary>
    private static bool Meet(string[] path, string[] folder) => path.AsSpan().StartsWith(folder);

    /// <summary>
    /// The group is required: without it, chown keeps root's group, and COPY --chown uses the user's number as the group.
    /// </summary>
    private static bool IsUserAndGroup(string owner) =>
        owner.Split(':') is [{ Length: > 0 } user, { Length: > 0 } group] && Names.ContainAll(user) && Names.ContainAll(group);
}
