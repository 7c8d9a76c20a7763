namespace ContainerGuard.Context;

/// <summary>Tells by its path whether a build creates a file, so that the file may not exist before that build.</summary>
internal static class BuildProduct
{
    private static readonly HashSet<string> Folders = new(StringComparer.OrdinalIgnoreCase)
    {
        "_build", "app-publish", "artifact", "artifacts", "bin", "build", "builds", "deploy", "deps", "dist", "generated", "linux",
        "node_modules", "obj", "out", "output",
        "package", "packages", "pkg", "public", "publish", "published", "release", "releases", "result", "static", "target", "tmp",
        "vendor", "wheels",
    };

    private static readonly HashSet<string> Archives = new(StringComparer.OrdinalIgnoreCase)
    {
        ".apk", ".deb", ".dll", ".ear", ".exe", ".gz", ".jar", ".rpm", ".so", ".tar", ".tgz", ".war", ".whl", ".xz", ".zip",
    };

    /// <summary>Extensions of files that people write.</summary>
    private static readonly HashSet<string> Sources = new(StringComparer.OrdinalIgnoreCase)
    {
        ".c", ".cfg", ".conf", ".config", ".cpp", ".cs", ".csproj", ".fsproj", ".go", ".gradle", ".h", ".ini", ".java", ".js", ".json",
        ".kt", ".kts", ".lock", ".mjs", ".mod",
        ".php", ".props", ".py", ".rb", ".rs", ".sh", ".sln", ".slnx", ".sum", ".targets", ".toml", ".ts", ".tsx", ".vbproj", ".xml",
        ".yaml", ".yml",
    };

    /// <summary>Whether a path is in a folder for build output, or has the extension of a build product.</summary>
    public static bool IsOne(string path) => path.Split('/').Any(Folders.Contains) || Archives.Contains(Path.GetExtension(path));

    /// <summary>Whether a path has the name or extension of a file that people write.</summary>
    public static bool IsWritten(string path) =>
        Sources.Contains(Path.GetExtension(path)) || Path.GetFileName(path).StartsWith("requirements", StringComparison.Ordinal);
}
