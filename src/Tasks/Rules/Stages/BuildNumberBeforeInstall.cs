using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;
using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Stages;

/// <summary>
/// An ARG whose value changes in every build is declared before a RUN that installs packages. Every ARG above a RUN is part of its cache
/// key, so each new value repeats the installation (Dockerfile reference, ARG, "Impact on build caching").
/// </summary>
internal sealed class BuildNumberBeforeInstall : Rule
{
    private static readonly HashSet<string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        "BUILDDATE", "BUILDTIME", "BUILD_COMMIT", "BUILD_DATE", "BUILD_ID", "BUILD_NUMBER", "BUILD_SHA", "BUILD_TIME", "BUILD_TIMESTAMP",
        "CI_COMMIT_SHA",
        "CI_COMMIT_SHORT_SHA", "CI_JOB_ID", "CI_PIPELINE_ID", "COMMIT_HASH", "COMMIT_ID", "COMMIT_SHA", "GITHUB_RUN_ID",
        "GITHUB_RUN_NUMBER", "GITHUB_SHA", "GIT_COMMIT",
        "GIT_COMMIT_SHA", "GIT_HASH", "GIT_REV", "GIT_REVISION", "GIT_SHA", "IMAGE_CREATED", "SHORT_SHA", "SOURCE_COMMIT", "VCS_REF",
    };

    private static readonly string[] Defaults = ["", "0", "dev", "development", "local", "n/a", "none", "unknown", "unset", "undefined"];

    public override RuleDescriptor Descriptor { get; } =
        new("CG7009", "A changing ARG is declared before packages are installed", Severity.Message);

    public override void Check(FileAnalysis file, Findings findings)
    {
        var runs = file.Runs;
        if (runs.IsEmpty) return;

        var next = 0;
        foreach (var stage in file.Model.Stages)
        {
            Dictionary<string, KeyValueSyntax> waiting = new(StringComparer.Ordinal);
            foreach (var instruction in stage.Instructions)
            {
                if (instruction.Kind == InstructionKind.Arg)
                {
                    foreach (var pair in instruction.Pairs)
                    {
                        if (Names.Contains(pair.Name) && IsOpen(pair)) waiting.TryAdd(pair.Name, pair);
                    }
                }
                else if (waiting.Count > 0 && instruction.Kind == InstructionKind.Run)
                {
                    while (next < runs.Length && runs[next].Instruction.KeywordSpan.Start < instruction.KeywordSpan.Start) next++;
                    if (next == runs.Length
                        || runs[next].Instruction != instruction
                        || runs[next].Commands.FirstOrDefault(Installs) is not { } command)
                    {
                        continue;
                    }

                    Report(file, findings, runs[next], command, waiting);
                }
            }
        }
    }

    /// <summary>Reports each ARG once, for the first RUN that installs something, unless that RUN uses the ARG.</summary>
    private static void Report(
        FileAnalysis file, Findings findings, RunScript run, ShellCommand command, Dictionary<string, KeyValueSyntax> waiting)
    {
        var text = file.Source.AsSpan(run.Instruction.Span);
        var quoted = MessageText.Cut(file.Source.Slice(run.Locate(command)));
        foreach (var (name, pair) in waiting)
        {
            if (text.Contains(name, StringComparison.Ordinal)) continue;
            findings.Report(pair.Key.Span,
                $"'{name}' changes in every build, so '{quoted}' in line {run.Instruction.StartLine} runs again each time. "
                    + "Move the ARG below that line.");
        }

        waiting.Clear();
    }

    private static bool Installs(ShellCommand command) =>
        command.Install is { Packages.IsEmpty: false } || DependencyInstall.Of(command) is not null;

    /// <summary>Whether the ARG has no fixed default. A real default pins something, for example the commit to download.</summary>
    private static bool IsOpen(KeyValueSyntax pair) =>
        pair.Value is null || Defaults.Contains(pair.Value.Value, StringComparer.OrdinalIgnoreCase);
}
