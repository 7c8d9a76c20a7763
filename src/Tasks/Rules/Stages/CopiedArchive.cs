using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;
using ContainerGuard.Shell;
using ContainerGuard.Text;

namespace ContainerGuard.Rules.Stages;

/// <summary>COPY adds an archive and a later RUN unpacks it. ADD does both, without a layer that contains the archive.</summary>
internal sealed class CopiedArchive : Rule
{
    private static readonly string[] Programs = ["tar", "bsdtar"];

    /// <summary>Options that ADD does not have (Dockerfile reference, ADD: it unpacks as <c>tar -x</c> does).</summary>
    private static readonly string[] OptionsOfTarAlone =
        ["--strip-components", "--transform", "--xform", "--exclude", "--wildcards", "--files-from"];

    public override RuleDescriptor Descriptor { get; } = new("CG7006", "COPY adds an archive that RUN unpacks", Severity.Message)
    {
        Aliases = ["hadolint:DL3010"],
    };

    public override void Check(FileAnalysis file, Findings findings)
    {
        var copies = file.Copies;
        if (copies.IsEmpty || file.Commands.Of(Programs).Count == 0) return;

        Dictionary<string, LocatedText> archives = new(StringComparer.Ordinal);
        Stage? stage = null;
        var next = 0;
        foreach (var run in file.Runs)
        {
            if (run.Stage != stage) archives.Clear();
            stage = run.Stage;
            for (; next < copies.Length && copies[next].Instruction.Span.Start < run.Instruction.Span.Start; next++)
            {
                if (copies[next].Stage == stage) AddArchives(copies[next], archives);
            }

            if (archives.Count > 0) CheckRun(findings, run, archives);
        }
    }

    private static void CheckRun(Findings findings, RunScript run, Dictionary<string, LocatedText> archives)
    {
        foreach (var command in run.Commands)
        {
            if (!Unpacks(command)) continue;
            foreach (var operand in command.Line.Operands)
            {
                if (operand.Value is not { } path || !archives.Remove(NameOf(path), out var source)) continue;
                findings.Report(source.Span,
                    $"The image contains '{MessageText.Cut(source.Text)}' both packed and unpacked. "
                        + "Write ADD, which unpacks the archive while copying it.");
            }
        }
    }

    /// <summary>Adds the archives by their names in the image.</summary>
    private static void AddArchives(ContextCopy copy, Dictionary<string, LocatedText> archives)
    {
        if (copy.Instruction is not { Kind: InstructionKind.Copy, Onbuild: null, Destination: { } destination }) return;

        foreach (var source in copy.Sources)
        {
            if (ArchiveName.IsOne(source.Text))
            {
                archives[NameOf(ArchiveName.IsOne(destination.Value) ? destination.Value : source.Text)] = source;
            }
        }
    }

    /// <summary><c>tar -xf</c>, <c>tar --extract</c>, and <c>tar xf</c>.</summary>
    private static bool Unpacks(ShellCommand command) =>
        Array.IndexOf(Programs, command.Name) >= 0 && !command.Line.HasAny(OptionsOfTarAlone)
        && (command.Line.Has("-x", "--extract", "--get")
            || (command.Words.Length > 1 && command.Words[1].Text is not ['-', ..] and var letters && letters.Contains('x')));

    private static string NameOf(string path) => path[(path.LastIndexOfAny(['/', '\\']) + 1)..];
}
