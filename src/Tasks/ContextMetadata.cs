using Microsoft.Build.Framework;

namespace ContainerGuard;

/// <summary>The metadata <c>Context</c> of <c>ContainerGuardDockerfile</c> items: the build context, relative to the project.</summary>
internal static class ContextMetadata
{
    public const string Name = "Context";

    /// <summary>The contexts, absolute, by the absolute paths of the Dockerfiles.</summary>
    /// <param name="dockerfiles">The items.</param>
    /// <param name="fullPath">Makes a path absolute.</param>
    public static Dictionary<string, string> Of(IEnumerable<ITaskItem> dockerfiles, Func<string, string> fullPath)
    {
        Dictionary<string, string> contexts = new(StringComparer.Ordinal);
        foreach (var item in dockerfiles)
        {
            if (item.GetMetadata(Name) is { Length: > 0 } context)
            {
                contexts[fullPath(item.ItemSpec)] = Path.TrimEndingDirectorySeparator(fullPath(context));
            }
        }

        return contexts;
    }
}
