using ContainerGuard.Advisories;
using ContainerGuard.Advisories.Matching;
using ContainerGuard.Images;
using ContainerGuard.Rules;
using ContainerGuard.Text;

namespace ContainerGuard.Scanning;

/// <summary>Finds the vulnerable runtimes of .NET in base images and in the application itself, and says who has to act.</summary>
internal sealed class RuntimeScan(AdvisoryTable table, Accepted accepted, ScanSettings settings, DateOnly today)
{
    /// <summary>The findings in a base image.</summary>
    /// <param name="image">The base image, as written.</param>
    /// <param name="runtimes">Its runtimes.</param>
    /// <param name="file">Where the base is named.</param>
    /// <param name="at">The place in the file; null if it is not known.</param>
    public IEnumerable<ScanFinding> OfBase(
        ImageReference image, IReadOnlyList<InstalledRuntime> runtimes, string file, TextPosition? at)
    {
        foreach (var runtime in runtimes)
        {
            if (runtime.Find(table, accepted, ScanCodes.VulnerableBaseRuntime) is not { } found) continue;
            var isOurs = DotNetImage.Of(image) is not null;
            if (settings.Of(found.Worst, found.WorstFixed, isOurs) is not { } severity) continue;
            yield return new ScanFinding(
                ScanCodes.VulnerableBaseRuntime, severity, file, at,
                $"{runtime.Name} {runtime.Version} of the base image {VulnerabilityText.Of(found)}. {RemedyOfBase(image, runtime, found)}");
        }
    }

    /// <summary>The findings in a self-contained or native application.</summary>
    /// <param name="packs">The runtimes in it.</param>
    /// <param name="project">The project.</param>
    public IEnumerable<ScanFinding> OfApp(IEnumerable<InstalledRuntime> packs, string project)
    {
        foreach (var runtime in packs)
        {
            if (runtime.Find(table, accepted, ScanCodes.VulnerableAppRuntime) is not { } found) continue;
            if (settings.Of(found.Worst, found.WorstFixed, isOurs: true) is not { } severity) continue;
            var remedy = found.Fixed is null
                ? Unsupported(runtime) ?? "No version has a fix yet."
                : $"Install an SDK with the runtime {found.Fixed} or later, and publish again.";
            yield return new ScanFinding(
                ScanCodes.VulnerableAppRuntime, severity, project, null,
                $"{runtime.Name} {runtime.Version} inside the application {VulnerabilityText.Of(found)}. {remedy}");
        }
    }

    private string RemedyOfBase(ImageReference image, InstalledRuntime runtime, VulnerablePackage found)
    {
        if (found.Fixed is not { } version) return Unsupported(runtime) ?? "No version has a fix yet.";
        if (DotNetImage.Of(image) is not { } named)
        {
            return $"{version} has the fix. Update the digest when '{image.FamiliarName}' contains this version.";
        }

        if (Unsupported(runtime) is { } advice) return $"{version} has the fix. {advice}";
        var isExact = named.Tag.Precision >= 3;
        return isExact
            ? $"Write the tag '{Tag(version, named)}' or later."
            : $"{version} has the fix. Run 'dotnet build -t:ContainerGuardUpdate'.";
    }

    private static string Tag(string version, DotNetImage named) =>
        named.Tag.Variant.Length == 0 ? version : $"{version}-{named.Tag.Variant}";

    private string? Unsupported(InstalledRuntime runtime)
    {
        var parts = runtime.Version.Split('.');
        return parts.Length > 1 && EndOfLife.Table.FindTargetFramework($"net{parts[0]}.{parts[1]}", today) is { HasEnded: true } status
            ? $".NET {status.Cycle} is out of support"
                + (status.Successors.Count == 0 ? "." : $": move to {SupportText.OneOf(status.Successors)}.")
            : null;
    }
}
