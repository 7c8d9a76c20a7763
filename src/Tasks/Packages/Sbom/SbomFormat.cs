namespace ContainerGuard.Packages.Sbom;

/// <summary>A format of a software bill of materials.</summary>
/// <param name="Word">The value of <c>ContainerGuardSbom</c>.</param>
/// <param name="Ending">The ending of the file, which tools recognize.</param>
/// <param name="MediaType">The media type of the document.</param>
/// <param name="Write">Writes it.</param>
internal sealed record SbomFormat(string Word, string Ending, string MediaType, Func<SbomSubject, byte[]> Write)
{
    /// <summary>The words of a value of <c>ContainerGuardSbom</c>.</summary>
    public static string[] Words(string value) =>
        value.Split([';', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public static IReadOnlyList<SbomFormat> All { get; } =
    [
        new("cyclonedx", ".cdx.json", CycloneDx.MediaType, CycloneDx.Write),
        new("spdx", ".spdx.json", Spdx.MediaType, Spdx.Write),
    ];

    /// <summary>The formats that a value of <c>ContainerGuardSbom</c> names, separated by semicolons or commas.</summary>
    public static IReadOnlyList<SbomFormat> Of(string value)
    {
        var words = Words(value);
        return [.. All.Where(format => words.Contains(format.Word, StringComparer.OrdinalIgnoreCase))];
    }
}
