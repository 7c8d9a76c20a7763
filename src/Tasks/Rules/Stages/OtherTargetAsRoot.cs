using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Stages;

/// <summary>
/// A stage that only <c>--target</c> builds goes back to root from the user of the stage it continues. The final stage's user is LastUserIsRoot's.
/// </summary>
internal sealed class OtherTargetAsRoot : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG7012", "A stage goes back to root, and stays there", Severity.Message);

    public override void Check(RuleContext context)
    {
        HashSet<Stage>? used = null;
        foreach (var stage in context.Model.Stages)
        {
            if (stage is not { IsFinal: false, Parent: { } parent } || stage.End.User is not { Origin: SettingOrigin.File, IsKnown: true, Value: { } user, Instruction: { } instruction }
                || !ContainerUser.IsRoot(user) || instruction.Span.Start < stage.From.Span.Start) continue;
            if (parent.End.User is not { Origin: SettingOrigin.File, IsKnown: true, Value: { } before } || ContainerUser.IsRoot(before) || (used ??= Used(context)).Contains(stage)) continue;

            context.Report(context.FromFirstLine(instruction, instruction.ArgumentsSpan),
                $"'{stage.Name ?? stage.BaseText}' continues '{parent.Name}', which runs as '{before}', and ends as root: whoever builds it with --target gets an image that runs as root. End it with USER {before}.");
        }
    }

    /// <summary>The stages that others continue or copy from: they are a step, not an image.</summary>
    private static HashSet<Stage> Used(RuleContext context)
    {
        HashSet<Stage> used = [];
        foreach (var stage in context.Model.Stages)
        {
            if (stage.Parent is { } parent) used.Add(parent);
            foreach (var source in stage.Sources) used.Add(source);
        }

        return used;
    }
}
