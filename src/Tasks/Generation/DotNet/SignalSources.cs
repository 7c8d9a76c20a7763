using ContainerGuard.Files;

namespace ContainerGuard.Generation.DotNet;

/// <summary>Whether the sources of projects register a handler for the signal that stops a container.</summary>
internal static class SignalSources
{
    private const int MostFiles = 2_000;
    private const int MostBytes = 256 * 1024;

    private static readonly string[] Extensions = [".cs", ".fs", ".vb"];

    /// <summary>The names that a registration contains; a native call has the name of the signal.</summary>
    private static readonly string[] Registrations = ["PosixSignal", "SIGTERM", "UseConsoleLifetime", "UnixSignal", "signal("];

    /// <param name="files">The disk.</param>
    /// <param name="folders">The folders of the projects, absolute.</param>
    /// <returns>Null if there are too many files to tell.</returns>
    public static bool? Register(IFileSystem files, IEnumerable<string> folders)
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
                    if (files.ReadText(path, MostBytes) is { } text && Names(text)) return true;
                }
            }
        }

        return false;
    }

    private static bool IsSource(string name) =>
        Array.Exists(Extensions, extension => name.EndsWith(extension, StringComparison.OrdinalIgnoreCase));

    private static bool Names(string text) => Array.Exists(Registrations, name => text.Contains(name, StringComparison.Ordinal));
}
