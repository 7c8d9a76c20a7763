using System.Text;

namespace ContainerGuard.Generation.Java;

/// <summary>
/// The literals in a Gradle build script, in Groovy or Kotlin (docs.gradle.org, "Writing Build Scripts"). The script is not run,
/// so computed values and values from the build's own plugins are not known.
/// </summary>
internal sealed class GradleScript
{
    private readonly List<string> _lines = [];

    /// <param name="text">The script; can be empty.</param>
    public GradleScript(string text)
    {
        foreach (var line in WithoutComments(text).Split('\n'))
        {
            if (line.Trim() is { Length: > 0 } trimmed) _lines.Add(trimmed);
        }
    }

    /// <summary>Whether a plugin is applied, by its id or by its name in a version catalogue.</summary>
    /// <param name="id">The id, as in <c>plugins { id("…") }</c>.</param>
    public bool HasPlugin(string id)
    {
        foreach (var line in _lines)
        {
            if (line.Contains("apply false", StringComparison.Ordinal) || line.Contains("apply(false)", StringComparison.Ordinal)) continue;
            var isBlock = line.StartsWith("plugins", StringComparison.Ordinal);
            if (line == id || (isBlock && line.Split([' ', '{', '}', ';']).Contains(id))) return true;
            if ((isBlock || line.StartsWith("id", StringComparison.Ordinal) || line.StartsWith("apply", StringComparison.Ordinal))
                && Strings(line).Contains(id))
            {
                return true;
            }

            // Spring's samples name it spring-boot, which a script reads as libs.plugins.spring.boot.
            if (id == SpringBoot
                && line.StartsWith("alias", StringComparison.Ordinal)
                && (line.Contains(".spring.boot", StringComparison.Ordinal) || line.Contains(".springBoot", StringComparison.Ordinal)))
            {
                return true;
            }
        }

        return false;
    }

    public const string SpringBoot = "org.springframework.boot";

    /// <summary>The version beside a plugin's id; empty if it is missing.</summary>
    public string PluginVersion(string id)
    {
        foreach (var line in _lines)
        {
            var strings = Strings(line);
            if (line.Contains("version", StringComparison.Ordinal) && strings.IndexOf(id) is >= 0 and var at && at + 1 < strings.Count)
            {
                return strings[at + 1];
            }
        }

        return "";
    }

    /// <summary>The string after a name: <c>mainClass = 'a.B'</c>, <c>mainClass.set("a.B")</c>; empty if it is missing.</summary>
    public string Value(string name)
    {
        foreach (var line in _lines)
        {
            var at = line.IndexOf(name, StringComparison.Ordinal);
            if (at < 0 || (at > 0 && (char.IsAsciiLetterOrDigit(line[at - 1]) || line[at - 1] == '_'))) continue;
            var rest = line[(at + name.Length)..];
            if (rest.Length > 0 && rest[0] is ' ' or '=' or '.' or '(' && Strings(rest) is [var value, ..]
                && !value.Contains('$', StringComparison.Ordinal))
            {
                return value;
            }
        }

        return "";
    }

    /// <summary>The Java release: the exact one of a toolchain, or the oldest that the classes support.</summary>
    /// <returns>Null if the script has no literal for it.</returns>
    public (int Release, bool IsExact)? Java()
    {
        foreach (var call in (string[])["JavaLanguageVersion.of(", "jvmToolchain("])
        {
            if (After(call) is { } text && JavaVersion.Parse(text.Trim('"', '\'')) is { } release) return (release, true);
        }

        foreach (var name in (string[])["options.release", "jvmTarget", "sourceCompatibility", "targetCompatibility"])
        {
            if (After(name) is not { } text) continue;
            var version = text.Replace(".set(", "", StringComparison.Ordinal).Trim(' ', '=', '(', ')', '"', '\'');
            foreach (var constant in (string[])["JavaVersion.VERSION_", "JvmTarget.JVM_", "JVM_", "VERSION_"])
            {
                if (version.StartsWith(constant, StringComparison.Ordinal)) version = version[constant.Length..].Replace('_', '.');
            }

            if (JavaVersion.Parse(version) is { } release) return (release, false);
        }

        return null;
    }

    /// <summary>The paths in <c>include</c>, with slashes.</summary>
    public IEnumerable<string> Includes
    {
        get
        {
            var isIncluding = false;
            foreach (var line in _lines)
            {
                var begins =
                    line.StartsWith("include", StringComparison.Ordinal) && !line.StartsWith("includeBuild", StringComparison.Ordinal);
                isIncluding = begins || (isIncluding && line[0] is '\'' or '"' or ',');
                if (!isIncluding) continue;
                foreach (var path in Strings(line)) yield return path.Trim(':').Replace(':', '/');
            }
        }
    }

    /// <summary>Libraries without an exact version (docs.gradle.org, "Declaring Versions and Ranges").</summary>
    public IEnumerable<string> OpenVersions
    {
        get
        {
            foreach (var line in _lines)
            {
                // The project's own version.
                if (line.StartsWith("version", StringComparison.Ordinal) || line.StartsWith("project.version",
                    StringComparison.Ordinal))
                {
                    continue;
                }

                foreach (var text in Strings(line))
                {
                    if (IsOpenVersion(text)) yield return text;
                }
            }
        }
    }

    /// <summary>Whether a version, or the version at the end of a library's coordinates, is not exact.</summary>
    public static bool IsOpenVersion(string text) => IsOpen(text[(text.LastIndexOf(':') + 1)..]);

    private static bool IsOpen(string version) =>
        version is "+" || version.EndsWith(".+", StringComparison.Ordinal) || version is "latest.release" or "latest.integration"
        || version.EndsWith("-SNAPSHOT", StringComparison.Ordinal)
        || (version is ['[' or '(' or ']', .., ']' or ')' or '['] && version.Contains(',', StringComparison.Ordinal));

    private string? After(string text)
    {
        foreach (var line in _lines)
        {
            var at = line.IndexOf(text, StringComparison.Ordinal);
            if (at >= 0) return line[(at + text.Length)..];
        }

        return null;
    }

    /// <summary>The quoted strings in a line.</summary>
    private static List<string> Strings(string line)
    {
        var found = new List<string>();
        for (var start = 0; start < line.Length; start++)
        {
            if (line[start] is not ('"' or '\'')) continue;
            var end = line.IndexOf(line[start], start + 1);
            if (end < 0) break;
            found.Add(line[(start + 1)..end]);
            start = end;
        }

        return found;
    }

    private static string WithoutComments(string text)
    {
        var code = new StringBuilder(text.Length);
        var quote = '\0';
        for (var at = 0; at < text.Length; at++)
        {
            var character = text[at];
            var next = at + 1 < text.Length ? text[at + 1] : '\0';
            if (quote != '\0')
            {
                if (character == quote || character == '\n') quote = '\0';
            }
            else if (character is '"' or '\'')
            {
                quote = character;
            }
            else if (character == '/' && next == '/')
            {
                while (at < text.Length && text[at] != '\n') at++;
                code.Append('\n');
                continue;
            }
            else if (character == '/' && next == '*')
            {
                var end = text.IndexOf("*/", at + 2, StringComparison.Ordinal);
                if (end < 0) break;
                at = end + 1;
                continue;
            }

            code.Append(character);
        }

        return code.ToString();
    }
}
