using System.Collections.Immutable;
using System.Text;
using ContainerGuard.Text;

namespace ContainerGuard.Dockerfile;

/// <summary>A <c>RUN --mount=type=…,…</c>.</summary>
/// <param name="Flag">The flag.</param>
/// <param name="Options">Its options, in order.</param>
/// <param name="Error">Why the value is not a list of options; null for a valid list.</param>
internal sealed record MountSyntax(FlagSyntax Flag, ImmutableArray<MountOption> Options, string? Error)
{
    /// <summary>The type as written, in lower case: bind, cache, tmpfs, secret or ssh. The default is bind.</summary>
    public string Type => Find("type")?.Value?.ToLowerInvariant() ?? "bind";

    /// <summary>The last option with one of these names; null if it does not exist.</summary>
    public MountOption? Find(string key, string? other = null, string? another = null)
    {
        for (var i = Options.Length - 1; i >= 0; i--)
        {
            if (Options[i].Key == key || Options[i].Key == other || Options[i].Key == another)
            {
                return Options[i];
            }
        }

        return null;
    }

    internal static ImmutableArray<MountSyntax> ReadAll(InstructionSyntax instruction)
    {
        var mounts = ImmutableArray.CreateBuilder<MountSyntax>();
        foreach (var flag in instruction.Flags)
        {
            if (flag.Is("mount") && flag.HasValue)
            {
                mounts.Add(Read(flag));
            }
        }

        return mounts.ToImmutable();
    }

    private static MountSyntax Read(FlagSyntax flag)
    {
        var fields = new List<LocatedText>();
        var error = CommaSeparated.Split(flag.ValueText, fields);
        var options = ImmutableArray.CreateBuilder<MountOption>(fields.Count);
        foreach (var (text, span) in fields)
        {
            var equalsSign = text.IndexOf('=');
            options.Add(new MountOption(
                (equalsSign < 0 ? text : text[..equalsSign]).ToLowerInvariant(),
                equalsSign < 0 ? null : text[(equalsSign + 1)..],
                text,
                flag.GetValueSpan(span.Start, span.Length)));
        }

        return new MountSyntax(flag, options.ToImmutable(), error);
    }
}

/// <summary>An option of a mount: <c>key=value</c> or only <c>key</c>.</summary>
/// <param name="Key">The key in lower case.</param>
/// <param name="Value">The value; null for an option without a value.</param>
/// <param name="Text">The option as written.</param>
/// <param name="Span">The place of the option in the source.</param>
internal sealed record MountOption(string Key, string? Value, string Text, TextSpan Span);

/// <summary>A line of comma-separated values (RFC 4180): the syntax in which BuildKit reads the values of --mount and --device.</summary>
internal static class CommaSeparated
{
    /// <summary>Splits a line; returns the reason why it is not valid, or null.</summary>
    public static string? Split(ReadOnlySpan<char> line, List<LocatedText> fields)
    {
        if (line.IsEmpty)
        {
            return "it is empty";
        }

        var at = 0;
        while (true)
        {
            var start = at;
            if (at < line.Length && line[at] == '"')
            {
                if (!TryReadQuoted(line, ref at, out var text))
                {
                    return "a double quote is not closed";
                }

                fields.Add(new LocatedText(text, TextSpan.FromBounds(start, at)));
                if (at == line.Length)
                {
                    return null;
                }

                at++;
                continue;
            }

            var comma = line[at..].IndexOf(',');
            var end = comma < 0 ? line.Length : at + comma;
            if (line[start..end].Contains('"'))
            {
                return "a double quote is inside an option; quote the whole option";
            }

            fields.Add(new LocatedText(line[start..end].ToString(), TextSpan.FromBounds(start, end)));
            if (comma < 0)
            {
                return null;
            }

            at = end + 1;
        }
    }

    private static bool TryReadQuoted(ReadOnlySpan<char> line, ref int at, out string text)
    {
        var field = new StringBuilder();
        text = "";
        for (at++; at < line.Length; at++)
        {
            if (line[at] != '"')
            {
                field.Append(line[at]);
            }
            else if (at + 1 < line.Length && line[at + 1] == '"')
            {
                field.Append('"');
                at++;
            }
            else
            {
                at++;
                text = field.ToString();
                return at == line.Length || line[at] == ',';
            }
        }

        return false;
    }
}
