using ContainerGuard.Compose;
using ContainerGuard.Files;

namespace ContainerGuard.Context;

/// <summary>
/// Tells a Dockerfile from other files by its name, because a pattern such as <c>**/*Dockerfile*</c> also finds other files.
/// </summary>
internal static class DockerfileName
{
    private static readonly string[] TextExtensions =
        [".md", ".mdx", ".rst", ".adoc", ".rego", ".dockerignore", ".html", ".snap", ".patch", ".diff"];

    /// <summary>The extensions of languages. <c>Dockerfile.go</c> may be the Dockerfile of a service that is written in Go.</summary>
    private static readonly string[] CodeExtensions =
    [
        ".sh", ".bash", ".bats", ".ps1", ".bat", ".cmd", ".py", ".go", ".js", ".mjs", ".cjs", ".ts", ".tsx", ".jsx", ".cs", ".csx", ".fs",
        ".vb", ".java", ".kt", ".rb", ".rs", ".php", ".lua", ".json", ".xml", ".yml", ".yaml", ".toml", ".vim", ".c", ".h", ".cpp", ".tf",
    ];

    /// <summary>Whether a file is a Dockerfile by its name: <c>Dockerfile</c>, <c>Dockerfile.dev</c>, <c>api.Dockerfile</c>.</summary>
    /// <param name="name">The name without the folder.</param>
    public static bool IsOne(string name) =>
        (name is "Dockerfile" or "Containerfile"
            || name.StartsWith("Dockerfile.", StringComparison.Ordinal) || name.StartsWith("Containerfile.", StringComparison.Ordinal)
            || name.EndsWith(".Dockerfile", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith(".Containerfile", StringComparison.OrdinalIgnoreCase))
        && !HasExtension(name, TextExtensions);

    /// <summary>
    /// Whether a file is certainly not a Dockerfile: an ignore file, a text, or source code. A file with the extension of a language is a
    /// Dockerfile only if it begins as one.
    /// </summary>
    /// <param name="files">The disk.</param>
    /// <param name="path">The absolute path.</param>
    public static bool IsOther(IFileSystem files, string path)
    {
        var name = Path.GetFileName(path);
        return HasExtension(name, TextExtensions)
            || (HasExtension(name, CodeExtensions) && files.ReadText(path, 4096) is { } text && !ComposeName.BeginsAsDockerfile(text));
    }

    private static bool HasExtension(string name, string[] extensions) =>
        Array.Exists(extensions, extension => name.EndsWith(extension, StringComparison.OrdinalIgnoreCase));
}
