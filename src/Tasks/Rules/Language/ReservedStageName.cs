using ContainerGuard.Analysis;

namespace ContainerGuard.Rules.Language;

/// <summary>A stage whose name has a special meaning in BuildKit.</summary>
internal sealed class ReservedStageName : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG1015", "Stage name is a reserved word", Severity.Warning)
    {
        Aliases = ["buildkit:ReservedStageName", "hadolint:DL3063"],
    };

    public override void Check(FileAnalysis file, Findings findings)
    {
        foreach (var stage in file.Model.Stages)
        {
            if (stage is { Name: "scratch" or "context", NameSyntax: { } name })
            {
                var meaning = stage.Name == "scratch" ? "the empty image" : "the build context";
                findings.Report(
                    file.FromFirstLine(stage.From, name.Span),
                    $"The stage name '{stage.Name}' is reserved for {meaning}. Give the stage another name.");
            }
        }
    }
}
