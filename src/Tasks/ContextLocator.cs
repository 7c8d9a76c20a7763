namespace ContainerGuard;

/// <summary>Finds the build context when no property sets it.</summary>
internal static class ContextLocator
{
    /// <summary>The nearest folder upward that holds a solution or a repository; else the project's folder.</summary>
    public static string Locate(string projectDirectory)
    {
        for (var folder = new DirectoryInfo(projectDirectory); folder is not null; folder = folder.Parent)
        {
            if (IsRoot(folder.FullName)) return folder.FullName;
        }

        return Path.GetFullPath(projectDirectory);
    }

    private static bool IsRoot(string folder)
    {
        try
        {
            // .git is a file in a worktree or a submodule.
            return Path.Exists(Path.Combine(folder, ".git"))
                || Directory.EnumerateFiles(folder, "*.sln").Any()
                || Directory.EnumerateFiles(folder, "*.slnx").Any();
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or DirectoryNotFoundException)
        {
            return false;
        }
    }
}
