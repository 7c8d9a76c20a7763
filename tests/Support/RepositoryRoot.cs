namespace ContainerGuard.Tests.Support;

/// <summary>The working copy that the running tests were built from.</summary>
public static class RepositoryRoot
{
    /// <summary>Absolute path of the folder that holds the solution.</summary>
    public static string Path { get; } = Find();

    /// <summary>An absolute path below the root.</summary>
    public static string Combine(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    private static string Find()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(directory.FullName, "ContainerGuard.sln")))
            {
                return directory.FullName;
            }
        }

        throw new InvalidOperationException(
            $"No ContainerGuard.sln above {AppContext.BaseDirectory}: the tests run from the repository's own output folders.");
    }
}
