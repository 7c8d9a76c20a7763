using System.Globalization;
using ContainerGuard.Analysis;
using ContainerGuard.Images;

namespace ContainerGuard.Rules.Projects;

/// <summary>
/// The SDK image does not have an SDK that <c>global.json</c> accepts, so every dotnet command fails
/// (learn.microsoft.com/dotnet/core/tools/global-json).
/// </summary>
internal sealed class SdkOlderThanGlobalJson : Rule
{
    /// <summary>The last feature band of each release whose bands are complete, which a tag such as <c>8.0</c> therefore has.</summary>
    private static readonly (int Major, int Minor, int Band)[] LastBands =
        [(3, 1, 4), (5, 0, 4), (6, 0, 4), (7, 0, 4), (8, 0, 4), (9, 0, 3)];

    public override RuleDescriptor Descriptor { get; } = new("CG2032", "The SDK image does not satisfy global.json", Severity.Warning);

    public override void Check(FileAnalysis file, Findings findings)
    {
        if (file.Facts.Project is null || file.App?.Project is not { } project || file.Facts.Context is not { } context) return;

        HashSet<int> done = [];
        foreach (var build in PublishCommand.In(file, "restore", "build", "publish"))
        {
            var stage = build.Run.Stage;
            if (!stage.IsReachable || !done.Add(stage.Root.Index) || stage.Root.Base.HasVariables) continue;
            if (StageBase.OriginalOf(stage, file.Facts) is not { } reference
                || DotNetImage.Of(reference) is not { Product: DotNetProduct.Sdk } image)
            {
                continue;
            }

            if (project.Sdk.Value is not { } sdk || ContextPaths.Relative(context, sdk.File) is not { } path) return;

            // dotnet looks upward from the working folder, not from the project: a command that names a path may run above the file.
            if (path.Contains('/') && build.Targets.Any(static target => target.Text.Contains('/') || target.Text.Contains('\\'))) continue;
            if (!RestoreStep.Copies(file, build).Any(copy => copy.Takes(path)) || !context.IsSent(path) || Satisfies(image, sdk) != false)
            {
                continue;
            }

            var policy = sdk.RollForward.Length == 0 ? "" : $" ({sdk.RollForward})";
            var tag = sdk.Version.Contains('-') ? $"an image with SDK {sdk.Version}" : DotNetImage.Name(DotNetProduct.Sdk, sdk.Version);
            findings.Report(stage.Root.BaseSpan,
                $"global.json requires SDK {sdk.Version}{policy}, which '{image.Image.Familiar}' does not have, so dotnet fails. "
                    + $"Use {tag}, or change rollForward.");
        }
    }

    /// <summary>Whether the image has an accepted SDK; null if its tag does not tell.</summary>
    private static bool? Satisfies(DotNetImage image, RequiredSdk sdk)
    {
        var parts = sdk.Version.Split('-')[0].Split('.');
        if (sdk.Version.Contains('-') || parts.Length != 3 || image.Tag.Version is not { } has
            || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major)
            || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var minor)
            || !int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var patch)
            || has.IsPrerelease)
        {
            return null;
        }

        var release = (image.Major, image.Minor).CompareTo((major, minor));
        var isExact = image.Tag.Precision >= 3;
        var band = isExact ? has.Patch / 100 : LastBandOf(image);
        return sdk.RollForward.ToUpperInvariant() switch
        {
            "MAJOR" or "LATESTMAJOR" => release != 0 ? release > 0 : AtLeast(),
            "MINOR" or "LATESTMINOR" => image.Major != major ? false : release != 0 ? release > 0 : AtLeast(),
            "FEATURE" or "LATESTFEATURE" => release == 0 ? AtLeast() : false,
            "DISABLE" => release != 0 ? false : isExact ? has.Patch == patch : null,
            "" or "PATCH" or "LATESTPATCH" =>
                release != 0 ? false
                : isExact ? band == patch / 100 && has.Patch >= patch
                : band is { } last && last != patch / 100 ? false
                : null,
            _ => null,
        };

        // A moving tag has the newest patch of its last band.
        bool? AtLeast() => isExact ? has.Patch >= patch : band is { } last && last > patch / 100 ? true : null;
    }

    private static int? LastBandOf(DotNetImage image)
    {
        foreach (var (major, minor, band) in LastBands)
        {
            if (major == image.Major && minor == image.Minor) return band;
        }

        return null;
    }
}
