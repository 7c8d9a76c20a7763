using System.Xml;

namespace ContainerGuard.Context;

/// <summary>
/// Credentials in a nuget.config (learn.microsoft.com/nuget/reference/nuget-config-file): passwords of sources, API keys, passwords of certificates and of a
/// proxy.
/// </summary>
internal static class NuGetCredentials
{
    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreWhitespace = true,
    };

    /// <summary>Whether the text contains a secret; false for a text that is not XML.</summary>
    public static bool AreIn(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return false;
        try
        {
            using var reader = XmlReader.Create(new StringReader(text.TrimStart('\uFEFF')), Settings);
            var section = "";
            while (reader.Read())
            {
                if (reader.NodeType != XmlNodeType.Element) continue;
                if (reader.Depth == 1) section = reader.LocalName;
                else if (IsSecret(section, reader)) return true;
            }
        }
        catch (XmlException)
        {
            // NuGet cannot read such a file, so it does not use credentials from it.
        }

        return false;
    }

    private static bool IsSecret(string section, XmlReader element)
    {
        var isSecret = section switch
        {
            "packageSourceCredentials" => element.GetAttribute("key") is { } key
                && (key.Equals("ClearTextPassword", StringComparison.OrdinalIgnoreCase) || key.Equals("Password", StringComparison.OrdinalIgnoreCase)),
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
