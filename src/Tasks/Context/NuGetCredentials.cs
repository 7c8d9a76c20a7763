using System.Xml;
using ContainerGuard.Formats;

namespace ContainerGuard.Context;

/// <summary>
/// Credentials in a nuget.config (learn.microsoft.com/nuget/reference/nuget-config-file): passwords of sources, API keys, passwords of
/// certificates and of a proxy.
/// </summary>
internal static class NuGetCredentials
{
    /// <summary>Whether the text contains a secret; false for a text that is not XML.</summary>
    public static bool AreIn(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return false;
        foreach (var (section, element) in ElementsIn(text))
        {
            if (IsSecret(section, element)) return true;
        }

        return false;
    }

    /// <summary>The elements of a nuget.config below its sections, each with the name of its section.</summary>
    public static IEnumerable<(string Section, XmlReader Element)> ElementsIn(string text)
    {
        using var reader = XmlFile.Open(text);
        var section = "";
        while (XmlFile.NextElement(reader))
        {
            if (reader.Depth == 1) section = reader.LocalName;
            else yield return (section, reader);
        }
    }

    private static bool IsSecret(string section, XmlReader element)
    {
        var isSecret = section switch
        {
            "packageSourceCredentials" => element.GetAttribute("key") is { } key
                && (key.Equals("ClearTextPassword", StringComparison.OrdinalIgnoreCase)
                    || key.Equals("Password", StringComparison.OrdinalIgnoreCase)),
            "apikeys" => element.LocalName == "add",
            "config" => element.GetAttribute("key") is "http_proxy.password",
            _ => false,
        };
        if (isSecret) return element.GetAttribute("value") is { Length: > 0 } value && !Placeholder.Is(value);

        return section == "clientCertificates"
            && (element.GetAttribute("clearTextPassword") ?? element.GetAttribute("password")) is { Length: > 0 } password
            && !Placeholder.Is(password);
    }
}
