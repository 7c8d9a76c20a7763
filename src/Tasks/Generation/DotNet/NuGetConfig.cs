using ContainerGuard.Context;

namespace ContainerGuard.Generation.DotNet;

/// <summary>The parts of a nuget.config that decide whether the image's build needs it.</summary>
/// <param name="Sources">The values of its package sources: URLs and folders.</param>
/// <param name="HasCredentials">Whether it contains credentials.</param>
internal sealed record NuGetConfig(IReadOnlyList<string> Sources, bool HasCredentials)
{
    /// <summary>The environment variables that it reads: <c>%NAME%</c> (learn.microsoft.com/nuget/reference/nuget-config-file).</summary>
    public IReadOnlyList<string> Variables { get; init; } = [];

    /// <summary>The names of the sources that it has credentials for.</summary>
    public IReadOnlyList<string> CredentialNames { get; init; } = [];

    /// <summary>Its package sources by their names.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> NamedSources { get; init; } = [];

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
        var named = new List<KeyValuePair<string, string>>();
        var variables = new SortedSet<string>(StringComparer.Ordinal);
        var credentials = new List<string>();
        foreach (var (section, element) in NuGetCredentials.ElementsIn(text))
        {
            if (section == "packageSources" && element.LocalName == "add" && element.GetAttribute("value") is { Length: > 0 } value)
            {
                sources.Add(value.Trim());
                named.Add(KeyValuePair.Create(element.GetAttribute("key") ?? "", value.Trim()));
            }

            if (section == "packageSourceCredentials" && element.LocalName != "add")
            {
                credentials.Add(element.LocalName.Replace("_x0020_", " ", StringComparison.Ordinal));
            }

            AddVariables(variables, element.GetAttribute("value") ?? "");
        }

        return new NuGetConfig(sources, NuGetCredentials.AreIn(text))
        {
            Variables = [.. variables],
            CredentialNames = credentials,
            NamedSources = named,
        };
    }

    private static void AddVariables(SortedSet<string> variables, string value)
    {
        var parts = value.Split('%');
        for (var index = 1; index + 1 < parts.Length; index++)
        {
            if (parts[index].Length == 0 || !parts[index].All(static c => char.IsAsciiLetterOrDigit(c) || c == '_')) continue;
            variables.Add(parts[index]);
            index++;
        }
    }

    /// <summary>Whether it is NuGet's default feed, which an SDK image also uses.</summary>
    private static bool IsPublicFeed(string source) =>
        Uri.TryCreate(source, UriKind.Absolute, out var address)
        && address.Scheme == Uri.UriSchemeHttps
        && address.Host.Split('.') is ["api", "nuget", _];
}
