using ContainerGuard.Images;
using ContainerGuard.Pinning;
using ContainerGuard.Rules;
using Microsoft.Build.Framework;

namespace ContainerGuard;

/// <summary>
/// Pins the base image of the SDK's PublishContainer: its digest is that of the lock file, or of the registry, whose answer is locked. The
/// digest is the index's where the image has one, so that each platform of a publish comes from the same image.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class PinContainerBase : LockFileTask
{
    /// <summary>The SDK's <c>ContainerBaseImage</c>: the user's, or computed from the framework and <c>ContainerFamily</c>.</summary>
    [Required]
    public string BaseImage { get; set; } = "";

    /// <summary><c>ContainerGuardPinning</c>.</summary>
    public string Pinning { get; set; } = "require";

    /// <summary><c>ContainerGuardLocked</c>.</summary>
    public bool Locked { get; set; }

    /// <summary>True where a person or job asked for the pin by name: the task also reports that nothing had to change.</summary>
    public bool ReportsNoChange { get; set; }

    /// <summary>The base image with tag and digest, with the name that <see cref="BaseImage"/> has; unchanged without a digest.</summary>
    [Output]
    public string Pinned { get; private set; } = "";

    /// <summary>The registry of the mirror, for the SDK's <c>ContainerBaseRegistry</c>; empty without a mirror.</summary>
    [Output]
    public string MirrorRegistry { get; private set; } = "";

    /// <summary>The name at the mirror, for the SDK's <c>ContainerBaseName</c>; empty without a mirror.</summary>
    [Output]
    public string MirrorName { get; private set; } = "";

    // Only properties name the image, and the SDK asks the same registry.
    private protected override bool NamesAllImages => true;

    private protected override PinningOptions Configure(PinningOptions options) => options with
    {
        Mode = Setting.Read<PinningMode>(Pinning),
        Locked = Locked,
        PinTarget = "ContainerGuardPinContainer",
    };

    private protected override async Task RunAsync(Pinner pinner, CancellationToken cancellationToken)
    {
        Pinned = BaseImage;
        if (!ImageReference.TryParse(BaseImage.Trim(), out var reference, out var reason))
        {
            Report(
                GuardCodes.InvalidReference, ProjectFile,
                $"The base image '{BaseImage}' is not an image reference: {reason}. Correct ContainerBaseImage or ContainerFamily.");
            return;
        }

        var result = await pinner.PinAsync([reference], cancellationToken).ConfigureAwait(false);
        ReportProblems(result.Problems);
        if (result.LockFileChanged)
        {
            SayThatLockFileChanged();
        }
        else if (ReportsNoChange && result.Problems.Count == 0)
        {
            Say(pinner.Options.Mode == PinningMode.Off
                ? "No image is pinned, because ContainerGuardPinning is off."
                : $"'{reference.Familiar}' is locked in {LockFile}.");
        }

        if (reference.Digest is null && result.DigestOf(pinner.Options.Mirrors.Original(reference)) is { } digest)
        {
            Pinned = $"{BaseImage.Trim()}{(reference.Tag is null ? ":latest" : "")}@{digest}";
        }

        var mirrored = pinner.Options.Mirrors.Apply(reference);
        if (mirrored.Name != reference.Name) (MirrorRegistry, MirrorName) = (mirrored.Registry, mirrored.Repository);
    }
}
