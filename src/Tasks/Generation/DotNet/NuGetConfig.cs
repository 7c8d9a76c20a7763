using System.Xml;
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
        try
        {
            using var reader = XmlReader.Create(
                new StringReader(text.TrimStart('\uFEFF')),
                new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true });
            var section = "";
            while (reader.Read())
            {
                if (reader.NodeType != XmlNodeType.Element) continue;
                if (reader.Depth == 1) section = reader.LocalName;
                else if (section == "packageSources" && reader.LocalName == "add" && reader.GetAttribute("value") is { Length: > 0 } value) sources.Add(value.Trim());
            }
        }
        catch (XmlException)
        {
            // NuGet reports the error. Keep what was read so far.
        }

        return new NuGetConfig(sources, NuGetCredentials.AreIn(text));
    }

    /// <summary>Whether it is NuGet's default feed, which an SDK image also uses.</summary>
    private static bool IsPublicFeed(string source) =>
        Uri.TryCreate(source, UriKind.Absolute, out var address) && address.Scheme == Uri.UriSchemeHttps && address.Host.Split('.') is ["api", "nuget", _];
}
