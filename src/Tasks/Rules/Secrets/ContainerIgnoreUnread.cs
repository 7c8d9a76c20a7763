using ContainerGuard.Analysis;

namespace ContainerGuard.Rules.Secrets;

/// <summary>The context has a <c>.containerignore</c> file only. Podman and buildah read it; Docker does not.</summary>
internal sealed class ContainerIgnoreUnread : Rule
{
    private const string Name = ".containerignore";

    public override RuleDescriptor Descriptor { get; } = new("CG4033", "Docker does not read .containerignore", Severity.Warning);

    public override void Check(FileAnalysis file, Findings findings)
    {
        if (file.Facts.CertainContext is not { IgnoreFile: null } context) return;
        foreach (var copy in file.Copies)
        {
            if (copy.Everything is not { } source || context.Find(Name, out _) != true) continue;
            findings.Report(source.Span,
                $"Docker does not read {Name}, so the files in it are not excluded. Rename it to .dockerignore, which podman "
                    + "reads, too, or set ContainerGuardBuildTool to podman or buildah.");
            return;
        }
    }
}
