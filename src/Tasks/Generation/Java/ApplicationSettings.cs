using System.Globalization;
using System.Text.RegularExpressions;
using ContainerGuard.Files;
using ContainerGuard.Formats;

namespace ContainerGuard.Generation.Java;

/// <summary>
/// Reads the port from an application's settings. Spring Boot (docs.spring.io, "Common Application Properties") and Quarkus
/// (quarkus.io/guides/all-config) use the same files.
/// </summary>
internal static partial class ApplicationSettings
{
    private const int DefaultPort = 8080;

    /// <summary>
    /// The port from the settings, else the framework's default; null for an application without a server or a framework, and for a port
    /// that is not a literal.
    /// </summary>
    /// <param name="disk">The disk.</param>
    /// <param name="folder">The application's folder, absolute.</param>
    /// <param name="layout">The kind of application.</param>
    public static int? Port(IFileSystem disk, string folder, JavaLayout layout)
    {
        if (layout is JavaLayout.SingleJar or JavaLayout.Libraries) return null;
        var resources = Path.Combine(folder, "src", "main", "resources");
        var properties = JavaProperties.Read(disk.ReadText(Path.Combine(resources, "application.properties")) ?? "");
        var yaml = ((IEnumerable<string>)
        [
            "application.yml", "application.yaml",
        ]).Select(name => Yaml(disk, Path.Combine(resources, name))).ToList();
        if (Setting("spring.main.web-application-type") == "none") return null;
        if (Setting(layout == JavaLayout.Quarkus ? "quarkus.http.port" : "server.port") is not { Length: > 0 } text) return DefaultPort;

        // The default of a placeholder follows the colon: ${PORT:8080}.
        if (text.StartsWith("${", StringComparison.Ordinal)) text = text.TrimEnd('}')[(text.IndexOf(':', StringComparison.Ordinal) + 1)..];
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65536 ? port : null;

        string? Setting(string name) =>
            properties.GetValueOrDefault(name) ?? yaml.Select(file => Find(file, name)).FirstOrDefault(static value => value is not null);
    }

    /// <summary>
    /// The first document; documents after it belong to profiles. Maven replaces <c>@name@</c> before the application reads the file, which
    /// YAML does not allow at the beginning of a value. The application reports an error in the file at its start, so the settings before
    /// the error count here.
    /// </summary>
    private static DataNode Yaml(IFileSystem disk, string path) =>
        disk.ReadText(path) is { } text ? YamlReader.Read(Filtered().Replace(text, "_$1_")).Root : DataNode.Missing;

    /// <summary>
    /// A setting by its whole name, which a file can write as one name or as tables: <c>server.port</c>, or <c>port</c> below
    /// <c>server</c>.
    /// </summary>
    private static string? Find(DataNode table, string name)
    {
        if (table[name] is { Exists: true } whole) return whole.Text;
        for (var dot = name.IndexOf('.', StringComparison.Ordinal); dot >= 0; dot = name.IndexOf('.', dot + 1))
        {
            if (Find(table[name[..dot]], name[(dot + 1)..]) is { } value) return value;
        }

        return null;
    }

    [GeneratedRegex("@([A-Za-z0-9_.-]+)@")]
    private static partial Regex Filtered();
}
