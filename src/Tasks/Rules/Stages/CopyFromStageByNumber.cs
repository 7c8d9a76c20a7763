using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Stages;

/// <summary>COPY --from refers to a stage by its number.</summary>
internal sealed class CopyFromStageByNumber : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG7003", "COPY --from refers to a stage by number", Severity.Warning)
    {
        Aliases = ["kics:Using Unnamed Build Stages"],
    };

    public override void Check(RuleContext context)
    {
        HashSet<string>? shared = null;
        bool? isTaken = null;
        foreach (var stage in context.Model.Stages)
        {
            foreach (var instruction in stage.Instructions)
            {
                if (instruction.Kind != InstructionKind.Copy || instruction.FindFlag("from") is not { Value: { } number } flag
                    || !GoNumber.TryParse(number, 0, stage.Index - 1, out var index)) continue;

                // Instructions before the first FROM are not a stage, so they do not count.
                var source = context.Model.Stages[(int)index + (context.Model.Stages[0].IsFragment ? 1 : 0)];
                var isUnique = source.Name is { } name && !(shared ??= SharedNames(context)).Contains(name);
                var remedy = source.NameSyntax is { } written ? $"--from={written.RawText}" : RemedyFor(context, source, isTaken ??= context.Model.Stages.Any(static other => other.Name == "build"));
                context.Report(context.FromFirstLine(instruction, flag.Span),
                    $"--from={number} changes its meaning when a stage is added or removed. Write {remedy}.",
                    fix: isUnique ? [new TextEdit(flag.ValueSpan, source.Name!)] : null);
            }
        }
    }

    /// <summary>A name that no other stage has, with AS cased like the FROM.</summary>
    private static string RemedyFor(RuleContext context, Stage source, bool isBuildTaken)
    {
        var name = isBuildTaken ? $"stage{source.Index}" : "build";
        var keyword = source.From.Keyword == "from" ? "as" : "AS";
        var from = context.Source.Slice(TextSpan.FromBounds(source.From.KeywordSpan.Start, source.BaseSpan.End));
        return $"'{MessageText.Cut(from)} {keyword} {name}' in line {source.From.StartLine}, and --from={name} here";
    }

    /// <summary>The names that more than one stage has. Such a name refers to the last of these stages.</summary>
    private static HashSet<string> SharedNames(RuleContext context)
    {
        HashSet<string> all = new(StringComparer.Ordinal);
        HashSet<string> shared = new(StringComparer.Ordinal);
        foreach (var stage in context.Model.Stages)
        {
            if (stage.Name is { } name && !all.Add(name)) shared.Add(name);
        }

        return shared;
    }
}
