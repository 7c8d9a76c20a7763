using ContainerGuard.Files;

namespace ContainerGuard.Generation.Python;

/// <summary>Django's static files, which <c>collectstatic</c> copies to one folder (docs.djangoproject.com, "staticfiles").</summary>
/// <param name="Folder">The folder, relative to the application.</param>
/// <param name="Variables">Variables that the settings require, with values that are enough to load them.</param>
internal sealed record DjangoStaticFiles(string Folder, IReadOnlyList<(string Name, string Value)> Variables)
{
    private static readonly string[] Required =
        ["os.environ[", "environ[", "config(", "env(", "env.str(", "env.url(", "env.db(", "env.db_url(", "getenv("];

    /// <summary>Null if the settings name no folder for them.</summary>
    /// <param name="disk">The disk.</param>
    /// <param name="folder">The application's folder, absolute.</param>
    /// <param name="manage">The text of manage.py.</param>
    public static DjangoStaticFiles? Of(IFileSystem disk, string folder, string manage)
    {
        const string Variable = "DJANGO_SETTINGS_MODULE";
        var at = manage.IndexOf(Variable, StringComparison.Ordinal);
        var quoted = at < 0 ? [] : manage[(at + Variable.Length + 1)..].Split(['"', '\'']);
        if (quoted.Length < 2) return null;
        var path = quoted[1].Replace('.', '/');
        var text = disk.ReadText(Path.Combine(folder, path + ".py")) ?? disk.ReadText(Path.Combine(folder, path, "__init__.py"));
        var parent = Path.GetDirectoryName(path) ?? "";
        text += disk.ReadText(Path.Combine(folder, parent, "base.py")) ?? "";
        if (text.Length == 0) return null;
        string? root = null;
        var variables = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var rawLine in text.Split('\n'))
        {
            var line = rawLine.Split(" #")[0];
            if (line.StartsWith('#')) continue;
            if (line.StartsWith("STATIC_ROOT", StringComparison.Ordinal)) root = LastText(line);
            foreach (var name in RequiredIn(line))
            {
                variables[name] = name.EndsWith("URL", StringComparison.Ordinal)
                ? "sqlite:///:memory:" : "build";
            }
        }

        return root is null ? null : new(root, [.. variables.Select(static one => (one.Key, one.Value))]);
    }

    /// <summary>The last text of a line, as a relative folder: <c>BASE_DIR / "staticfiles"</c>.</summary>
    private static string? LastText(string line)
    {
        var parts = line.Split(['"', '\'']);
        if (parts.Length < 3) return null;
        var texts = parts.Where(static (_, index) => index % 2 == 1).Where(static text => text.Length > 0).ToArray();
        if (texts.Length == 0 || texts[0].StartsWith('/')) return null;
        var joined = string.Join('/', texts).Trim('/');
        return joined.Contains("..", StringComparison.Ordinal) || TextScan.HasAny(joined, " $`\\*?[") ? null : joined;
    }

    /// <summary>The variables that a line reads without a default.</summary>
    private static IEnumerable<string> RequiredIn(string line)
    {
        foreach (var call in Required)
        {
            for (var at = line.IndexOf(call, StringComparison.Ordinal); at >= 0; at = line.IndexOf(call, at + 1, StringComparison.Ordinal))
            {
                var start = at + call.Length;
                if (start >= line.Length || line[start] is not ('"' or '\'')) continue;
                var end = line.IndexOf(line[start], start + 1);
                if (end < 0) continue;
                var name = line[(start + 1)..end];
                if (!name.All(static character => char.IsAsciiLetterOrDigit(character) || character == '_') || name.Length == 0) continue;
                if (end + 1 < line.Length && line[end + 1] is ']' or ')') yield return name;
            }
        }
    }
}
