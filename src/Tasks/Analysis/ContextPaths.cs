using ContainerGuard.Context;

namespace ContainerGuard.Analysis;

/// <summary>Absolute paths of a project as paths in a build context.</summary>
internal static class ContextPaths
{
    /// <summary>The context as messages name it: with its folder if the Dockerfile is in another one.</summary>
    public static string NameOf(FileFacts facts) =>
        facts is { Context: { } context, Folder: { } folder } && folder != Path.TrimEndingDirectorySeparator(context.Root)
            ? $"the build context '{Path.GetFileName(Path.TrimEndingDirectorySeparator(context.Root))}'"
            : "the build context";

    /// <summary>The path relative to the context, with forward slashes; null for a path outside the context.</summary>
    public static string? Relative(BuildContext context, string path)
    {
        var relative = Path.GetRelativePath(context.Root, path).Replace('\\', '/');
        return relative is ".." || relative.StartsWith("../", StringComparison.Ordinal) || Path.IsPathRooted(relative) ? null
            : relative == "." ? ""
            : relative;
    }
}
