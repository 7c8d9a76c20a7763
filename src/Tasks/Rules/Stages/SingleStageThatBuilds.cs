using ContainerGuard.Analysis;

namespace ContainerGuard.Rules.Stages;

/// <summary>The only stage builds the application and is also the final image, with compiler, sources and package caches.</summary>
internal sealed class SingleStageThatBuilds : Rule
{
    public override RuleDescriptor Descriptor { get; } =
        new("CG7002", "A single stage both builds and ships the application", Severity.Warning)
        {
            Aliases = ["tally:prefer-multi-stage-build"],
        };

    public override void Check(FileAnalysis file, Findings findings)
    {
        if (file.SingleStageBuild is not { } build) return;
        findings.Report(build.Run.Locate(build.Command),
            $"The final stage also builds {build.Product}. Name this stage 'AS build', "
                + "and add a runtime stage that uses COPY --from=build.");
    }
}
