namespace ContainerGuard.Files;

/// <summary>The names of solution files.</summary>
internal static class SolutionName
{
    /// <summary>Whether the file is a solution, in either format.</summary>
    /// <param name="path">The path or the name of the file.</param>
    public static bool IsOne(string path)
    {
        var extension = Path.GetExtension(path.AsSpan());
        return extension.Equals(".sln", StringComparison.OrdinalIgnoreCase)
            || extension.Equals(".slnx", StringComparison.OrdinalIgnoreCase);
    }
}
