using System.Xml;
using ContainerGuard.Files;

namespace ContainerGuard;

/// <summary>A place in a project file.</summary>
/// <param name="Path">The file, absolute.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
internal readonly record struct SettingPlace(string Path, int Line, int Column);

/// <summary>An element of a project file whose name begins with <c>ContainerGuard</c>, or with another prefix that was asked for.</summary>
/// <param name="Name">As it is written.</param>
/// <param name="Kind">A property, an item, or null for an element elsewhere.</param>
/// <param name="Place">Where it begins.</param>
internal sealed record SettingUse(string Name, SettingKind? Kind, SettingPlace Place)
{
    /// <summary>The text of a property, or the <c>Include</c> of an item; empty if there is neither.</summary>
    public string Value { get; private set; } = "";

    /// <summary>
    /// The names of an item's attributes and child elements, with their places. Attributes of MSBuild itself are among them.
    /// </summary>
    public List<(string Name, SettingPlace Place)> Metadata { get; } = [];

    /// <summary>Whether a condition decides if the element counts: its own, or one of an element around it.</summary>
    public bool IsConditional { get; private init; }

    /// <summary>Reads a file. A file that does not exist or is not valid XML has no elements: MSBuild reports it.</summary>
    /// <param name="path">Absolute.</param>
    /// <param name="prefix">What the names begin with, in any case.</param>
    public static IReadOnlyList<SettingUse> In(string path, string prefix = SettingNames.Prefix)
    {
        List<SettingUse> uses = [];
        try
        {
            // Most project files name nothing of ours, and a search in the text is far cheaper than a reader.
            if (PhysicalFileSystem.Instance.ReadText(path) is not { } text) return uses;
            if (!text.Contains("<" + prefix, StringComparison.OrdinalIgnoreCase)) return uses;

            using var reader = XmlReader.Create(new StringReader(text), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
            Read(reader, path, prefix, uses);
        }
        catch (XmlException)
        {
        }

        return uses;
    }

    private static void Read(XmlReader reader, string path, string prefix, List<SettingUse> uses)
    {
        // The names of the open elements, outermost first.
        List<string> open = [];
        List<bool> conditions = [];
        while (reader.Read())
        {
            var parent = reader.Depth > 0 && open.Count >= reader.Depth ? open[reader.Depth - 1] : "";
            var isOfLast = uses.Count > 0 && parent.Equals(uses[^1].Name, StringComparison.Ordinal);
            if (reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA && isOfLast && uses[^1].Kind == SettingKind.Property)
            {
                uses[^1].Value += reader.Value.Trim();
            }

            if (reader.NodeType != XmlNodeType.Element) continue;

            open.RemoveRange(reader.Depth, open.Count - reader.Depth);
            open.Add(reader.LocalName);
            conditions.RemoveRange(reader.Depth, conditions.Count - reader.Depth);
            conditions.Add(IsConditionalHere(reader, conditions));
            if (reader.LocalName.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            {
                uses.Add(Element(reader, path, parent, conditions[^1]));
            }
            else if (isOfLast && uses[^1].Kind == SettingKind.Item)
            {
                uses[^1].Metadata.Add((reader.LocalName, PlaceOf(reader, path)));
            }
        }
    }

    /// <summary>The children of Choose are When and Otherwise, of which one counts.</summary>
    private static bool IsConditionalHere(XmlReader reader, List<bool> around) =>
        (around.Count > 0 && around[^1]) || reader.GetAttribute("Condition") is { Length: > 0 } || reader.LocalName == "Otherwise";

    private static SettingUse Element(XmlReader reader, string path, string parent, bool isConditional)
    {
        SettingKind? kind = parent switch
        {
            "PropertyGroup" => SettingKind.Property,
            "ItemGroup" or "ItemDefinitionGroup" => SettingKind.Item,
            _ => null,
        };
        var use = new SettingUse(reader.LocalName, kind, PlaceOf(reader, path)) { IsConditional = isConditional };
        if (kind != SettingKind.Item) return use;
        while (reader.MoveToNextAttribute())
        {
            if (reader.LocalName == "Include") use.Value = reader.Value.Trim();
            use.Metadata.Add((reader.LocalName, PlaceOf(reader, path)));
        }

        reader.MoveToElement();
        return use;
    }

    private static SettingPlace PlaceOf(XmlReader reader, string path) =>
        reader is IXmlLineInfo place ? new(path, place.LineNumber, place.LinePosition) : new(path, 0, 0);
}
