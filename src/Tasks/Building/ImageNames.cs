using System.Text;

namespace ContainerGuard.Building;

/// <summary>The names of an image, from what the .NET SDK names images by.</summary>
internal static class ImageNames
{
    /// <summary>One per tag, <c>latest</c> when there is none, as the SDK has it.</summary>
    /// <param name="registry"><c>ContainerRegistry</c>; empty for none.</param>
    /// <param name="repository"><c>ContainerRepository</c>; empty for what <paramref name="name"/> makes.</param>
    /// <param name="name">What an image without a repository is called after.</param>
    /// <param name="tags"><c>ContainerImageTag(s)</c>.</param>
    public static IReadOnlyList<string> Of(string registry, string repository, string name, IReadOnlyList<string> tags)
    {
        var image = repository.Length > 0 ? repository : Repository(name);
        if (registry.Length > 0) image = $"{registry.TrimEnd('/')}/{image}";
        return tags.Count == 0 ? [$"{image}:latest"] : [.. tags.Select(tag => $"{image}:{tag.Replace(' ', '-')}")];
    }

    /// <summary>
    /// An assembly name as a repository name (distribution/reference: lower-case letters and digits, parted by one dot, underscore or hyphen);
    /// <c>app</c> when nothing of it is left.
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
