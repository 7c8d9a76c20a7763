using System.Globalization;
using ContainerGuard.Analysis;
using ContainerGuard.Images;

namespace ContainerGuard.Rules.Projects;

/// <summary>
/// The Python of the image is not in the range of <c>requires-python</c> in the pyproject.toml beside the Dockerfile, so pip and uv refuse
/// to install the project.
/// </summary>
internal sealed class PythonOutsideRequires : Rule
{
    public override RuleDescriptor Descriptor { get; } =
        new("CG6027", "The Python image is outside requires-python", Severity.Warning);

    public override void Check(FileAnalysis file, Findings findings)
    {
        foreach (var (stage, image) in StageBase.WithManifest(file, "python", "pyproject.toml"))
        {
            if (file.Facts.Manifests.RequiresPython is not { Length: > 0 } required) return;

            var tag = ImageTag.Parse(image.Tag!);
            if (tag.Version is not { Major: 3, Minor: var minor } || tag.Precision < 2) continue;
            var specifier = PythonSpecifier.Parse(required);
            if (required.Contains("||", StringComparison.Ordinal) || specifier.Accepts(minor)) continue;

            var newest = OfferedCycles.Of(EndOfLifeData.Python).Select(static cycle => cycle.NumberAfter("3."))
                .FirstOrDefault(specifier.Accepts, -1);
            var remedy = newest < 0
                ? "Use a version that it allows."
                : $"Use python:3.{newest.ToString(CultureInfo.InvariantCulture)}, or change requires-python.";
            findings.Report(stage.BaseSpan,
                $"pyproject.toml requires Python '{MessageText.Cut(required)}', but '{image.Familiar}' contains Python 3.{minor}. "
                    + remedy);
        }
    }
}
