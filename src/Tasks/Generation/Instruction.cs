using System.Text;

namespace ContainerGuard.Generation;

/// <summary>
/// Writes single instructions and escapes all names, so that BuildKit reads exactly the same values. A file for Windows escapes with
/// <see cref="Backtick"/>, which its first line declares (docs.docker.com/reference/dockerfile, "escape").
/// </summary>
internal static class Instruction
{
    public const char Backslash = '\\';

    public const char Backtick = '`';

    /// <summary>Characters with a special meaning for a shell or BuildKit.</summary>
    private const string NeedsQuotes = " \t\"'\\$#;&|<>()`*?";

    private const string NeedsEscape = "*?[$'\"";

    /// <summary>A comment, wrapped so that two versions fit side by side in a review.</summary>
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

    /// <summary>COPY of files into one folder; in the JSON form if a name contains a space.</summary>
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

    /// <summary>COPY of a folder from another stage.</summary>
    public static string CopyFrom(string stage, string source, string target, char escape = Backslash) =>
        $"COPY --from={stage} {Paths([Escape(source, isPattern: true, escape), Escape(target, isPattern: false, escape)])}";

    /// <summary>COPY of the contents of several folders from another stage into one folder.</summary>
    public static string CopyFrom(string stage, IReadOnlyList<string> sources, string folder)
    {
        var arguments = new List<string>(sources.Count + 1);
        foreach (var source in sources) arguments.Add(Escape(source, isPattern: true, Backslash));
        arguments.Add(Escape(folder, isPattern: false, Backslash) + "/");
        return $"COPY --from={stage} {Paths(arguments)}";
    }

    /// <summary>COPY of one file or folder of the context, to a path that can have another name.</summary>
    public static string CopyFile(string source, string target, char escape = Backslash) =>
        $"COPY {Paths([Escape(source, isPattern: true, escape), Escape(target, isPattern: false, escape)])}";

    /// <summary>COPY of the contents of a folder of the context.</summary>
    public static string CopyFolder(string source, string target, char escape = Backslash) =>
        $"COPY {Paths([Escape(source, isPattern: true, escape) + "/", Escape(target, isPattern: false, escape) + "/"])}";

    /// <summary>The arguments of a COPY: a source, relative to the context, and a target.</summary>
    public static string Paths(string source, string target) => Paths([Escape(source, isPattern: true, Backslash), Escape(target, isPattern: false, Backslash)]);

    private static string Paths(List<string> arguments) =>
        arguments.Exists(static argument => TextScan.HasAny(argument, " \t[\"'")) ? JsonArray(arguments) : string.Join(' ', arguments);

    /// <summary>A path in a --mount flag, quoted if a space would end the flag.</summary>
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

    /// <summary>LABEL or ENV in the key=value form: one pair in a line, sorted by key.</summary>
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

    /// <summary>A value, in double quotes if needed. A line break becomes a space, because a value in a Dockerfile cannot contain one.</summary>
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
    /// COPY expands variables and quotes, then matches its sources with Go's filepath.Match. Names are escaped for both.
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
