namespace ContainerGuard.Rules.Stages;

/// <summary>One stage builds the application and is the image that ships, with compiler, sources and package caches.</summary>
internal sealed class SingleStageThatBuilds : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG7002", "The image that ships is the one that builds", Severity.Warning);

    public override void Check(RuleContext context)
    {
        if (SoleBuild.Find(context) is not { } build) return;
        context.Report(build.Run.Locate(build.Command),
            $"The only stage builds {build.Product}, so the image that ships carries compiler, sources and caches, too. Name this stage ('FROM … AS build'), begin a second one from an image made for running, and take the result over with COPY --from=build.");
    }
}
