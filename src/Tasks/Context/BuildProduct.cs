namespace ContainerGuard.Context;

/// <summary>Tells by its path whether a file is made by a build, and so may be missing until that has run.</summary>
internal static class BuildProduct
{
    private static readonly HashSet<string> Folders = new(StringComparer.OrdinalIgnoreCase)
    {
        "_build", "app-publish", "artifact", "artifacts", "bin", "build", "builds", "deploy", "deps", "dist", "generated", "linux", "node_modules", "obj", "out", "output",
        "package", "packages", "pkg", "public", "publish", "published", "release", "releases", "result", "static", "target", "tmp", "vendor", "wheels",
    };

    private static readonly HashSet<string> Archives = new(StringComparer.OrdinalIgnoreCase)
    {
        ".apk", ".deb", ".dll", ".ear", ".exe", ".gz", ".jar", ".rpm", ".so", ".tar", ".tgz", ".war", ".whl", ".xz", ".zip",
    };

    /// <summary>What people write.</summary>
    private static readonly HashSet<string> Sources = new(StringComparer.OrdinalIgnoreCase)
    {
        ".c", ".cfg", ".conf", ".config", ".cpp", ".cs", ".csproj", ".fsproj", ".go", ".gradle", ".h", ".ini", ".java", ".js", ".json", ".kt", ".kts", ".lock", ".mjs", ".mod",
        ".php", ".props", ".py", ".rb", ".rs", ".sh", ".sln", ".slnx", ".sum", ".targets", ".toml", ".ts", ".tsx", ".vbproj", ".xml", ".yaml", ".yml",
    };

    /// <summary>Whether it lies where builds put what they make, or is of a kind that only they make.</summary>
    public static bool IsOne(string path) => path.Split('/').Any(Folders.Contains) || Archives.Contains(Path.GetExtension(path));

    /// <summary>Whether it is of a kind that people write.</summary>
    public static bool IsWritten(string path) =>
        Sources.Contains(Path.GetExtension(path)) || Path.GetFileName(path).StartsWith("requirements", StringComparison.Ordinal);
}
