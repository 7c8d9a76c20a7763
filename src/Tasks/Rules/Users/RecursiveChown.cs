using ContainerGuard.Dockerfile;
using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Users;

/// <summary>Files are copied as root, and a RUN gives them to a user: every one of them is stored a second time, in that RUN's layer.</summary>
internal sealed class RecursiveChown : Rule
{
    private static readonly Characters Names = Characters.Of("a-zA-Z0-9_-");

    /// <summary>Folders that every Linux image has (FHS 3.0).</summary>
    private static readonly string[] AlwaysThere = ["etc", "home", "opt", "srv", "tmp", "usr", "usr/bin", "usr/lib", "usr/local", "usr/local/bin", "usr/share", "var", "var/lib"];

    public override RuleDescriptor Descriptor { get; } = new("CG3004", "RUN chown -R changes what COPY --chown would have copied", Severity.Warning);

    public override void Check(RuleContext context)
    {
        if (context.OwnerChanges.IsEmpty) return;

        Stage? last = null;
        var accounts = AccountsOf(context.Commands);
        foreach (var change in context.OwnerChanges)
        {
            if (change.IsOfSmallFiles) continue;
            var keyword = change.Copy.Kind.ToKeyword();
            var owner = OwnerOf(change) is { } known ? WithColon(known) : null;
            var isMadeLater = owner is not null && Array.Exists(owner.Split(':'), name => accounts.TryGetValue(name, out var run) && run.Stage == change.Run.Stage && run.Instruction.Span.Start > change.Copy.Span.Start);
            var isPart = TargetOf(change).Length < change.Path.Length;
            var remedy = (isMadeLater, isPart) switch
            {
                (true, true) => $"Make the user above line {change.Copy.StartLine}, and copy that folder by itself, with",
                (true, false) => $"Make the user above line {change.Copy.StartLine}, and write",
                (false, true) => "Copy that folder by itself, with",
                _ => "Give them to their owner right away:",
            };
            context.Report(change.Run.Locate(change.Command.Span),
                $"'chown -R' changes files that {keyword} put there in line {change.Copy.StartLine}: the layer holds each of them once more. {remedy} {keyword} --chown={owner ?? "user:group, by their names or numbers"}.",
                fix: change.Run.Stage == last ? null : FixOf(change)); // One in a stage at a time: it reads what stands above.
            last = change.Run.Stage;
        }
    }

    /// <summary>Who gets the files, in words that COPY understands: it knows ARG and ENV, and no other variable of the shell.</summary>
    private static string? OwnerOf(OwnerChange change)
    {
        var word = change.Command.Line.Operands[0];
        return word.Expansions.All(expansion => change.Run.State.Find(expansion.Name) is not null) ? change.Owner : change.Run.Expand(word, change.Command);
    }

    /// <summary>The RUN that makes a user or a group, by the name; a server's package makes the one that it runs as.</summary>
    private static Dictionary<string, RunScript> AccountsOf(CommandIndex commands)
    {
        Dictionary<string, RunScript> accounts = new(StringComparer.Ordinal);
        foreach (var (run, command) in commands.Of("useradd", "adduser", "groupadd", "addgroup"))
        {
            foreach (var name in command.Line.Operands) accounts[name.Text] = run;
        }

        foreach (var (run, command) in commands.InstallsOf(PackageGrammar.OfSystems))
        {
            foreach (var package in command.Install!.Packages) accounts[package.Name] = run;
        }

        return accounts;
    }

    /// <summary>chown also takes a dot between user and group, --chown does not.</summary>
    private static string WithColon(string owner) =>
        !owner.Contains(':', StringComparison.Ordinal) && owner.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot ? $"{owner[..dot]}:{owner[(dot + 1)..]}" : owner.TrimEnd(':');

    /// <summary>
    /// Moves the owner to the COPY right above, where the RUN does nothing else, and nothing but that COPY makes the folder or fills it: else
    /// what it leaves to root would change.
    /// </summary>
    private static TextEdit[]? FixOf(OwnerChange change)
    {
        var (run, copy) = (change.Run.Instruction, change.Copy);
        var isAlone = change.Run.Commands.Length == 1 && change.Command.Line.Operands.Length == 2 && change.Command.Words.Length == 4;
        if (!isAlone || !run.Flags.IsEmpty || run.Onbuild is not null || copy.Kind != InstructionKind.Copy || !IsUserAndGroup(change.Owner)) return null;
        if (!IsParentThere(change.Path)) return null;
        if (change.Run.Stage.Parent is not null || InstructionEdits.Delete(run) is not { } deletion) return null;

        foreach (var instruction in change.Run.Stage.Instructions)
        {
            if (instruction == run) return null;
            var state = change.Run.Stage.StateAfter(instruction);
            if (instruction == copy)
            {
                // Right above, and to the very folder.
                var isNext = change.Run.Stage.StateBefore(run) == state;
                return isNext && TargetOf(change).AsSpan().SequenceEqual(change.Path)
                    ? [TextEdit.Insert(copy.KeywordSpan.End, $" --chown={change.Owner}"), .. deletion]
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

    /// <summary>Whether the COPY makes the folder and none above it: with --chown these, too, would get the owner.</summary>
    private static bool IsParentThere(string[] path) => path.Length <= 1 || Array.IndexOf(AlwaysThere, string.Join('/', path[..^1])) >= 0;

    private static bool MayTouch(InstructionSyntax instruction, StageState state, string[] path) => instruction.Kind switch
    {
        InstructionKind.Workdir => state.WorkingDirectory is not { IsKnown: true, Value: { } folder } || Meet(OwnerChange.Absolute(folder, state), path),
        InstructionKind.Copy or InstructionKind.Add => true,
        InstructionKind.Run => instruction.ToString().Contains('/' + path[^1], StringComparison.Ordinal) || state.WorkingDirectory.Origin == SettingOrigin.File,
        _ => false,
    };

    /// <summary>Whether the first path is the other, or lies in it.</summary>
    private static bool Meet(string[] path, string[] folder) => path.AsSpan().StartsWith(folder);

    /// <summary>With its group: alone, a user keeps the files in root's group here, and has them in its own there.</summary>
    private static bool IsUserAndGroup(string owner) =>
        owner.Split(':') is [{ Length: > 0 } user, { Length: > 0 } group] && Names.ContainAll(user) && Names.ContainAll(group);
}
