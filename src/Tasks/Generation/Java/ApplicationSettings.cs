using System.Globalization;
using ContainerGuard.Context;

namespace ContainerGuard.Generation.Java;

/// <summary>
/// What the settings of an application say of its port: those of Spring Boot (docs.spring.io, "Common Application Properties") and of Quarkus
/// (quarkus.io/guides/all-config) lie in the same files.
/// </summary>
internal static class ApplicationSettings
{
    private const int DefaultPort = 8080;

    /// <summary>The port, where the settings say one number, or none at all; null for what does not serve, where it depends, and without a framework.</summary>
    /// <param name="disk">The disk.</param>
    /// <param name="folder">The application's folder, absolute.</param>
    /// <param name="layout">What the application is.</param>
    public static int? Port(IFileSystem disk, string folder, JavaLayout layout)
    {
        if (layout is JavaLayout.SingleJar or JavaLayout.Libraries) return null;
        var settings = Read(disk, Path.Combine(folder, "src", "main", "resources"));
        if (settings.GetValueOrDefault("spring.main.web-application-type") == "none") return null;
        if (!settings.TryGetValue(layout == JavaLayout.Quarkus ? "quarkus.http.port" : "server.port", out var text)) return DefaultPort;

        // A placeholder has its number behind the colon: ${PORT:8080}.
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

    /// <summary>Keys by their indentation, as far as plain mappings go; what follows the first document is a profile's.</summary>
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
