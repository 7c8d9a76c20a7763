using System.IO.Compression;

namespace ContainerGuard.Packages.Readers.Languages;

/// <summary>The archive of a Java package.</summary>
internal static class JarContents
{
    public const string Manifest = "META-INF/MANIFEST.MF";
    public const string PomProperties = "pom.properties";

    /// <exception cref="InvalidDataException">It is not a zip file.</exception>
    public static ZipArchive Open(byte[] content)
    {
        try
        {
            var archive = new ZipArchive(new MemoryStream(content, writable: false), ZipArchiveMode.Read);
            // Reads the directory, which is damaged more often than the end of the file.
            _ = archive.Entries;
            return archive;
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException or ArgumentException or NotSupportedException)
        {
            throw new InvalidDataException("it is not a zip file, or damaged");
        }
    }
}

/// <summary>The coordinates of a Maven package.</summary>
/// <param name="Group">Empty if unknown.</param>
/// <param name="Artifact">Empty if unknown.</param>
/// <param name="Version">Empty if unknown.</param>
internal sealed record JarCoordinates(string Group, string Artifact, string Version)
{
    /// <summary>A <c>pom.properties</c> (java.util.Properties).</summary>
    public static JarCoordinates Parse(ReadOnlyMemory<byte> content)
    {
        Dictionary<string, string> values = new(StringComparer.Ordinal);
        foreach (var line in PackageText.Lines(content))
        {
            var text = line.Trim();
            if (text.Length == 0 || text[0] is '#' or '!') continue;
            var separator = text.AsSpan().IndexOfAny('=', ':');
            if (separator > 0) values[text[..separator].TrimEnd()] = text[(separator + 1)..].TrimStart();
        }

        return new JarCoordinates(
            values.GetValueOrDefault("groupId", ""), values.GetValueOrDefault("artifactId", ""), values.GetValueOrDefault("version", ""));
    }
}

/// <summary>The main section of a manifest (docs.oracle.com, "JAR File Specification").</summary>
/// <param name="Attributes">As written; names ignore case.</param>
internal sealed record JarManifest(IReadOnlyDictionary<string, string> Attributes)
{
    public string Of(string name) => Attributes.GetValueOrDefault(name, "");

    /// <summary>The first value of several names that is not empty.</summary>
    public string FirstOf(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (Of(name) is { Length: > 0 } value) return value;
        }

        return "";
    }

    public IEnumerable<string> Licenses => Attributes
        .Where(static one => one.Key.Equals("Bundle-License", StringComparison.OrdinalIgnoreCase)
            || one.Key.StartsWith("Plugin-License-Name", StringComparison.OrdinalIgnoreCase))
        .Select(static one => one.Value);

    /// <summary>A line that begins with a blank continues the one before; a blank line ends the section.</summary>
    public static JarManifest Parse(ReadOnlyMemory<byte> content)
    {
        Dictionary<string, string> attributes = new(StringComparer.OrdinalIgnoreCase);
        var (name, value) = ("", "");
        foreach (var line in PackageText.Lines(content))
        {
            if (line.Length == 0) break;
            if (line[0] == ' ')
            {
                value += line[1..];
                continue;
            }

            End();
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            (name, value) = colon < 0 ? ("", "") : (line[..colon], line[(colon + 1)..].TrimStart());
        }

        End();
        return new JarManifest(attributes);

        void End()
        {
            if (name.Length > 0) attributes.TryAdd(name, value.TrimEnd());
        }
    }
}
