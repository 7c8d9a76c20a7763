using ContainerGuard.Files;

namespace ContainerGuard.Generation.Java;

/// <summary>What an application needs when it starts, and the image does not have by itself.</summary>
/// <param name="DatabaseFile">The address of a database in a file: <c>jdbc:h2:file:./data</c>; null without one.</param>
/// <param name="IsDropwizard">Whether it is started by a command and a configuration file (dropwizard.io, "Getting Started").</param>
/// <param name="WebSource">The source that serves <see cref="WebFolder"/> from its working directory; null without one.</param>
/// <param name="ReadsPort">
/// Whether the sources read the variable PORT, which the platforms that read a Procfile set, and without which many programs end.
/// </param>
internal sealed record StartingJava(string? DatabaseFile, bool IsDropwizard, string? WebSource, bool ReadsPort)
{
    /// <summary>The pages of a web application (maven.apache.org, "Standard Directory Layout"), which only a WAR contains.</summary>
    public const string WebFolder = "src/main/webapp";

    private const int MostBytes = 256 * 1024;

    private const int MostFiles = 500;

    private static readonly string[] Settings = ["application.properties", "application.yml", "application.yaml"];

    private static readonly string[] Files = ["jdbc:sqlite:", "jdbc:h2:file:", "jdbc:h2:./", "jdbc:h2:~", "jdbc:hsqldb:file:"];

    private static readonly string[] Builds = ["pom.xml", "build.gradle", "build.gradle.kts"];

    /// <param name="disk">The disk.</param>
    /// <param name="folder">The application's folder, absolute.</param>
    public static StartingJava Read(IFileSystem disk, string folder) => new(
        Settings.Select(name => disk.ReadText(Path.Combine(folder, "src", "main", "resources", name), MostBytes))
            .Select(static text => DatabaseIn(text ?? "")).FirstOrDefault(static url => url is not null),
        Array.Exists(Builds, name => disk.ReadText(Path.Combine(folder, name), MostBytes)
            ?.Contains("dropwizard-core", StringComparison.Ordinal) == true),
        disk.DirectoryExists(Path.Combine(folder, WebFolder)) ? SourceWith(WebFolder, disk, folder) : null,
        disk.ReadText(Path.Combine(folder, "Procfile"))?.Split('\n')
            .Any(static line => line.StartsWith("web:", StringComparison.Ordinal)) == true
            && SourceWith("getenv(\"PORT\")", disk, folder) is not null);

    private static string? SourceWith(string words, IFileSystem disk, string folder)
    {
        var left = MostFiles;
        var folders = new Queue<string>(["src/main/java", "src/main/kotlin"]);
        while (folders.TryDequeue(out var current))
        {
            foreach (var entry in disk.List(Path.Combine(folder, current)).OrderBy(static entry => entry.Name, StringComparer.Ordinal))
            {
                var path = $"{current}/{entry.Name}";
                if (entry.Kind == FileKind.Directory) folders.Enqueue(path);
                else if (left-- <= 0) return null;
                else if (Has(words, disk.ReadText(Path.Combine(folder, path), MostBytes))) return path;
            }
        }

        return null;
    }

    private static bool Has(string words, string? text) => text?.Contains(words, StringComparison.Ordinal) == true;

    private static string? DatabaseIn(string text)
    {
        foreach (var rawLine in text.Split('\n'))
        {
            var line = rawLine.Trim();
            if (line.StartsWith('#') || Array.Find(Files, url => line.Contains(url, StringComparison.Ordinal)) is not { } kind) continue;
            var url = line[line.IndexOf(kind, StringComparison.Ordinal)..].Split(['"', '\'', ' ', ';', '}'])[0];
            if (!url.Contains(":memory:", StringComparison.Ordinal)) return url;
        }

        return null;
    }
}
