using ContainerGuard.Images;

namespace ContainerGuard.Scanning.Bases;

/// <summary>The images that could take the place of one base image.</summary>
/// <param name="Image">The base, as written.</param>
/// <param name="Place">Where it is named; null if a person named it.</param>
/// <param name="Present">The base itself.</param>
/// <param name="Options">The others: those with fewer vulnerabilities of a high severity first, then the nearest.</param>
internal sealed record BaseReport(ImageReference Image, ScanPlace? Place, BaseOption Present, IReadOnlyList<BaseOption> Options)
{
    /// <summary>Compares and ranks.</summary>
    public static BaseReport Of(ImageReference image, ScanPlace? place, BaseOption present, IEnumerable<BaseOption> options) => new(
        image, place, present,
        [
            .. options.Select(option => option.ComparedWith(present)).OrderBy(static option => option.Counts is null)
                .ThenBy(static option => option.Counts).ThenBy(static option => option.Candidate.Step),
        ]);

    /// <summary>
    /// The nearest option without a warning that has the fewest vulnerabilities, if it fixes one and adds none as severe; null without one.
    /// </summary>
    public BaseOption? Best => Present.Counts is not { } counts ? null
        : Options.FirstOrDefault(option => option is { Counts: not null, Fixes.Count: > 0, Warnings.Count: 0 }
            && option.Counts.CompareTo(counts) < 0);
}
