using ContainerGuard.Files;

namespace ContainerGuard.Generation.Python;

/// <summary>Django's static files, which <c>collectstatic</c> copies to one folder (docs.djangoproject.com, "staticfiles").</summary>
/// <param name="Folder">The folder, relative to the application.</param>
/// <param name="Variables">Variables that the settings require, with values that are enough to load them.</param>
/// <param name="IsCompressed">
/// Whether pages need the result of <c>manage.py compress</c> (django-compressor.readthedocs.io, "COMPRESS_OFFLINE").
/// </param>
internal sealed record DjangoStaticFiles(string Folder, IReadOnlyList<(string Name, string Value)> Variables, bool IsCompressed)
{
    private const string Database = "sqlite:///:memory:";

    private static readonly string[] Required =
        ["os.environ[", "environ[", "config(", "env(", "env.str(", "env.url(", "env.db(", "env.db_url(",
            "env.bool(", "env.int(", "env.float(", "env.list("];

    /// <summary>Functions whose argument is a number or a truth value.</summary>
    private static readonly string[] Numbers = ["int(", "float(", "strtobool("];

    /// <summary>Calls that return None without the variable, so that only some settings require it.</summary>
    private static readonly string[] Optional = ["environ.get(", "getenv("];

    /// <summary>Functions that accept None.</summary>
    private static readonly string[] AcceptingNone = ["bool(", "str(", "print(", "repr("];

    /// <summary>Calls whose first text is the name of a variable.</summary>
    private static readonly string[] Lookups = [.. Required, .. Optional, "env.path("];

    /// <summary>Null if the settings name no folder for them.</summary>
    /// <param name="disk">The disk.</param>
    /// <param name="folder">The application's folder, absolute.</param>
    /// <param name="manage">The text of manage.py.</param>
    public static DjangoStaticFiles? Of(IFileSystem disk, string folder, string manage)
    {
        if (SettingsModule(manage) is not { } module) return null;
        var path = module.Replace('.', '/');
        var text = disk.ReadText(Path.Combine(folder, path + ".py")) ?? disk.ReadText(Path.Combine(folder, path, "__init__.py"));
        var parent = Path.GetDirectoryName(path) ?? "";
        text += disk.ReadText(Path.Combine(folder, parent, "base.py")) ?? "";
        if (text.Length == 0) return null;
        string? root = null;
        var isCompressed = false;
        var variables = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var rawLine in text.Split('\n'))
        {
            var line = rawLine.Split(" #")[0];
            if (line.StartsWith('#')) continue;
            if (line.StartsWith("STATIC_ROOT", StringComparison.Ordinal)) root = LastText(line);
            isCompressed |= line.StartsWith("COMPRESS_OFFLINE", StringComparison.Ordinal)
                && line.TrimEnd() is var setting
                && (setting.EndsWith("True", StringComparison.Ordinal) || setting.EndsWith("not DEBUG", StringComparison.Ordinal));
            foreach (var (name, isNumber) in RequiredIn(line))
            {
                if (isNumber) variables[name] = "1";
                else variables.TryAdd(name, name.EndsWith("URL", StringComparison.Ordinal) ? Database : "build");
            }

            // django-environ, "Env.db": without a name it reads DATABASE_URL.
            if (line.Contains("env.db()", StringComparison.Ordinal) || line.Contains("env.db_url()", StringComparison.Ordinal))
            {
                variables["DATABASE_URL"] = Database;
            }
        }

        return root is null ? null : new(root, [.. variables.Select(static one => (one.Key, one.Value))], isCompressed);
    }

    /// <summary>The module that manage.py sets as <c>DJANGO_SETTINGS_MODULE</c>; null without one.</summary>
    public static string? SettingsModule(string manage)
    {
        const string Variable = "DJANGO_SETTINGS_MODULE";
        var at = manage.IndexOf(Variable, StringComparison.Ordinal);

        // The first of these texts has the end of the variable's own quotes.
        var quoted = at < 0 ? [] : manage[(at + Variable.Length)..].TrimStart('"', '\'').Split(['"', '\'']);
        return quoted.Length < 2 ? null : quoted[1];
    }

    /// <summary>The last text of a line, as a relative folder: <c>BASE_DIR / "staticfiles"</c>.</summary>
    public static string? LastText(string line)
    {
        // A folder above the application is not in its stage.
        if (line.Contains(".parent", StringComparison.Ordinal) || line.Contains("dirname(", StringComparison.Ordinal)) return null;
        foreach (var call in Lookups)
        {
            var at = line.IndexOf(call, StringComparison.Ordinal);
            var start = at + call.Length;
            if (at < 0 || start >= line.Length || line[start] is not ('"' or '\'')) continue;
            var end = line.IndexOf(line[start], start + 1);
            if (end > 0) line = line.Remove(start, end + 1 - start);
        }

        var parts = line.Split(['"', '\'']);
        if (parts.Length < 3) return null;
        var texts = parts.Where(static (_, index) => index % 2 == 1).Where(static text => text.Length > 0).ToArray();
        if (texts.Length == 0 || texts[0].StartsWith('/')) return null;
        var joined = string.Join('/', texts).Trim('/');
        return joined.Contains("..", StringComparison.Ordinal) || TextScan.HasAny(joined, " $`\\*?[") ? null : joined;
    }

    /// <summary>
    /// Whether a setting fails with None: Django refuses an empty SECRET_KEY, and other values have a method called or are an argument.
    /// </summary>
    /// <param name="name">The variable.</param>
    /// <param name="before">The line before the call.</param>
    /// <param name="rest">The line after the name.</param>
    private static bool FailsOnNone(string name, string before, string rest)
    {
        if (!rest.StartsWith(')')) return false;
        var next = rest[1..].TrimStart();
        if (next.StartsWith('.') || next.StartsWith('[') || name == "SECRET_KEY") return true;
        return before.EndsWith('(') && before.Length > 1 && char.IsAsciiLetterOrDigit(before[^2])
            && !Array.Exists(AcceptingNone, word => before.EndsWith(word, StringComparison.Ordinal))
            && !next.StartsWith("or ", StringComparison.Ordinal);
    }

    /// <summary>The variables that a line reads without a default, and whether their values are numbers or truth values.</summary>
    private static IEnumerable<(string Name, bool IsNumber)> RequiredIn(string line)
    {
        foreach (var call in Required.Concat(Optional))
        {
            for (var at = line.IndexOf(call, StringComparison.Ordinal); at >= 0; at = line.IndexOf(call, at + 1, StringComparison.Ordinal))
            {
                var start = at + call.Length;
                if (start >= line.Length || line[start] is not ('"' or '\'')) continue;

                // "getenv(" is not "env(".
                if (at > 0 && (char.IsAsciiLetterOrDigit(line[at - 1]) || line[at - 1] == '_')) continue;
                var end = line.IndexOf(line[start], start + 1);
                if (end < 0) continue;
                var name = line[(start + 1)..end];
                if (!name.All(static character => char.IsAsciiLetterOrDigit(character) || character == '_') || name.Length == 0) continue;
                var rest = line[(end + 1)..].TrimStart();
                var before = line[..at].TrimEnd('o', 's', '.');
                var isNumber = call is "env.bool(" or "env.int(" or "env.float("
                    || Array.Exists(Numbers, word => before.EndsWith(word, StringComparison.Ordinal));
                if (Array.IndexOf(Optional, call) >= 0 && !(isNumber && rest.StartsWith(')')) && !FailsOnNone(name, before, rest))
                {
                    continue;
                }

                if (rest.StartsWith(']') || rest.StartsWith(')'))
                {
                    yield return (name, isNumber);
                    continue;
                }

                // decouple: config("DEBUG", cast=bool) has no default.
                var arguments = rest.StartsWith(',') ? rest[1..].Split(')')[0].Replace(" ", "", StringComparison.Ordinal) : "";
                if (!arguments.StartsWith("cast=", StringComparison.Ordinal)
                    || arguments.Contains("default=", StringComparison.Ordinal))
                {
                    continue;
                }

                yield return (name, isNumber || arguments.StartsWith("cast=bool", StringComparison.Ordinal)
                    || arguments.StartsWith("cast=int", StringComparison.Ordinal)
                    || arguments.StartsWith("cast=float", StringComparison.Ordinal));
            }
        }
    }
}
