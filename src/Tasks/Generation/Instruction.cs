using System.Text;

namespace ContainerGuard.Generation;

/// <summary>
/// Writes single instructions so that BuildKit reads back exactly what was meant, whatever the names hold. A file for Windows escapes with
/// <see cref="Backtick"/> and says so in its first line (docs.docker.com/reference/dockerfile, "escape").
/// </summary>
internal static class Instruction
{
    public const char Backslash = '\\';

    public const char Backtick = '`';

    /// <summary>What a shell or BuildKit would read as more than itself.</summary>
    private const string NeedsQuotes = " \t\"'\\$#;&|<>()`*?";

    private const string NeedsEscape = "*?[$'\"";

    /// <summary>A comment, broken into lines that a review can show side by side.</summary>
    public static string Comment(string sentence)
    {
        const int Width = 110;
        var text = new StringBuilder("#");
        var column = 1;
        foreach (var word in sentence.Split(' '))
        {
            if (column + 1 + word.Length > Width && column > 1)
            {
                text.Append("\n#");
                column = 1;
            }

            text.Append(' ').Append(word);
            column += 1 + word.Length;
        }

        return text.Append('\n').ToString();
    }

    /// <summary>COPY of files into one folder; the JSON form as soon as a name has a space in it.</summary>
    /// <param name="sources">Relative to the context.</param>
    /// <param name="folder">Relative to the working directory; empty for the working directory itself.</param>
    /// <param name="escape">The file's escape character.</param>
    public static string Copy(IReadOnlyList<string> sources, string folder, char escape = Backslash)
    {
        var arguments = new List<string>(sources.Count + 1);
        foreach (var source in sources) arguments.Add(Escape(source, isPattern: true, escape));
        arguments.Add(folder.Length == 0 ? "./" : Escape(folder, isPattern: false, escape) + "/");
        return "COPY " + Paths(arguments);
    }

    /// <summary>COPY of a folder of another stage.</summary>
    public static string CopyFrom(string stage, string source, string target, char escape = Backslash) =>
        $"COPY --from={stage} {Paths([Escape(source, isPattern: true, escape), Escape(target, isPattern: false, escape)])}";

    /// <summary>COPY of what is in several folders of another stage into one.</summary>
    public static string CopyFrom(string stage, IReadOnlyList<string> sources, string folder)
    {
        var arguments = new List<string>(sources.Count + 1);
        foreach (var source in sources) arguments.Add(Escape(source, isPattern: true, Backslash));
        arguments.Add(Escape(folder, isPattern: false, Backslash) + "/");
        return $"COPY --from={stage} {Paths(arguments)}";
    }

    /// <summary>COPY of one file or folder of the context to a place that may have another name.</summary>
    public static string CopyFile(string source, string target, char escape = Backslash) =>
        $"COPY {Paths([Escape(source, isPattern: true, escape), Escape(target, isPattern: false, escape)])}";

    /// <summary>COPY of what is in a folder of the context.</summary>
    public static string CopyFolder(string source, string target, char escape = Backslash) =>
        $"COPY {Paths([Escape(source, isPattern: true, escape) + "/", Escape(target, isPattern: false, escape) + "/"])}";

    /// <summary>A source, relative to the context, and a target, as COPY takes them.</summary>
    public static string Paths(string source, string target) => Paths([Escape(source, isPattern: true, Backslash), Escape(target, isPattern: false, Backslash)]);

    private static string Paths(List<string> arguments) =>
        arguments.Exists(static argument => TextScan.HasAny(argument, " \t[\"'")) ? JsonArray(arguments) : string.Join(' ', arguments);

    /// <summary>A path in a --mount flag: quoted as soon as a space would end the flag.</summary>
    public static string MountPath(string path) => TextScan.HasAny(path, " \t") ? $"\"{path}\"" : path;

    /// <summary>An exec form: a JSON array of strings.</summary>
    public static string JsonArray(IReadOnlyList<string> items)
    {
        var text = new StringBuilder("[");
        for (var index = 0; index < items.Count; index++)
        {
            if (index > 0) text.Append(", ");
            text.Append('"');
            foreach (var character in items[index])
            {
                switch (character)
                {
                    case '"' or '\\': text.Append('\\').Append(character); break;
                    case < ' ': text.Append("\\u").Append(((int)character).ToString("x4", null)); break;
                    default: text.Append(character); break;
                }
            }

            text.Append('"');
        }

        return text.Append(']').ToString();
    }

    /// <summary>LABEL and ENV in the key=value form, one pair a line, by key.</summary>
    public static string Pairs(string keyword, Dictionary<string, string> pairs, char escape = Backslash)
    {
        var text = new StringBuilder(keyword);
        var separator = " ";
        var keys = new List<string>(pairs.Keys);
        keys.Sort(StringComparer.Ordinal);
        foreach (var key in keys)
        {
            text.Append(separator).Append(key).Append('=').Append(Quote(pairs[key], escape));
            separator = $" {escape}\n    ";
        }

        return text.ToString();
    }

    /// <summary>A value in double quotes when it needs them. No Dockerfile can hold a line break in a value, so one becomes a space.</summary>
    public static string Quote(string value, char escape = Backslash)
    {
        var line = value.ReplaceLineEndings(" ").Trim();
        if (line.Length > 0 && !TextScan.HasAny(line, NeedsQuotes)) return line;

        var text = new StringBuilder(line.Length + 2).Append('"');
        foreach (var character in line)
        {
            if (character is '"' or '$' || character == escape) text.Append(escape);
            text.Append(character);
        }

        return text.Append('"').ToString();
    }

    /// <summary>
    /// COPY expands variables and quotes, and then matches its sources as Go's filepath.Match does: what a name means literally is escaped for both.
    /// </summary>
    private static string Escape(string path, bool isPattern, char escape)
    {
        if (!TextScan.HasAny(path, NeedsEscape) && !path.Contains(escape, StringComparison.Ordinal)) return path;

        var text = new StringBuilder(path.Length + 8);
        foreach (var character in path)
        {
            switch (character)
            {
                case '*' or '?' or '[' when isPattern: text.Append('[').Append(character).Append(']'); break;
                case '$' or '\'' or '"': text.Append(escape).Append(character); break;
                case var _ when character == escape: text.Append(escape).Append(character); break;
                default: text.Append(character); break;
            }
        }

        return text.ToString();
    }
}
