using System.Text;

namespace ContainerGuard.Building;

/// <summary>The names of an image, from the SDK's properties.</summary>
internal static class ImageNames
{
    /// <summary>One name for each tag, or <c>latest</c> without a tag, as in the SDK.</summary>
    /// <param name="registry"><c>ContainerRegistry</c>; empty for none.</param>
    /// <param name="repository"><c>ContainerRepository</c>; empty to use <paramref name="name"/>.</param>
    /// <param name="name">The name that an image without a repository gets.</param>
    /// <param name="tags"><c>ContainerImageTag(s)</c>.</param>
    public static IReadOnlyList<string> Of(string registry, string repository, string name, IReadOnlyList<string> tags)
    {
        var image = repository.Length > 0 ? repository : Repository(name);
        if (registry.Length > 0) image = $"{registry.TrimEnd('/')}/{image}";
        return tags.Count == 0 ? [$"{image}:latest"] : [.. tags.Select(tag => $"{image}:{tag.Replace(' ', '-')}")];
    }

    /// <summary>
    /// An assembly name as a repository name (distribution/reference: lower-case letters and digits, separated by one dot, underscore or
    /// hyphen); <c>app</c> if no character remains.
    /// </summary>
    public static string Repository(string assemblyName)
    {
        var text = new StringBuilder(assemblyName.Length);
        foreach (var character in assemblyName.ToLowerInvariant())
        {
            if (char.IsAsciiLetterOrDigit(character)) text.Append(character);
            else if (text.Length > 0 && char.IsAsciiLetterOrDigit(text[^1])) text.Append(character is '.' or '_' ? character : '-');
        }

        while (text.Length > 0 && !char.IsAsciiLetterOrDigit(text[^1])) text.Length--;
        return text.Length == 0 ? "app" : text.ToString();
    }
}
