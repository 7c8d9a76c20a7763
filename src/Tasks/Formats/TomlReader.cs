using System.Globalization;
using Tomlyn;
using Tomlyn.Parsing;

namespace ContainerGuard.Formats;

/// <summary>Reads TOML (toml.io/en/v1.0.0) with Tomlyn, whose assembly is loaded on the first call.</summary>
internal static class TomlReader
{
    public static DataFile Read(string text)
    {
        var builder = new DataBuilder();
        try
        {
            var parser = TomlParser.Create(text);
            var (line, column) = (1, 1);
            while (parser.MoveNext())
            {
                // The start of a table or list has no place, but its name has one.
                if (parser.Current.Kind == TomlParseEventKind.PropertyName) (line, column) = (parser.Current.Line, parser.Current.Column);
                if (!TryApply(parser.Current, parser, builder))
                {
                    return new(Built(builder), new(line, column, "the key has a value already"));
                }
            }

            return new(Built(builder), null);
        }
        catch (TomlException error)
        {
            return new(Built(builder), new(error.Line ?? 1, error.Column ?? 1, Sentence(error.Message)));
        }
    }

    private static DataNode Built(DataBuilder builder) => builder.Root.Exists ? builder.Root : DataNode.Table();

    /// <summary>
    /// Adds one event; false for a key that has a value already, which the parser does not refuse. A table header that continues a table
    /// gives its events again, from the root, so an existing table is opened again.
    /// </summary>
    private static bool TryApply(TomlParseEvent item, TomlParser parser, DataBuilder builder)
    {
        switch (item.Kind)
        {
            case TomlParseEventKind.PropertyName:
                builder.Name(parser.GetPropertyName());
                break;
            case TomlParseEventKind.StartTable:
                if (builder.Current is { IsTable: true } table) builder.StartAgain(table);
                else if (builder.Current is { IsList: true, Items: [.., { IsTable: true } last] }) builder.StartAgain(last);
                else if (builder.Current.Exists) return false;
                else builder.Start(DataNode.Table());
                break;
            case TomlParseEventKind.StartArray:
                if (builder.Current is { IsList: true, Items: [{ IsTable: true }, ..] } list) builder.StartAgain(list);
                else if (builder.Current.Exists) return false;
                else builder.Start(DataNode.List());
                break;
            case TomlParseEventKind.EndTable or TomlParseEventKind.EndArray:
                builder.End();
                break;
            case TomlParseEventKind.StartDocument or TomlParseEventKind.EndDocument:
                break;
            default:
                if (builder.Current.Exists) return false;
                builder.Value(DataNode.OfText(ScalarText(item, parser)));
                break;
        }

        return true;
    }

    private static string ScalarText(TomlParseEvent item, TomlParser parser) => item.Kind switch
    {
        TomlParseEventKind.Integer => item.GetInt64().ToString(CultureInfo.InvariantCulture),
        TomlParseEventKind.Float => item.GetDouble().ToString(CultureInfo.InvariantCulture),
        TomlParseEventKind.Boolean => item.GetBoolean() ? "true" : "false",
        _ => item.StringValue ?? parser.GetString(),
    };

    /// <summary>The text of an error without its position, <c>(1,5) : error : Missing value after `=`.</c></summary>
    private static string Sentence(string message)
    {
        const string Mark = " : error : ";
        var start = message.IndexOf(Mark, StringComparison.Ordinal);
        var text = (start < 0 ? message : message[(start + Mark.Length)..]).Trim();
        var end = text.AsSpan().IndexOfAny('\r', '\n');
        return (end < 0 ? text : text[..end]).TrimEnd('.').Replace('`', '\'');
    }
}
