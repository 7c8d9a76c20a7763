namespace ContainerGuard.Tests.Support;

/// <summary>A part of the working copy in a folder of its own, as a fresh clone has it: without what a build makes.</summary>
public static class RepositoryCopy
{
    private static readonly string[] Made = [".git", "bin", "obj", "artifacts", "TestResults"];

    /// <summary>Copies files and folders, with the permissions of the files.</summary>
    /// <param name="target">The folder, absolute.</param>
    /// <param name="parts">Relative to the root of the repository, with slashes.</param>
    public static void To(string target, params IEnumerable<string> parts)
    {
        foreach (var part in parts)
        {
            var (source, copy) = (RepositoryRoot.Combine(part.Split('/')), Path.Combine(target, part));
            if (File.Exists(source)) CopyFile(source, copy);
            else CopyFolder(source, copy);
        }
    }

    private static void CopyFolder(string source, string copy)
    {
        foreach (var file in Directory.EnumerateFiles(source)) CopyFile(file, Path.Combine(copy, Path.GetFileName(file)));
        foreach (var folder in Directory.EnumerateDirectories(source))
        {
            var name = Path.GetFileName(folder);
            if (!Made.Contains(name)) CopyFolder(folder, Path.Combine(copy, name));
        }
    }

    private static void CopyFile(string source, string copy)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
        File.Copy(source, copy);
    }
}
