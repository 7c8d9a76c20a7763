using ContainerGuard.Generation.DotNet;
using Microsoft.Build.Framework;

namespace ContainerGuard;

/// <summary>The item that the targets describe an evaluated project with, as the generator reads it.</summary>
internal static class DotNetProjectItem
{
    public static DotNetProject Read(
        ITaskItem item, string contextDirectory, ITaskItem[]? ports = null, ITaskItem[]? environmentVariables = null, ITaskItem[]? labels = null)
    {
        var properties = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var name in DotNetProjectReader.PropertyNames) properties[name] = item.GetMetadata(name);
        return DotNetProjectReader.Read(
            item.ItemSpec,
            contextDirectory,
            properties,
            item.GetMetadata("FrameworkReferences").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            Pairs(ports, "Type"),
            Pairs(environmentVariables, "Value"),
            Pairs(labels, "Value"));
    }

    private static IEnumerable<KeyValuePair<string, string>> Pairs(ITaskItem[]? items, string metadata) =>
        (items ?? []).Select(item => KeyValuePair.Create(item.ItemSpec, item.GetMetadata(metadata)));
}
