using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;
using ContainerGuard.Text;

namespace ContainerGuard.Rules.Stages;

/// <summary>COPY --from refers to a stage by its number.</summary>
internal sealed class CopyFromStageByNumber : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG7003", "COPY --from refers to a stage by number", Severity.Warning)
    {
        Aliases = ["kics:Using Unnamed Build Stages"],
    };

    public override void Check(FileAnalysis file, Findings findings)
    {
        HashSet<string>? shared = null;
        bool? isTaken = null;
        foreach (var stage in file.Model.Stages)
        {
            foreach (var instruction in stage.Instructions)
            {
                if (instruction.Kind != InstructionKind.Copy || instruction.FindFlag("from") is not { Value: { } number } flag
                    || !GoNumber.TryParse(number, 0, stage.Index - 1, out var index))
                {
                    continue;
                }

                // Instructions before the first FROM are not a stage, so they do not count.
                var source = file.Model.Stages[(int)index + (file.Model.Stages[0].IsFragment ? 1 : 0)];
                var isUnique = source.Name is { } name && !(shared ??= SharedNames(file)).Contains(name);
                var remedy = source.NameSyntax is { } written
                    ? $"--from={written.RawText}"
                    : RemedyFor(file, source, isTaken ??= file.Model.Stages.Any(static other => other.Name == "build"));
                findings.Report(file.FromFirstLine(instruction, flag.Span),
                    $"--from={number} changes its meaning when a stage is added or removed. Write {remedy}.",
                    fix: isUnique ? Edits.Replace(flag.ValueSpan, source.Name!) : null);
            }
        }
    }

    /// <summary>A name that no other stage has, with AS cased like the FROM.</summary>
    private static string RemedyFor(FileAnalysis file, Stage source, bool isBuildTaken)
    {
        var name = isBuildTaken ? $"stage{source.Index}" : "build";
        var keyword = source.From.Keyword == "from" ? "as" : "AS";
        var from = file.Source.Slice(TextSpan.FromBounds(source.From.KeywordSpan.Start, source.BaseSpan.End));
        return $"'{MessageText.Cut(from)} {keyword} {name}' in line {source.From.StartLine}, and --from={name} here";
    }

    /// <summary>The names that more than one stage has. Such a name refers to the last of these stages.</summary>
    private static HashSet<string> SharedNames(FileAnalysis file)
    {
        HashSet<string> all = new(StringComparer.Ordinal);
        HashSet<string> shared = new(StringComparer.Ordinal);
        foreach (var stage in file.Model.Stages)
        {
            if (stage.Name is { } name && !all.Add(name)) shared.Add(name);
        }

        return shared;
    }
}
