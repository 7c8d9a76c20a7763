using System.Text;

namespace ContainerGuard.Generation;

/// <summary>
/// Writes a Dockerfile, so that BuildKit reads exactly the same values. It owns the pins and the escape character. A file for Windows
/// escapes with <see cref="Backtick"/>, which its first line declares (docs.docker.com/reference/dockerfile, "escape").
/// </summary>
/// <param name="pins">For each image the text after FROM: mirrored, with tag and digest. A missing image is written unchanged.</param>
/// <param name="escape">The file's escape character.</param>
internal sealed class DockerfileWriter(IReadOnlyDictionary<string, string> pins, char escape = '\\')
{
    public const char Backtick = '`';

    /// <summary>Characters with a special meaning for a shell or BuildKit.</summary>
    private const string NeedsQuotes = " \t\"'\\$#;&|<>()`*?";

    private const string NeedsEscape = "*?[$'\"";

    private readonly StringBuilder _text = new(4096);

    public override string ToString() => _text.ToString();

    /// <summary>Writes text of the file, in which every value is already escaped.</summary>
    public DockerfileWriter Append(string part)
    {
        _text.Append(part);
        return this;
    }

    public DockerfileWriter AppendJoin(string separator, IEnumerable<string> parts)
    {
        _text.AppendJoin(separator, parts);
        return this;
    }

    public DockerfileWriter Line(string line = "")
    {
        _text.Append(line).Append('\n');
        return this;
    }

    /// <summary>Writes a comment, wrapped so that two versions fit side by side in a review.</summary>
    public DockerfileWriter Comment(string sentence)
    {
        const int Width = 110;
        _text.Append('#');
        var column = 1;
        foreach (var word in OneLine(sentence).Split(' '))
        {
            if (column + 1 + word.Length > Width && column > 1)
            {
                _text.Append("\n#");
                column = 1;
            }

            _text.Append(' ').Append(word);
            column += 1 + word.Length;
        }

        return Line();
    }

    /// <summary>The image reference after FROM.</summary>
    public string Pinned(string image) => pins.TryGetValue(image, out var pinned) ? pinned : image;

    /// <summary>Writes FROM.</summary>
    /// <param name="image">Without a digest.</param>
    /// <param name="stage">The stage's name.</param>
    /// <param name="onBuilder">Whether the stage runs on the builder's platform and not on the target's.</param>
    public DockerfileWriter From(string image, string stage, bool onBuilder = false) =>
        Line($"FROM {(onBuilder ? "--platform=$BUILDPLATFORM " : "")}{Pinned(image)} AS {stage}");

    /// <summary>Writes WORKDIR.</summary>
    public DockerfileWriter Workdir(string directory) => Line($"WORKDIR {Quote(directory)}");

    /// <summary>Writes COPY; in the JSON form if a name contains a space.</summary>
    public DockerfileWriter Copy(CopyStep copy)
    {
        var arguments = new List<string>(copy.Sources.Count + 1);
        foreach (var source in copy.Sources) arguments.Add(Escape(source, isPattern: true));
        arguments.Add(Escape(copy.Target, isPattern: false));
        var form =
            arguments.Exists(static argument => TextScan.HasAny(argument, " \t[\"'")) ? JsonArray(arguments) : string.Join(' ', arguments);
        return Line($"COPY {(copy.From is { } stage ? $"--from={stage} " : "")}{(copy.Mode is { } mode ? $"--chmod={mode} " : "")}"
            + $"{(copy.Owner is { } owner ? $"--chown={owner} " : "")}{form}");
    }

    /// <summary>Writes a COPY of files into one folder.</summary>
    /// <param name="sources">Relative to the context.</param>
    /// <param name="folder">Relative to the working directory; empty for the working directory itself.</param>
    public DockerfileWriter Copy(IReadOnlyList<string> sources, string folder) =>
        Copy(new(sources, folder.Length == 0 ? "./" : folder + "/"));

    /// <summary>Writes an instruction in the exec form: a JSON array of strings.</summary>
    public DockerfileWriter Exec(string keyword, IReadOnlyList<string> words) => Line($"{keyword} {JsonArray(words)}");

    /// <summary>Writes LABEL or ENV in the key=value form: one pair in a line, sorted by key. Without pairs it writes nothing.</summary>
    public DockerfileWriter Pairs(string keyword, IReadOnlyDictionary<string, string> pairs)
    {
        if (pairs.Count == 0) return this;
        _text.Append(keyword);
        var separator = " ";
        foreach (var key in pairs.Keys.Order(StringComparer.Ordinal))
        {
            _text.Append(separator).Append(Quote(key)).Append('=').Append(Quote(pairs[key]));
            separator = $" {escape}\n    ";
        }

        return Line();
    }

    /// <summary>Writes RUN with a command of the user, whose lines are joined.</summary>
    public DockerfileWriter Run(string command) => Line($"RUN {command.Trim().ReplaceLineEndings($" {escape}\n    ")}");

    /// <summary>Writes the user's additions right after FROM. They change rarely, so they stay cached.</summary>
    public DockerfileWriter Begin(StageExtras extras)
    {
        if (extras.AptPackages.Count > 0)
        {
            Line("# No recommended packages, and no package lists in the layer (CG5011, CG5012).").Line(
                "RUN apt-get update && apt-get install -y --no-install-recommends \\");
            foreach (var package in extras.AptPackages.Order(StringComparer.Ordinal)) Line($"        {CommandLine.Quote(package)} \\");
            Line("    && rm -rf /var/lib/apt/lists/*");
        }

        return Fragment(extras.Begin);
    }

    /// <summary>Writes the user's additions that need the stage's files.</summary>
    public DockerfileWriter End(StageExtras extras)
    {
        foreach (var copy in extras.Copies) Copy(new([copy.Source], copy.Target, Owner: copy.Owner));
        foreach (var command in extras.Commands) Comment(command.Name).Run(command.Command);
        return Fragment(extras.End);
    }

    private DockerfileWriter Fragment(string fragment) => fragment.Length == 0 ? this : Line(fragment.ReplaceLineEndings("\n").Trim('\n'));

    /// <summary>A path in a --mount flag, quoted if a space would end the flag.</summary>
    public static string MountPath(string path) => TextScan.HasAny(path, " \t") ? $"\"{path}\"" : path;

    /// <summary>An exec form: a JSON array of strings.</summary>
    public static string JsonArray(IReadOnlyList<string> items)
    {
        var json = new StringBuilder("[");
        for (var index = 0; index < items.Count; index++)
        {
            if (index > 0) json.Append(", ");
            json.Append('"');
            foreach (var character in items[index])
            {
                switch (character)
                {
                    case '"' or '\\': json.Append('\\').Append(character); break;
                    case < ' ': json.Append("\\u").Append(((int)character).ToString("x4", null)); break;
                    default: json.Append(character); break;
                }
            }

            json.Append('"');
        }

        return json.Append(']').ToString();
    }

    /// <summary>
    /// A value, in double quotes if needed, with its blanks. A line break becomes a space, because a value in a Dockerfile cannot contain
    /// one.
    /// </summary>
    public string Quote(string value)
    {
        var line = OneLine(value);
        if (line.Length > 0 && !TextScan.HasAny(line, NeedsQuotes)) return line;

        var quoted = new StringBuilder(line.Length + 2).Append('"');
        foreach (var character in line)
        {
            if (character is '"' or '$' || character == escape) quoted.Append(escape);
            quoted.Append(character);
        }

        return quoted.Append('"').ToString();
    }

    /// <summary>A text without line breaks and other control characters, each of which becomes a space.</summary>
    public static string OneLine(string value)
    {
        var line = value.ReplaceLineEndings(" ");
        return !line.Any(char.IsControl) ? line : string.Concat(line.Select(static c => char.IsControl(c) && c != '\t' ? ' ' : c));
    }

    /// <summary>
    /// COPY expands variables and quotes, then matches its sources with Go's filepath.Match. Names are escaped for both.
    /// </summary>
    private string Escape(string path, bool isPattern)
    {
        var line = OneLine(path);
        if (!TextScan.HasAny(line, NeedsEscape) && !line.Contains(escape, StringComparison.Ordinal)) return line;

        var escaped = new StringBuilder(line.Length + 8);
        foreach (var character in line)
        {
            switch (character)
            {
                case '*' or '?' or '[' when isPattern: escaped.Append('[').Append(character).Append(']'); break;
                case '$' or '\'' or '"': escaped.Append(escape).Append(character); break;
                case var _ when character == escape: escaped.Append(escape).Append(character); break;
                default: escaped.Append(character); break;
            }
        }

        return escaped.ToString();
    }
}
