using System.Globalization;
using ContainerGuard.Analysis;
using ContainerGuard.Images;

namespace ContainerGuard.Rules.Projects;

/// <summary>The Node.js of the image is not in the range of <c>engines.node</c> in the package.json beside the Dockerfile.</summary>
internal sealed class NodeOutsideEngines : Rule
{
    public override RuleDescriptor Descriptor { get; } =
        new("CG6024", "The Node.js image is outside engines in package.json", Severity.Warning);

    public override void Check(FileAnalysis file, Findings findings)
    {
        foreach (var (stage, image) in StageBase.WithManifest(file, "node", "package.json"))
        {
            if (file.Facts.Manifests.Node is not { EnginesNode: { Length: > 0 } range }) return;
            if (ImageTag.Parse(image.Tag!).Version is not { Major: var major } || NodeVersionRange.Allows(range, major) != false) continue;

            var fitting = NodeVersionRange.Choose(range, OfferedCycles.LongTermNode.NumberAfter("")) is { } release
                ? $"Use node:{release.ToString(CultureInfo.InvariantCulture)}, or change engines."
                : "Use a version in this range, or change engines.";
            findings.Report(stage.BaseSpan,
                $"package.json requires Node.js '{MessageText.Cut(range)}' (engines), but '{image.Familiar}' contains Node.js {major}. "
                    + fitting);
        }
    }
}
