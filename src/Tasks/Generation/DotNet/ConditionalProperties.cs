using System.Xml;
using ContainerGuard.Files;
using ContainerGuard.Formats;

namespace ContainerGuard.Generation.DotNet;

/// <summary>
/// The properties of project files whose value depends on a condition, so that a build in an image can have a value that this build lacks.
/// </summary>
internal static class ConditionalProperties
{
    /// <summary>The names, in any casing. A condition that only asks whether the property has a value already is not one.</summary>
    /// <param name="files">The disk.</param>
    /// <param name="paths">The project and the files that it imports, absolute. A missing file has no properties.</param>
    public static HashSet<string> In(IFileSystem files, IEnumerable<string> paths)
    {
        HashSet<string> names = new(StringComparer.OrdinalIgnoreCase);
        foreach (var path in paths)
        {
            if (files.Read(path, Read) is { } found) names.UnionWith(found);
        }

        return names;
    }

    private static HashSet<string> Read(string text)
    {
        HashSet<string> names = new(StringComparer.OrdinalIgnoreCase);
        try
        {
            using var reader = XmlFile.Open(text, allowsDtd: true);
            Read(reader, names);
        }
        catch (XmlException)
        {
            // MSBuild reports the file.
        }

        return names;
    }

    private static void Read(XmlReader reader, HashSet<string> names)
    {
        // For each open element: its name, and whether it or one above it has a condition.
        List<(string Name, bool IsConditional)> open = [];
        while (reader.Read())
        {
            if (reader.NodeType != XmlNodeType.Element) continue;

            open.RemoveRange(reader.Depth, open.Count - reader.Depth);
            var (parent, isConditional) = open.Count == 0 ? ("", false) : open[^1];
            var condition = reader.GetAttribute("Condition");
            var isOwn = parent == "PropertyGroup" && condition is not null && AsksOnlyFor(reader.LocalName, condition);
            isConditional |= (condition is not null && !isOwn) || reader.LocalName is "When" or "Otherwise" or "Target";
            if (parent == "PropertyGroup" && isConditional) names.Add(reader.LocalName);
            open.Add((reader.LocalName, isConditional));
        }
    }

    private static bool AsksOnlyFor(string property, string condition)
    {
        for (var start = condition.IndexOf("$(", StringComparison.Ordinal); start >= 0;
            start = condition.IndexOf("$(", start + 2, StringComparison.Ordinal))
        {
            var end = condition.IndexOf(')', start);
            if (end < 0 || !condition.AsSpan(start + 2, end - start - 2).Equals(property, StringComparison.OrdinalIgnoreCase)) return false;
        }

        return condition.Contains("$(", StringComparison.Ordinal);
    }
}
