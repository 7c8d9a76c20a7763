using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Language;

/// <summary>A stage with the name of an earlier stage.</summary>
internal sealed class DuplicateStageName : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG1014", "Duplicate stage name", Severity.Warning)
    {
        Aliases = ["buildkit:DuplicateStageName", "hadolint:DL3024", "trivy:DS-0012", "checkov:CKV_DOCKER_11",
            "kics:Same Alias In Different Froms"],
    };

    public override void Check(FileAnalysis file, Findings findings)
    {
        if (file.Model.Stages.Length < 2) return;

        var names = new Dictionary<string, Stage>(StringComparer.Ordinal);
        foreach (var stage in file.Model.Stages)
        {
            if (stage is not { Name: { } name, NameSyntax: { } syntax } || names.TryAdd(name, stage)) continue;
            findings.Report(file.FromFirstLine(stage.From, syntax.Span),
                $"The stage in line {names[name].From.StartLine} also has the name '{name}'. Give this stage another name.");
        }
    }
}
