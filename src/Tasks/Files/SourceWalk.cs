namespace ContainerGuard.Files;

/// <summary>Reads the source files below a folder, depth first and in the order of names, within limits.</summary>
/// <param name="MostFiles">How many files are read.</param>
/// <param name="MostDeep">How many folders deep.</param>
/// <param name="MostBytes">How much of a file is read, in bytes.</param>
/// <param name="Enters">Whether to enter a folder, by its path relative to the root.</param>
/// <param name="Reads">Whether to read a file, by its name.</param>
internal sealed record SourceWalk(
    int MostFiles, int MostDeep, int MostBytes, Func<string, bool> Enters, Func<string, bool> Reads)
{
    /// <summary>The files that can be read: the path relative to the root, with slashes, and the text.</summary>
    /// <param name="files">The disk.</param>
    /// <param name="root">The folder, absolute.</param>
    public IEnumerable<(string Path, string Text)> In(IFileSystem files, string root)
    {
        var left = MostFiles;
        return Below("", MostDeep);

        IEnumerable<(string Path, string Text)> Below(string folder, int depth)
        {
            foreach (var entry in files.List(Path.Combine(root, folder)).OrderBy(static entry => entry.Name, StringComparer.Ordinal))
            {
                var path = folder.Length == 0 ? entry.Name : $"{folder}/{entry.Name}";
                if (entry.Kind == FileKind.Directory)
                {
                    if (depth == 0 || !Enters(path)) continue;
                    foreach (var source in Below(path, depth - 1)) yield return source;
                }
                else if (Reads(entry.Name) && left-- > 0 && files.ReadText(Path.Combine(root, path), MostBytes) is { } text)
                {
                    yield return (path, text);
                }
            }
        }
    }
}
