using System.Globalization;
using ContainerGuard.Dockerfile;
using ContainerGuard.Images;

namespace ContainerGuard.Pinning;

/// <summary>What an update is to do.</summary>
internal sealed record UpdateRequest
{
    /// <summary>The images to update; none for all.</summary>
    public IReadOnlyList<NamedUpdate> Images { get; init; } = [];

    /// <summary>How far images may move that do not say otherwise.</summary>
    public UpdatePolicy Policy { get; init; }

    /// <summary>How many days old the new image must be, where the named image does not say otherwise.</summary>
    public int MinimumAge { get; init; }

    /// <summary>The day it is.</summary>
    public required DateOnly Today { get; init; }

    /// <summary>The Dockerfiles of the project, whose tags may be edited.</summary>
    public IReadOnlyList<DockerfileModel> Dockerfiles { get; init; } = [];

    /// <summary>What a Dockerfile that is generated for the project starts from.</summary>
    public IReadOnlyList<ImageReference> Generated { get; init; } = [];

    /// <summary>Whether something beyond this project may need a locked image.</summary>
    public Func<ImageReference, bool> IsUsedElsewhere { get; init; } = static _ => true;

    /// <summary>Writes a Dockerfile, and says whether it did; null to write nothing at all, and say what would be written.</summary>
    public Func<DockerfileUpdate, bool>? Write { get; init; }

    /// <summary>Whether any tag may be edited.</summary>
    public bool MayChangeTags => Policy != UpdatePolicy.Digest || Images.Any(static image => image.Policy is not (null or UpdatePolicy.Digest));

    /// <summary>What is said of an image: by its tag before by its repository.</summary>
    public (UpdatePolicy Policy, int MinimumAge) RuleFor(ImageReference reference)
    {
        var named = Images.LastOrDefault(image => image.Reference is { Tag: not null } && PinSelection.Means(image.Reference, reference))
            ?? Images.LastOrDefault(image => image.Reference is not null && PinSelection.Means(image.Reference, reference));
        return (named?.Policy ?? Policy, named?.MinimumAge ?? MinimumAge);
    }
}

/// <summary>An image that is named for an update.</summary>
/// <param name="Name">As the lock file names it, or a repository for all of its tags.</param>
/// <param name="Policy">Its own policy; null for that of all.</param>
/// <param name="MinimumAge">Its own minimum age; null for that of all.</param>
internal sealed record NamedUpdate(string Name, UpdatePolicy? Policy = null, int? MinimumAge = null)
{
    /// <summary>Null where the name is no reference.</summary>
    public ImageReference? Reference { get; } = ImageReference.TryParse(Name, out var reference, out _) ? reference : null;
}

/// <summary>An image that is not old enough to move to, or not known to be.</summary>
/// <param name="Image">The reference.</param>
/// <param name="Age">In days; null where its registry does not say when it was made.</param>
/// <param name="MinimumAge">How old it must be.</param>
internal sealed record YoungImage(ImageReference Image, int? Age, int MinimumAge)
{
    public string Message => Age is { } age
        ? $"{Image.Familiar} is {Days(age)} old, and is left until it is {Days(MinimumAge)} old."
        : $"{Image.Familiar} does not say when it was made, so nobody can tell whether it is {Days(MinimumAge)} old, and it is left. A ContainerGuardImage item with MinimumAge=\"0\" takes it all the same.";

    private static string Days(int count) => string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? "day" : "days")}");
}
