using ContainerGuard.Files;

namespace ContainerGuard.Generation.Python;

/// <summary>
/// The modules of an application that a start command can name. Messages that ask for the command contain them, so that the answer can be
/// copied.
/// </summary>
/// <param name="disk">The disk.</param>
/// <param name="folder">The application's folder, absolute.</param>
internal sealed class PythonModules(IFileSystem disk, string folder)
{
    /// <summary>The name in a message if the application's own one is not known.</summary>
    public const string Unknown = "NAME";

    /// <summary>
    /// The start command that the application most likely needs, as words for <c>ContainerAppCommand</c>: a command of its package, a
    /// package with <c>__main__.py</c>, or the only file that is a program.
    /// </summary>
    /// <param name="scripts">The commands that the application's package installs.</param>
    public string Command(IReadOnlyList<string> scripts)
    {
        if (scripts.Count > 0) return scripts[0];
        if (OnlyPackageWith("__main__.py") is { } package) return $"python;-m;{package}";
        var programs = disk.List(folder).Where(static entry => entry.Kind == FileKind.File).Select(static entry => entry.Name)
            .Where(static name => name.EndsWith(".py", StringComparison.Ordinal) && name != "setup.py")
            .Where(name => disk.ReadText(Path.Combine(folder, name))?.Contains("__main__", StringComparison.Ordinal) == true)
            .Take(2).ToArray();
        return programs is [var program] ? $"python;{program}" : $"python;-m;{Unknown}";
    }

    /// <summary>The only package of the folder that contains this file; null if the folder has no such package, or several.</summary>
    /// <param name="file">A file name.</param>
    public string? OnlyPackageWith(string file) =>
        disk.List(folder).Where(static entry => entry.Kind == FileKind.Directory).Select(static entry => entry.Name)
            .Where(name => name[0] != '.' && disk.FileExists(Path.Combine(folder, name, file)))
            .Take(2).ToArray() is [var only] ? only : null;
}
