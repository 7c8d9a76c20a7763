using System.Globalization;
using ContainerGuard.Context;

namespace ContainerGuard.Generation.Java;

/// <summary>
/// Reads the port from an application's settings. Spring Boot (docs.spring.io, "Common Application Properties") and Quarkus
/// (quarkus.io/guides/all-config) use the same files.
/// </summary>
internal static class ApplicationSettings
{
    private const int DefaultPort = 8080;

    /// <summary>The port from the settings, else the framework's default; null for an application without a server or a framework, and for a port that is not a literal.</summary>
    /// <param name="disk">The disk.</param>
    /// <param name="folder">The application's folder, absolute.</param>
    /// <param name="layout">The kind of application.</param>
    public static int? Port(IFileSystem disk, string folder, JavaLayout layout)
    {
        if (layout is JavaLayout.SingleJar or JavaLayout.Libraries) return null;
        var settings = Read(disk, Path.Combine(folder, "src", "main", "resources"));
        if (settings.GetValueOrDefault("spring.main.web-application-type") == "none") return null;
        if (!settings.TryGetValue(layout == JavaLayout.Quarkus ? "quarkus.http.port" : "server.port", out var text)) return DefaultPort;

        // The default of a placeholder follows the colon: ${PORT:8080}.
        if (text.StartsWith("${", StringComparison.Ordinal)) text = text.TrimEnd('}')[(text.IndexOf(':', StringComparison.Ordinal) + 1)..];
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65536 ? port : null;
    }

    private static Dictionary<string, string> Read(IFileSystem disk, string folder)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in Lines(disk, folder, "application.properties"))
        {
            var end = line.IndexOf('=', StringComparison.Ordinal);
            if (end > 0 && line[0] is not ('#' or '!')) settings.TryAdd(line[..end].Trim(), line[(end + 1)..].Trim());
        }

        AddYaml(settings, [.. Lines(disk, folder, "application.yml"), .. Lines(disk, folder, "application.yaml")]);
        return settings;
    }

    private static string[] Lines(IFileSystem disk, string folder, string file) => (disk.ReadText(Path.Combine(folder, file)) ?? "").ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Reads plain mappings by their indentation. Documents after the first belong to profiles.</summary>
    private static void AddYaml(Dictionary<string, string> settings, IEnumerable<string> lines)
    {
        var path = new List<(int Indent, string Key)>();
        foreach (var line in lines)
        {
            if (line.StartsWith("---", StringComparison.Ordinal) && path.Count > 0) return;
            var text = line.Trim();
            var colon = text.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0 || text[0] is '#' or '-') continue;
            var indent = line.Length - line.TrimStart().Length;
            path.RemoveAll(parent => parent.Indent >= indent);
            path.Add((indent, text[..colon]));
            var value = text[(colon + 1)..].Split(" #")[0].Trim().Trim('"', '\'');
            if (value.Length > 0) settings.TryAdd(string.Join('.', path.Select(static parent => parent.Key)), value);
        }
    }
}
