using ContainerGuard.Files;

namespace ContainerGuard.Scanning;

/// <summary>The result of a scan for the next build, beside its findings.</summary>
/// <param name="Summary">The summary.</param>
/// <param name="Judged">The packages and exceptions that a later scan of an image takes as done: name and version.</param>
/// <param name="Places">
/// The files in which references of a project were searched. A new file among them can be the place of a finding.
/// </param>
internal sealed record KeptScan(
    string Summary, IReadOnlyList<(string Name, string Version)> Judged, IReadOnlyDictionary<string, IReadOnlyList<string>> Places)
{
    public string Write() => KeptTexts.Join(
        Summary,
        KeptTexts.Join(Judged.SelectMany(static one => new[] { one.Name, one.Version })),
        KeptTexts.Join(Places.OrderBy(static one => one.Key, StringComparer.Ordinal)
            .Select(static one => KeptTexts.Join([one.Key, .. one.Value]))));

    /// <summary>Null if the text is damaged.</summary>
    public static KeptScan? Read(string text)
    {
        if (KeptTexts.Split(text) is not [var summary, var judged, var places]) return null;
        if (KeptTexts.Split(judged) is not { } names || names.Length % 2 != 0 || KeptTexts.Split(places) is not { } projects) return null;
        Dictionary<string, IReadOnlyList<string>> files = new(StringComparer.Ordinal);
        foreach (var project in projects)
        {
            if (KeptTexts.Split(project) is not [var name, .. var searched]) return null;
            files[name] = searched;
        }

        return new KeptScan(summary, [.. names.Chunk(2).Select(static pair => (pair[0], pair[1]))], files);
    }
}
