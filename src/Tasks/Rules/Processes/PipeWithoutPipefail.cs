using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;
using ContainerGuard.Images;
using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Processes;

/// <summary>
/// The exit code of a pipe is that of its last command, so a failure of an earlier command stays hidden. If the earlier commands cannot
/// fail, as in <c>echo … | sha256sum -c</c>, only level <c>all</c> reports the pipe. <c>yes | …</c> is not reported, because it fails with
/// pipefail.
/// </summary>
internal sealed class PipeWithoutPipefail : Rule
{
    private const string Option = "pipefail";

    public override RuleDescriptor Descriptor { get; } = new("CG6007", "RUN with a pipe does not set pipefail", Severity.Warning)
    {
        Aliases = ["hadolint:DL4006", "kics:Shell Running A Pipe Without Pipefail Flag"],
    };

    public override void Check(FileAnalysis file, Findings findings)
    {
        foreach (var run in file.Runs)
        {
            if (run.Instruction.IsExecForm || FirstPipe(run, out var isChecked) is not { } pipe || IsSet(run)) continue;

            var canFail = CanFail(pipe);
            var program = canFail && pipe.Elements.First(CanFail) is ShellCommand { Name: { } name }
                ? $"'{MessageText.Cut(name)}'"
                : "a command before the last one";
            var message = isChecked && IsDropped(pipe, run)
                ? $"The build continues if {program} fails, because ';' follows the pipe. Write '&&' after it, and set pipefail."
                : isChecked
                ? $"Without pipefail, the build continues if {program} fails. {Remedy(run, pipe)}"
                : $"If {program} fails in this command substitution, the build continues. "
                    + "Assign the output to a variable first, for example list=$(…), and set pipefail.";
            findings.Report(
                run.Locate(pipe.Span),
                message,
                canFail && isChecked ? null : Severity.Message,
                variant: canFail && isChecked ? null : Descriptor with { IsRecommended = false });
        }
    }

    /// <summary>
    /// SHELL sets the shell of the RUN, but not one that a command in the RUN starts. Alpine does not contain bash, but its sh supports the
    /// option.
    /// </summary>
    private static string Remedy(RunScript run, ShellPipeline pipe)
    {
        foreach (var command in run.Commands)
        {
            if (command is { Script.Body: { } body } && CommandWrappers.IsShell(command.Name) && Holds(body, pipe))
            {
                return command.Name is "bash" or "zsh" or "ksh" or "ash" && command.ScriptWord is not null
                    ? $"Write '{command.Name} -o pipefail -c' here."
                    : "Begin the inner script with 'set -o pipefail', in a shell that supports it, for example bash.";
            }
        }

        return run.Stage.Root.Base.Text.Contains("alpine", StringComparison.Ordinal)
            ? "Begin this RUN with 'set -o pipefail'."
            : "Add SHELL [\"/bin/bash\", \"-o\", \"pipefail\", \"-c\"] above this RUN.";
    }

    private static bool Holds(ShellList list, ShellPipeline pipe) =>
        list.Pipelines.Any(pipeline => pipeline == pipe
            || pipeline.Elements.Any(element => element is ShellCompound compound && compound.Lists.Any(part => Holds(part, pipe))));

    /// <summary>The first pipe that hides a failure which pipefail would show, or else the first pipe.</summary>
    private static ShellPipeline? FirstPipe(RunScript run, out bool isChecked)
    {
        ShellPipeline? first = null;
        HashSet<ShellPipeline>? ignored = null;
        HashSet<ShellPipeline>? tolerated = null;
        foreach (var command in run.Commands)
        {
            foreach (var word in command.Words) AddIgnored(word, ref ignored);

            var pipe = command.Outermost.Pipeline;
            if (pipe.Elements.Length < 2 || pipe.Elements.Any(static element => element is ShellCommand { Name: "yes" })) continue;
            if ((FailsOnEmptyInput(pipe, run) && !IsDropped(pipe, run)) || (tolerated ??= ToleratedIn(run)).Contains(pipe)) continue;
            if (isChecked = CanFail(pipe) && ignored?.Contains(pipe) != true) return pipe;
            first ??= pipe;
        }

        isChecked = first is null || ignored?.Contains(first) != true;
        return first;
    }

    /// <summary>
    /// The shell checks the exit code of a substitution only if its output is assigned to a variable. In <c>cmd $(a | b)</c> it ignores the
    /// code.
    /// </summary>
    private static void AddIgnored(ShellWord word, ref HashSet<ShellPipeline>? ignored)
    {
        foreach (var expansion in word.Expansions)
        {
            if (expansion.Body is { } body) Add(body, ignored ??= []);
        }

        static void Add(ShellList list, HashSet<ShellPipeline> pipes)
        {
            foreach (var pipeline in list.Pipelines)
            {
                pipes.Add(pipeline);
                foreach (var element in pipeline.Elements)
                {
                    if (element is not ShellCompound compound) continue;
                    foreach (var part in compound.Lists) Add(part, pipes);
                }
            }
        }
    }

    private static bool CanFail(ShellPipeline pipe)
    {
        if (pipe.Elements.Any(StopsReading)) return false;
        for (var i = 0; i < pipe.Elements.Length - 1; i++)
        {
            if (CanFail(pipe.Elements[i])) return true;
        }

        return false;
    }

    /// <summary>
    /// Whether a command stops reading before the end of its input. With pipefail, the command before it fails by SIGPIPE, and the build
    /// with it.
    /// </summary>
    private static bool StopsReading(ShellNode element) => element is ShellCommand command
        && (command.Name == "head"
            || (command.Name is "grep" or "egrep" or "fgrep" && command.Line.Has("-q", "--quiet", "-m", "--max-count")));

    /// <summary>
    /// Whether a command can fail. A substitution in an argument of echo can, but echo then succeeds anyway, so pipefail does not help.
    /// </summary>
    private static bool CanFail(ShellNode element) => element is not ShellCommand { Name: "echo" or "printf" or "true" or ":" };

    /// <summary>
    /// Whether the last command fails if the command before it fails: an unpacker needs a whole archive, and gpg a key. After a filter,
    /// <c>sha256sum -c</c> reports "no properly formatted checksum lines found". BusyBox succeeds.
    /// </summary>
    private static bool FailsOnEmptyInput(ShellPipeline pipe, RunScript run) =>
        ((pipe.Elements is [.., ShellCommand last] && NeedsInput(last)) || IsCheckOfFilter(pipe))
        && BaseSystem.ShellOf(run.Stage.Root.Base.Text) != "ash";

    private static bool NeedsInput(ShellCommand command) => command.Name switch
    {
        "tar" or "bsdtar" => Unpacks(command),
        "gunzip" or "bunzip2" or "unxz" or "unzstd" or "zcat" => true,
        "gzip" or "bzip2" or "xz" or "zstd" => command.Line.Has("-d", "--decompress") || command.Line.Has("-dc", "-cd"),
        "gpg" or "gpg2" => command.Line.Has("--import", "--dearmor"),
        "apt-key" => command.Arguments is [{ Text: "add" }, ..],
        _ => false,
    };

    /// <summary>Whether tar extracts or lists: <c>-xz</c>, <c>xf -</c>, <c>-C /opt -xz</c>.</summary>
    private static bool Unpacks(ShellCommand command)
    {
        var words = command.Arguments.Select(static word => word.Text).ToArray();
        var letters = words.Where((text, index) => text is ['-', not '-', ..] || (index == 0 && text is not ['-', ..])).ToArray();
        return command.Line.Has("--extract", "--get", "--list")
            || (Array.Exists(letters, static text => text.AsSpan().ContainsAny('x', 't'))
                && !Array.Exists(letters, static text => text.Contains('c')));
    }

    private static bool IsCheckOfFilter(ShellPipeline pipe) =>
        pipe.Elements is [.., ShellCommand { Name: "grep" or "egrep" or "fgrep" or "sed" or "awk" or "cat" or "head" or "tail" or "sort" },
            ShellCommand { Name: "sha256sum" or "sha512sum" or "sha1sum" or "sha384sum" or "sha224sum" or "md5sum" or "b2sum"
                or "shasum" } check]
        && check.Line.Has("-c", "--check");

    /// <summary>
    /// The pipelines whose failure the script ignores on purpose, with <c>|| true</c> or another command that succeeds: directly, after
    /// <c>&amp;&amp;</c>, or around a group.
    /// </summary>
    private static HashSet<ShellPipeline> ToleratedIn(RunScript run)
    {
        HashSet<ShellPipeline> tolerated = [];
        Add(run.Script.Body, isTolerated: false);
        foreach (var command in run.Commands)
        {
            if (command.Script is { } script) Add(script.Body, tolerated.Contains(command.Outermost.Pipeline));
        }

        return tolerated;

        void Add(ShellList list, bool isTolerated)
        {
            for (var i = list.Pipelines.Length - 1; i >= 0; i--)
            {
                var pipeline = list.Pipelines[i];
                var next = i + 1 < list.Pipelines.Length ? list.Pipelines[i + 1] : null;
                var isOwn = isTolerated || pipeline.IsNegated
                    || (pipeline.Join == ShellJoin.Or && next is { Elements: [ShellCommand { Name: "true" or ":" or "echo" or "printf" }] })
                    || (pipeline.Join is ShellJoin.And or ShellJoin.Or && next is not null && tolerated.Contains(next));
                if (isOwn) tolerated.Add(pipeline);
                foreach (var element in pipeline.Elements)
                {
                    if (element is not ShellCompound compound) continue;
                    for (var part = 0; part < compound.Lists.Length; part++)
                    {
                        Add(compound.Lists[part], isOwn || IsCondition(compound, part));
                    }
                }
            }
        }
    }

    /// <summary>Whether a part is a condition, whose failure chooses the next branch. Conditions and bodies alternate.</summary>
    private static bool IsCondition(ShellCompound compound, int part) =>
        compound.Kind is ShellCompoundKind.If or ShellCompoundKind.While or ShellCompoundKind.Until
        && part % 2 == 0 && part + 1 < compound.Lists.Length;

    /// <summary>
    /// Whether the script goes on after the pipe in any case, so that pipefail alone changes nothing: a command follows after <c>;</c>, and
    /// the shell does not stop at errors.
    /// </summary>
    private static bool IsDropped(ShellPipeline pipe, RunScript run) =>
        pipe.Join == ShellJoin.Semicolon
        && run.Script.Body.Pipelines is var all && all.IndexOf(pipe) is >= 0 and var at && at + 1 < all.Length
        && !(run.State.Shell.Value?.Any(static element => element is ['-', not '-', .. var flags] && flags.Contains('e')) == true)
        && !run.Commands.Any(static command => command.Name == "set"
            && command.Arguments.Any(static word => word.Is("errexit") || (word.Text is ['-', not '-', ..] && word.Text.Contains('e'))));

    /// <summary>
    /// Whether the option is set: by SHELL, by <c>set -o pipefail</c> anywhere in the script, or by an option of an inner shell.
    /// </summary>
    private static bool IsSet(RunScript run) =>
        (run.State.Shell is { Origin: SettingOrigin.File, Value: { } shell } && shell.Contains(Option) && IsOneThatKnowsIt(shell))
        || run.Instruction.Heredocs.Any(heredoc => IsSetByFirstLine(run.Instruction.Source.AsSpan(heredoc.ContentSpan)))
        || run.Commands.Any(static command => (command.Name == "set" || CommandWrappers.IsShell(command.Name))
            && command.Arguments.Any(static word => word.Is(Option)));

    /// <summary><c>#!/bin/bash -eo pipefail</c></summary>
    private static bool IsSetByFirstLine(ReadOnlySpan<char> script)
    {
        var end = script.IndexOf('\n');
        return script.StartsWith("#!") && (end < 0 ? script : script[..end]).Contains(Option, StringComparison.Ordinal);
    }

    /// <summary>Whether the shell supports the option. The sh of Debian, which is dash, does not.</summary>
    private static bool IsOneThatKnowsIt(string[] shell) =>
        shell.Any(static element => element[(element.LastIndexOf('/') + 1)..] is "bash" or "zsh" or "ash" or "ksh");
}
