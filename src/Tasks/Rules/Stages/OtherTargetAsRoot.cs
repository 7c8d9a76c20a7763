using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Stages;

/// <summary>
/// A stage for <c>--target</c> switches back to root from the user of the stage that it is based on. LastUserIsRoot checks the final stage.
/// </summary>
internal sealed class OtherTargetAsRoot : Rule
{
    public override RuleDescriptor Descriptor { get; } =
        new("CG7012", "A stage switches to root and does not switch back", Severity.Message);

    public override void Check(FileAnalysis file, Findings findings)
    {
        HashSet<Stage>? used = null;
        foreach (var stage in file.Model.Stages)
        {
            if (stage is not { IsFinal: false, Parent: { } parent }
                || stage.End.User is not { Origin: SettingOrigin.File, IsKnown: true, Value: { } user, Instruction: { } instruction }
                || !ContainerUser.IsRoot(user) || instruction.Span.Start < stage.From.Span.Start)
            {
                continue;
            }

            if (parent.End.User is not { Origin: SettingOrigin.File, IsKnown: true, Value: { } before }
                || ContainerUser.IsRoot(before)
                || (used ??= Used(file)).Contains(stage))
            {
                continue;
            }

            findings.Report(file.FromFirstLine(instruction, instruction.ArgumentsSpan),
                $"The stage '{stage.Name ?? stage.BaseText}' runs as root, while its base '{parent.Name}' runs as '{before}'. "
                    + $"End the stage with USER {before}.");
        }
    }

    /// <summary>The stages that other stages are based on or copy from: steps of a build, not images.</summary>
    private static HashSet<Stage> Used(FileAnalysis file)
    {
        HashSet<Stage> used = [];
        foreach (var stage in file.Model.Stages)
        {
            if (stage.Parent is { } parent) used.Add(parent);
            foreach (var source in stage.Sources) used.Add(source);
        }

        return used;
    }
}
