using ContainerGuard.Analysis;
using ContainerGuard.Images;

namespace ContainerGuard.Rules.Projects;

/// <summary>
/// The runtime in the final image does not run the target framework: by default an application rolls forward to a later minor version, but
/// not to another major version (learn.microsoft.com/dotnet/core/versions/selection).
/// </summary>
internal sealed class RuntimeVersionMismatch : Rule
{
    public override RuleDescriptor Descriptor { get; } =
        new("CG2030", "The .NET runtime image does not match TargetFramework", Severity.Error);

    public override void Check(FileAnalysis file, Findings findings)
    {
        if (file.App is not { IsSelfContained: false, RollForward: { } rollForward, Frameworks: { Count: > 0 } frameworks } app
            || app.Image is not { Product: not DotNetProduct.RuntimeDeps } image
            || file.Start is not { } start || start.ChoosesRuntime
            || !app.IsStartedBy(start)
            || file.Image!.State.Environment.Find("DOTNET_ROLL_FORWARD") is not null
            || frameworks.Any(framework => Runs(framework, image, rollForward))
            || OtherRuntime.MayBeIn(file))
        {
            return;
        }

        var framework = frameworks[0];
        var remedy = image.Image.Registry == "mcr.microsoft.com"
            ? $"Use {image.With(image.Product, framework.Version)}, or change TargetFramework."
            : $"Use an image with .NET {framework.Version}, or change TargetFramework.";
        findings.Report(file.Image.Stage.Root.BaseSpan,
            $"'{image.Image.Familiar}' contains .NET {image.Version}, but the application targets {framework.Moniker} "
                + $"and does not start. {remedy}");
    }

    private static bool Runs(TargetFramework framework, DotNetImage image, string rollForward)
    {
        var isSame = framework.Major == image.Major;
        return rollForward.ToUpperInvariant() switch
        {
            "MAJOR" or "LATESTMAJOR" => image.Major > framework.Major || (isSame && image.Minor >= framework.Minor),
            "DISABLE" or "LATESTPATCH" => isSame && image.Minor == framework.Minor,
            _ => isSame && image.Minor >= framework.Minor,
        };
    }
}
