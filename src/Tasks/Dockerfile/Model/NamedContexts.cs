namespace ContainerGuard.Dockerfile;

/// <summary>
/// The contexts that <c>--build-context name=value</c> gives a build. The builder takes them instead of the stages and images of that name
/// (docs.docker.com/reference/cli/docker/buildx/build, "Additional build contexts").
/// </summary>
/// <param name="values">By name.</param>
internal sealed class NamedContexts(IReadOnlyDictionary<string, string> values)
{
    public static readonly NamedContexts None = new(new Dictionary<string, string>());

    private const string Image = "docker-image://";
    private const string Hub = "docker.io/";
    private const string Official = "docker.io/library/";

    /// <summary>
    /// The image that replaces a stage or an image; empty for a folder, an archive or a repository, whose files are not known; null if
    /// nothing replaces it.
    /// </summary>
    public string? Of(string name)
    {
        if (values.Count == 0 || name.Length == 0) return null;
        foreach (var (key, value) in values)
        {
            if (!Normalized(key).Equals(Normalized(name), StringComparison.OrdinalIgnoreCase)) continue;
            return value.StartsWith(Image, StringComparison.Ordinal) ? value[Image.Length..] : "";
        }

        return null;
    }

    /// <summary>An image is found by each form of its name: with its registry or without it, with the tag that is implied.</summary>
    private static string Normalized(string name)
    {
        var text = name.StartsWith(Official, StringComparison.Ordinal) ? name[Official.Length..]
            : name.StartsWith(Hub, StringComparison.Ordinal) ? name[Hub.Length..]
            : name;
        return text.EndsWith(":latest", StringComparison.Ordinal) ? text[..^":latest".Length] : text;
    }
}
