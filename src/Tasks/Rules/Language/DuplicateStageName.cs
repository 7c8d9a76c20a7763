using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Language;

/// <summary>A stage with the name of an earlier one.</summary>
internal sealed class DuplicateStageName : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG1014", "Two stages have the same name", Severity.Warning)
    {
        Aliases = ["buildkit:DuplicateStageName", "hadolint:DL3024", "trivy:DS-0012", "checkov:CKV_DOCKER_11", "kics:Same Alias In Different Froms"],
    };

    public override void Check(RuleContext context)
    {
        if (context.Model.Stages.Length < 2) return;

        var names = new Dictionary<string, Stage>(StringComparer.Ordinal);
        foreach (var stage in context.Model.Stages)
        {
            if (stage is not { Name: { } name, NameSyntax: { } syntax } || names.TryAdd(name, stage)) continue;
            context.Report(context.FromFirstLine(stage.From, syntax.Span),
                $"The stage of line {names[name].From.StartLine} is named '{name}', too. Whoever copies from '{name}' or builds it with --target gets one of the two by its place in the file. Give this one a name of its own.");
        }
    }
}
