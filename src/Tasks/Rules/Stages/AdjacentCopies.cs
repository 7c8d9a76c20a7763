using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Stages;

/// <summary>Two consecutive COPY or ADD instructions with the same destination, which one instruction could replace.</summary>
internal sealed class AdjacentCopies : Rule
{
    public override RuleDescriptor Descriptor { get; } = new(
        "CG7013", "Consecutive COPY instructions have the same destination", Severity.Message)
    {
        Aliases = ["kics:Multiple RUN, ADD, COPY, Instructions Listed"],
        IsRecommended = false,
    };

    public override void Check(FileAnalysis file, Findings findings)
    {
        foreach (var stage in file.Model.Stages)
        {
            InstructionSyntax? before = null;
            foreach (var instruction in stage.Instructions)
            {
                var own = IsOneOfMany(instruction) ? instruction : null;
                if (own is not null && before is not null && own.Kind == before.Kind
                    && own.Destination!.Text == before.Destination!.Text && own.FlagsText == before.FlagsText)
                {
                    var keyword = own.Kind.ToKeyword();
                    var folder = MessageText.Cut(own.Destination.Value.TrimEnd('/')) + "/";
                    findings.Report(own.KeywordSpan,
                        $"This {keyword} has the same destination as the previous one. "
                            + $"Write one {keyword} with all sources and the destination '{folder}'.");
                }

                before = own;
            }
        }
    }

    /// <summary>
    /// Whether the instruction can be combined: not an ONBUILD, a heredoc, one with --checksum or --link, or a copy of the whole context.
    /// </summary>
    private static bool IsOneOfMany(InstructionSyntax instruction)
    {
        if (instruction.Kind is not (InstructionKind.Copy or InstructionKind.Add)
            || instruction.Destination is null
            || !instruction.Heredocs.IsEmpty
            || instruction.FindFlag("checksum") is not null || instruction.FindFlag("link") is not null)
        {
            return false;
        }

        foreach (var source in instruction.Sources)
        {
            if (source.Value is "." or "./") return false;
        }

        return true;
    }
}
