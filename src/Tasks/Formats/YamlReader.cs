using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace ContainerGuard.Formats;

/// <summary>
/// Reads the first document of a YAML stream (yaml.org/spec/1.2.2) with the parser of YamlDotNet, whose assembly is loaded on the first
/// call. Tags are ignored.
/// </summary>
internal static class YamlReader
{
    /// <param name="text">The file.</param>
    /// <returns>A missing root for an empty file.</returns>
    public static DataFile Read(string text)
    {
        var builder = new DataBuilder();
        var content = text.TrimStart('\uFEFF');
        var parser = new Parser(new StringReader(content));
        try
        {
            var problem = Read(parser, builder, text.Length - content.Length);
            return new(builder.Root, problem);
        }
        catch (YamlException error)
        {
            return new(builder.Root, At(error.Start, error.Message.TrimEnd('.')));
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException or IndexOutOfRangeException)
        {
            // The parser's own checks fail, for example in "a: [1" before a name at the margin.
            return new(builder.Root, At(parser.Current?.End ?? Mark.Empty, "a list, a table or a text is not complete"));
        }
    }

    private static FormatProblem? Read(Parser parser, DataBuilder builder, int before)
    {
        var anchors = new Dictionary<string, DataNode>(StringComparer.Ordinal);
        var open = new Stack<AnchorName>();
        while (parser.MoveNext() && parser.Current is not DocumentEnd)
        {
            switch (parser.Current)
            {
                case AnchorAlias alias:
                    if (!anchors.TryGetValue(alias.Value.Value, out var target))
                    {
                        return At(alias.Start, $"the anchor '{alias.Value.Value}' does not exist");
                    }

                    if (builder.ExpectsName) builder.Name(target.Text ?? "");
                    else builder.Value(target);
                    break;
                case Scalar scalar when builder.ExpectsName:
                    builder.Name(scalar.Value);
                    break;
                case Scalar scalar:
                    var value = DataNode.OfText(
                        IsNull(scalar) ? null : scalar.Value, before + (int)scalar.Start.Index, before + (int)scalar.End.Index);
                    builder.Value(value);
                    if (!scalar.Anchor.IsEmpty) anchors[scalar.Anchor.Value] = value;
                    break;
                case NodeEvent start:
                    if (builder.ExpectsName) return At(start.Start, "the name of a member is not a string");
                    if (builder.IsTooDeep) return At(start.Start, "lists and tables are nested too deeply");
                    builder.Start(start is MappingStart ? DataNode.Table() : DataNode.List());
                    open.Push(start.Anchor);
                    break;
                case MappingEnd or SequenceEnd:
                    // An anchor is known at the end of its value, so that no value contains itself.
                    var node = builder.End();
                    if (open.Pop() is { IsEmpty: false } anchor) anchors[anchor.Value] = node;
                    break;
            }
        }

        return null;
    }

    /// <summary>Whether a scalar is null in the core schema (yaml.org/spec/1.2.2, section 10.3.2).</summary>
    private static bool IsNull(Scalar scalar) =>
        scalar.Style == ScalarStyle.Plain && scalar.Value is "" or "~" or "null" or "Null" or "NULL";

    private static FormatProblem At(Mark place, string message) =>
        new((int)Math.Max(place.Line, 1), (int)Math.Max(place.Column, 1), LowerFirst(message));

    private static string LowerFirst(string message) => message.Length > 0 ? char.ToLowerInvariant(message[0]) + message[1..] : message;
}
