using System.Globalization;
using ContainerGuard.Dockerfile;
using ContainerGuard.Images;

namespace ContainerGuard.Pinning;

/// <summary>The images and policies of an update.</summary>
internal sealed record UpdateRequest
{
    /// <summary>The images to update; empty for all.</summary>
    public IReadOnlyList<NamedUpdate> Images { get; init; } = [];

    /// <summary>The policy of images without their own.</summary>
    public UpdatePolicy Policy { get; init; }

    /// <summary>The minimum age of the new image in days, for images without their own.</summary>
    public int MinimumAge { get; init; }

    /// <summary>The current day.</summary>
    public required DateOnly Today { get; init; }

    /// <summary>The Dockerfiles of the project, which may be edited.</summary>
    public IReadOnlyList<DockerfileModel> Dockerfiles { get; init; } = [];

    /// <summary>The base images of the generated Dockerfile.</summary>
    public IReadOnlyList<ImageReference> Generated { get; init; } = [];

    /// <summary>Whether another project may need a locked image.</summary>
    public Func<ImageReference, bool> IsUsedElsewhere { get; init; } = static _ => true;

    /// <summary>Writes a Dockerfile, and returns whether it did; null for a dry run, which writes no file.</summary>
    public Func<DockerfileUpdate, bool>? Write { get; init; }

    /// <summary>The policy and minimum age of an image. An item with its tag has priority over an item with its repository.</summary>
    public (UpdatePolicy Policy, int MinimumAge) RuleFor(ImageReference reference)
    {
        var named = Images.LastOrDefault(image => image.Reference is { Tag: not null } && PinSelection.Means(image.Reference, reference))
            ?? Images.LastOrDefault(image => image.Reference is not null && PinSelection.Means(image.Reference, reference));
        return (named?.Policy ?? Policy, named?.MinimumAge ?? MinimumAge);
    }
}

/// <summary>An image to update.</summary>
/// <param name="Name">As the lock file names it, or a repository for all of its tags.</param>
/// <param name="Policy">Its own policy; null for the general one.</param>
/// <param name="MinimumAge">Its own minimum age; null for the general one.</param>
internal sealed record NamedUpdate(string Name, UpdatePolicy? Policy = null, int? MinimumAge = null)
{
    /// <summary>The name as a reference; null if it is not valid.</summary>
    public ImageReference? Reference { get; } = ImageReference.TryParse(Name, out var reference, out _) ? reference : null;
}

/// <summary>An image that is not old enough to move to, or whose age is unknown.</summary>
/// <param name="Image">The reference.</param>
/// <param name="Age">In days; null if the image has no creation date.</param>
/// <param name="MinimumAge">The required age in days.</param>
internal sealed record YoungImage(ImageReference Image, int? Age, int MinimumAge)
{
    public string Message => Age is { } age
        ? $"{Image.Familiar} is {Days(age)} old. The update does not use it until it is {Days(MinimumAge)} old."
        : $"{Image.Familiar} has no creation date, so it may be younger than {Days(MinimumAge)}, and the update does not use it. "
            + $"To use it anyway: <ContainerGuardImage Include=\"{Image.FamiliarName}\" MinimumAge=\"0\" />.";

    private static string Days(int count) => string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? "day" : "days")}");
}
