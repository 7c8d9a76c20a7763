using System.Xml;
using ContainerGuard.Files;
using ContainerGuard.Formats;

namespace ContainerGuard.Generation.DotNet;

/// <summary>
/// What the values of the properties in project files depend on: a build in an image can have a value that this build lacks.
/// </summary>
internal sealed class PropertyOrigins
{
    /// <summary>Properties that this build and a build in an image usually have different values of.</summary>
    private static readonly string[] Varying = ["Configuration", "Platform"];

    private readonly HashSet<string> _conditional = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, IReadOnlySet<string>> _used = new(StringComparer.OrdinalIgnoreCase);

    private PropertyOrigins()
    {
    }

    /// <summary>
    /// The properties whose value depends on a condition, or on such a property. A condition that only asks whether the property has a
    /// value already is not one.
    /// </summary>
    public IReadOnlySet<string> Conditional => _conditional;

    /// <summary>For each property, the names of the properties that its value contains, directly or through another property.</summary>
    public IReadOnlyDictionary<string, IReadOnlySet<string>> Used => _used;

    /// <param name="files">The disk.</param>
    /// <param name="project">The project, absolute. Its own imports are read too.</param>
    /// <param name="imported">The files that MSBuild imports by their names, absolute. A missing file has no properties.</param>
    /// <param name="context">The build context, absolute. Files outside are not followed.</param>
    public static PropertyOrigins In(IFileSystem files, string project, IEnumerable<string> imported, string context)
    {
        PropertyOrigins origins = new();
        HashSet<string> seen = new(StringComparer.Ordinal);
        FileProperties all = new();
        foreach (var path in imported.Prepend(project))
        {
            if (seen.Add(path) && files.Read(path, FileProperties.Read) is { } found) origins.Add(found, all, isConditional: false);
        }

        if (all.HasImports)
        {
            var isConditional = all.HasConditionalImports;
            foreach (var path in MSBuildFiles.Of(files, context, project).Imports)
            {
                if (seen.Add(path) && files.Read(path, FileProperties.Read) is { } found) origins.Add(found, all, isConditional);
            }
        }

        origins.Complete(all.Used);
        return origins;
    }

    private void Add(FileProperties found, FileProperties all, bool isConditional)
    {
        _conditional.UnionWith(isConditional ? found.Names : found.Conditional);
        all.HasImports |= found.HasImports;
        all.HasConditionalImports |= found.HasConditionalImports;
        foreach (var (name, used) in found.Used)
        {
            if (!all.Used.TryGetValue(name, out var known)) all.Used.Add(name, known = new(StringComparer.OrdinalIgnoreCase));
            known.UnionWith(used);
        }
    }

    private void Complete(Dictionary<string, HashSet<string>> direct)
    {
        foreach (var name in direct.Keys)
        {
            HashSet<string> reached = new(StringComparer.OrdinalIgnoreCase);
            Queue<string> open = new(direct[name]);
            while (open.TryDequeue(out var next))
            {
                if (!reached.Add(next) || !direct.TryGetValue(next, out var behind)) continue;
                foreach (var one in behind) open.Enqueue(one);
            }

            _used.Add(name, reached);
        }

        foreach (var (name, used) in _used)
        {
            if (used.Overlaps(_conditional) || used.Overlaps(Varying)) _conditional.Add(name);
        }
    }

    /// <summary>The properties of one file.</summary>
    private sealed class FileProperties
    {
        public HashSet<string> Names { get; } = new(StringComparer.OrdinalIgnoreCase);

        public HashSet<string> Conditional { get; } = new(StringComparer.OrdinalIgnoreCase);

        /// <summary>For each property, those that its values contain.</summary>
        public Dictionary<string, HashSet<string>> Used { get; } = new(StringComparer.OrdinalIgnoreCase);

        public bool HasImports { get; set; }

        /// <summary>Whether a condition other than that the file exists decides an import.</summary>
        public bool HasConditionalImports { get; set; }

        public static FileProperties Read(string text)
        {
            FileProperties found = new();
            try
            {
                using var reader = XmlFile.Open(text, allowsDtd: true);
                found.Read(reader);
            }
            catch (XmlException)
            {
                // MSBuild reports the file.
            }

            return found;
        }

        private void Read(XmlReader reader)
        {
            // For each open element: its name, and whether it or one above it has a condition.
            List<(string Name, bool IsConditional)> open = [];
            while (reader.Read())
            {
                if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA)
                {
                    if (reader.Depth >= 2 && reader.Depth <= open.Count && open[reader.Depth - 2].Name == "PropertyGroup")
                    {
                        Use(open[reader.Depth - 1].Name, reader.Value);
                    }
                }
                else if (reader.NodeType == XmlNodeType.Element)
                {
                    open.RemoveRange(reader.Depth, open.Count - reader.Depth);
                    open.Add(ReadElement(reader, open.Count == 0 ? ("", false) : open[^1]));
                }
            }
        }

        private (string Name, bool IsConditional) ReadElement(XmlReader reader, (string Name, bool IsConditional) parent)
        {
            var name = reader.LocalName;
            var isConditional = parent.IsConditional;
            var condition = reader.GetAttribute("Condition");
            var isOwn = parent.Name == "PropertyGroup" && condition is not null && AsksOnlyFor(name, condition);
            isConditional |= (condition is not null && !isOwn) || name is "When" or "Otherwise" or "Target";
            if (parent.Name == "PropertyGroup")
            {
                Names.Add(name);
                if (isConditional) Conditional.Add(name);
            }
            else if (name == "Import" && reader.GetAttribute("Sdk") is null)
            {
                HasImports = true;
                HasConditionalImports |= parent.IsConditional
                    || (condition is not null && !condition.TrimStart().StartsWith("Exists", StringComparison.OrdinalIgnoreCase));
            }

            return (name, isConditional);
        }

        private void Use(string property, string value)
        {
            for (var start = value.IndexOf("$(", StringComparison.Ordinal); start >= 0;
                start = value.IndexOf("$(", start + 2, StringComparison.Ordinal))
            {
                var end = start + 2;
                while (end < value.Length && (char.IsAsciiLetterOrDigit(value[end]) || value[end] is '_' or '-')) end++;
                if (end == start + 2 || value.AsSpan(start + 2, end - start - 2).Equals(property, StringComparison.OrdinalIgnoreCase))
                {
                    continue;
                }

                if (!Used.TryGetValue(property, out var names)) Used.Add(property, names = new(StringComparer.OrdinalIgnoreCase));
                names.Add(value[(start + 2)..end]);
            }
        }

        private static bool AsksOnlyFor(string property, string condition)
        {
            for (var start = condition.IndexOf("$(", StringComparison.Ordinal); start >= 0;
                start = condition.IndexOf("$(", start + 2, StringComparison.Ordinal))
            {
                var end = condition.IndexOf(')', start);
                if (end < 0 || !condition.AsSpan(start + 2, end - start - 2).Equals(property, StringComparison.OrdinalIgnoreCase))
                {
                    return false;
                }
            }

            return condition.Contains("$(", StringComparison.Ordinal);
        }
    }
}
