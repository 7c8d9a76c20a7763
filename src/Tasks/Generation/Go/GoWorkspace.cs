using ContainerGuard.Files;

namespace ContainerGuard.Generation.Go;

/// <summary>A <c>go.work</c> that uses the module (go.dev/ref/mod#workspaces): its other modules are built from their folders.</summary>
/// <param name="Files">The file and its checksums, relative to the context.</param>
/// <param name="Folders">The folders of the other modules: the text in the file, and the absolute path.</param>
internal sealed record GoWorkspace(IReadOnlyList<string> Files, IReadOnlyList<(string Text, string Path)> Folders)
{
    /// <summary>The nearest one above the module, in the context; null if it does not use the module.</summary>
    public static GoWorkspace? Of(IFileSystem files, AppProject app)
    {
        foreach (var folder in ContextPath.Upward(app.Directory, app.ContextDirectory))
        {
            if (files.ReadText(Path.Combine(folder, "go.work")) is not { } text) continue;
            var used = Used(text).Select(use => (Text: use, Path: Path.GetFullPath(Path.Combine(folder, use)))).ToArray();
            if (!Array.Exists(used, use => use.Path.TrimEnd('/', '\\') == app.Directory.TrimEnd('/', '\\'))) return null;
            var found = new List<string> { ContextPath.Relative(app.ContextDirectory, Path.Combine(folder, "go.work"))! };
            if (files.FileExists(Path.Combine(folder, "go.work.sum"))) found.Add(found[0] + ".sum");
            return new(found, [.. used.Where(use => use.Path.TrimEnd('/', '\\') != app.Directory.TrimEnd('/', '\\'))]);
        }

        return null;
    }

    private static IEnumerable<string> Used(string text)
    {
        var isInBlock = false;
        foreach (var rawLine in text.Split('\n'))
        {
            var line = rawLine.Split("//")[0].Trim();
            if (line is "use (" or "use(") isInBlock = true;
            else if (line == ")") isInBlock = false;
            else if (isInBlock && line.Length > 0) yield return line.Trim('"');
            else if (line.StartsWith("use ", StringComparison.Ordinal)) yield return line[4..].Trim().Trim('"');
        }
    }
}
