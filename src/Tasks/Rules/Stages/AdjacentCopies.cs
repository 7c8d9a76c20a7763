using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Stages;

/// <summary>Two COPYs or ADDs to one place, one after the other, which one instruction could do.</summary>
internal sealed class AdjacentCopies : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG7013", "COPY follows a COPY to the same place", Severity.Message)
    {
        Aliases = ["kics:Multiple RUN, ADD, COPY, Instructions Listed"],
        IsRecommended = false,
    };

    public override void Check(RuleContext context)
    {
        foreach (var stage in context.Model.Stages)
        {
            InstructionSyntax? before = null;
            foreach (var instruction in stage.Instructions)
            {
                var own = IsOneOfMany(instruction) ? instruction : null;
                if (own is not null && before is not null && own.Kind == before.Kind
                    && own.Destination!.Text == before.Destination!.Text && own.FlagsText == before.FlagsText)
                {
                    var keyword = own.Kind.ToKeyword();
                    context.Report(own.KeywordSpan,
                        $"This {keyword} follows another with the same target, and each is a layer of its own. Write one {keyword} with the sources of both, and end '{own.Destination.Value.TrimEnd('/')}/' in a slash.");
                }

                before = own;
            }
        }
    }

    /// <summary>Not an ONBUILD, a file written out, what a checksum or --link keeps apart, nor the whole context, which holds the others.</summary>
    private static bool IsOneOfMany(InstructionSyntax instruction)
    {
        if (instruction.Kind is not (InstructionKind.Copy or InstructionKind.Add) || instruction.Destination is null || !instruction.Heredocs.IsEmpty
            || instruction.FindFlag("checksum") is not null || instruction.FindFlag("link") is not null) return false;

        foreach (var source in instruction.Sources)
        {
            if (source.Value is "." or "./") return false;
        }

        return true;
    }
}
