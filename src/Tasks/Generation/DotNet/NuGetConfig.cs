using ContainerGuard.Context;

namespace ContainerGuard.Generation.DotNet;

/// <summary>The parts of a nuget.config that decide whether the image's build needs it.</summary>
/// <param name="Sources">The values of its package sources: URLs and folders.</param>
/// <param name="HasCredentials">Whether it contains credentials.</param>
internal sealed record NuGetConfig(IReadOnlyList<string> Sources, bool HasCredentials)
{
    /// <summary>Whether a build in a new SDK image needs the file: it has credentials, or a source other than the public feed.</summary>
    public bool IsNeeded
    {
        get
        {
            if (HasCredentials) return true;
            foreach (var source in Sources)
            {
                if (!IsPublicFeed(source)) return true;
            }

            return false;
        }
    }

    public static bool IsFolder(string source) => !source.Contains("://", StringComparison.Ordinal);

    public static NuGetConfig Parse(string text)
    {
        var sources = new List<string>();
        foreach (var (section, element) in NuGetCredentials.ElementsIn(text))
        {
            if (section == "packageSources" && element.LocalName == "add" && element.GetAttribute("value") is { Length: > 0 } value)
            {
                sources.Add(value.Trim());
            }
        }

        return new NuGetConfig(sources, NuGetCredentials.AreIn(text));
    }

    /// <summary>Whether it is NuGet's default feed, which an SDK image also uses.</summary>
    private static bool IsPublicFeed(string source) =>
        Uri.TryCreate(source, UriKind.Absolute, out var address)
        && address.Scheme == Uri.UriSchemeHttps
        && address.Host.Split('.') is ["api", "nuget", _];
}
