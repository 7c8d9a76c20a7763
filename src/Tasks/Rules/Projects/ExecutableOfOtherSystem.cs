using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;
using ContainerGuard.Images;

namespace ContainerGuard.Rules.Projects;

/// <summary>
/// An executable is published for another system, C library or architecture than that of the final image, which then reports that the file
/// does not exist, or that its format is wrong.
/// </summary>
internal sealed class ExecutableOfOtherSystem : Rule
{
    public override RuleDescriptor Descriptor { get; } =
        new("CG6018", "The app is published for a platform that the image lacks", Severity.Error);

    public override void Check(FileAnalysis file, Findings findings)
    {
        if (file.App is not { Publish: { } publish, AssemblyName: { } name } app
            || file.Start is not { Assembly: null } start || start.Executable != name
            || file.Image is not { } image || TargetSystem.IsWindows(image.Stage))
        {
            return;
        }

        var isPlain = app is { IsSelfContained: true, RuntimeIdentifier: "" };
        var identifier = isPlain ? IdentifierOf(publish.Run.Stage, file.Facts) : app.RuntimeIdentifier;
        if (identifier is null or "" || Problem(identifier, file, image) is not { } problem) return;

        var origin = isPlain
            ? $"is built in '{StageBase.Of(publish.Run.Stage)!.Familiar}' for {identifier}"
            : $"is published for {identifier}";
        findings.Report(image.Stage.Root.BaseSpan, $"The executable '{name}' {origin}, but {problem}");
    }

    /// <summary>The SDK publishes an executable for the system that it runs on.</summary>
    private static string? IdentifierOf(Stage build, FileFacts facts) =>
        !build.Root.Base.HasVariables && StageBase.OriginalOf(build, facts) is { } reference
            && DotNetImage.Of(reference) is { Product: DotNetProduct.Sdk } image
            ? image.IsAlpine ? "linux-musl" : "linux"
            : null;

    private static string? Problem(string identifier, FileAnalysis file, FinalImage image)
    {
        var name = image.Base?.Familiar;
        if (identifier.StartsWith("win", StringComparison.Ordinal) || identifier.StartsWith("osx", StringComparison.Ordinal))
        {
            return name is null ? null : $"'{name}' is a Linux image, so the executable does not start. Publish with -r linux-x64.";
        }

        if (!identifier.StartsWith("linux", StringComparison.Ordinal)) return null;
        var isForMusl = identifier.Contains("musl", StringComparison.Ordinal);
        if (!image.Stage.Root.Base.HasVariables && IsMusl(file, image) is { } isMusl && isMusl != isForMusl && !HasBoth(file, image))
        {
            return isMusl
                ? $"'{name}' has the C library musl, so the executable does not start. Publish with -r linux-musl-x64, "
                    + "or use a glibc image."
                : $"'{name}' has the C library glibc, so the executable does not start. Publish with -r linux-x64, "
                    + "or use an Alpine image.";
        }

        var architecture = identifier[(identifier.LastIndexOf('-') + 1)..];
        return image.Stage.Root.Platform is { HasVariables: false, IsKnown: true } platform
            && TargetSystem.PlatformOf(platform.Text) is { } target
            && ArchitectureOf(architecture) is { } built && built != target.Architecture
                ? $"the image is for {platform.Text}, so the executable does not start. Publish for the platform of the image."
                : null;
    }

    private static string? ArchitectureOf(string identifier) => identifier switch
    {
        "x64" => "amd64",
        "arm64" => "arm64",
        "x86" => "386",
        "arm" => "arm",
        _ => null,
    };

    /// <summary>Whether the system is Alpine; null if it is unknown.</summary>
    private static bool? IsMusl(FileAnalysis file, FinalImage image) => image switch
    {
        { Inspected.System: { } system } => system.Id == "alpine",
        { Base: { IsOfficial: true, Repository: "library/alpine" } } => true,
        { Base: { IsOfficial: true, Repository: "library/debian" or "library/ubuntu" } } => false,
        _ => file.App!.Image?.IsAlpine,
    };

    /// <summary>Whether a package adds the other C library.</summary>
    private static bool HasBoth(FileAnalysis file, FinalImage image) => file.Runs.Any(run =>
        image.Includes(run.Stage) && run.Instruction.ToString() is var text
        && (text.Contains("compat", StringComparison.Ordinal) || text.Contains("glibc", StringComparison.Ordinal)
            || text.Contains("musl", StringComparison.Ordinal)));
}
