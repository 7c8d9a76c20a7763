using ContainerGuard.Analysis.Built;

namespace ContainerGuard;

/// <summary>The images of a project that this build has inspected, so that the scan does not read them again.</summary>
internal sealed class InspectedImages
{
    private readonly List<(string Name, ImageAnalysis Image)> _all = [];
    private readonly HashSet<string> _judged = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Keeps an image until the build ends.</summary>
    public void Add(string name, ImageAnalysis image)
    {
        lock (_all) _all.Add((name, image));
    }

    /// <summary>The images of a name; one for each platform.</summary>
    public IReadOnlyList<ImageAnalysis> Of(string name)
    {
        lock (_all) return [.. _all.Where(one => one.Name == name).Select(static one => one.Image)];
    }

    /// <summary>Notes that the scan of the project has judged a package.</summary>
    public void Judge(string package, string version)
    {
        lock (_judged) _judged.Add($"{package}/{version}");
    }

    /// <summary>Whether the scan of the project has judged a package.</summary>
    public bool IsJudged(string package, string version)
    {
        lock (_judged) return _judged.Contains($"{package}/{version}");
    }

    /// <summary>The version of an exception that the scan of the project has used.</summary>
    public const string OfException = "";

    /// <summary>Whether the scan of the project has used an exception.</summary>
    public bool IsUsed(string exception) => IsJudged(exception, OfException);
}
