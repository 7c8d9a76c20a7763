using ContainerGuard.Files;

namespace ContainerGuard.Generation.DotNet;

/// <summary>Whether the sources of projects contain a word that tells what the app does.</summary>
internal static class SourceWords
{
    private const int MostFiles = 2_000;
    private const int MostBytes = 256 * 1024;

    private static readonly string[] Extensions = [".cs", ".fs", ".vb"];

    /// <summary>The names that a registration for a signal contains; a native call has the name of the signal.</summary>
    public static IReadOnlyList<string> OfSignals { get; } = ["PosixSignal", "SIGTERM", "UseConsoleLifetime", "UnixSignal", "signal("];

    /// <summary>The names of members that make Kestrel listen on addresses of the program's choice.</summary>
    public static IReadOnlyList<string> OfAddresses { get; } =
    [
        "UseUrls", "ListenAnyIP", "ListenLocalhost", ".Urls.Add", "Listen(IPAddress", "Listen(System.Net", "ListenUnixSocket", "UseHttpSys",
        "Run(\"http", "Run($\"http", "RunAsync(\"http", "RunAsync($\"http", "ASPNETCORE_URLS", "\"urls\"",
    ];

    /// <summary>The names of members that read the system's time zones.</summary>
    public static IReadOnlyList<string> OfTimeZones { get; } =
        ["FindSystemTimeZoneById", "GetSystemTimeZones", "TimeZoneInfo.Local", "ConvertTimeBySystemTimeZoneId", "TZConvert"];

    /// <param name="files">The disk.</param>
    /// <param name="folders">The folders of the projects, absolute.</param>
    /// <param name="words">The words.</param>
    /// <returns>Null if there are too many files to tell.</returns>
    public static bool? AreIn(IFileSystem files, IEnumerable<string> folders, IReadOnlyList<string> words)
    {
        var left = MostFiles;
        HashSet<string> seen = new(StringComparer.Ordinal);
        Queue<string> open = new(folders);
        while (open.TryDequeue(out var folder))
        {
            if (!seen.Add(folder)) continue;
            foreach (var entry in files.List(folder))
            {
                var path = Path.Combine(folder, entry.Name);
                if (entry.Kind == FileKind.Directory)
                {
                    if (entry.Name is not ("bin" or "obj" or "node_modules") && !entry.Name.StartsWith('.')) open.Enqueue(path);
                }
                else if (entry.Kind == FileKind.File && IsSource(entry.Name))
                {
                    if (left-- == 0) return null;
                    if (files.ReadText(path, MostBytes) is not { } text) continue;
                    if (words.Any(word => text.Contains(word, StringComparison.Ordinal))) return true;
                }
            }
        }

        return false;
    }

    private static bool IsSource(string name) =>
        Array.Exists(Extensions, extension => name.EndsWith(extension, StringComparison.OrdinalIgnoreCase));
}
