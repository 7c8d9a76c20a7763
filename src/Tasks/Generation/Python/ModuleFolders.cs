namespace ContainerGuard.Generation.Python;

/// <summary>
/// Reads expressions that build the path of a folder from the place of their module, such as
/// <c>os.path.join(os.path.dirname(__file__), "logs")</c> and <c>Path(__file__).parent / "logs"</c>. It runs nothing.
/// </summary>
internal static class ModuleFolders
{
    /// <summary>The folder of an expression, relative to the application; null if it is not known.</summary>
    /// <param name="expression">The expression.</param>
    /// <param name="module">The path of the module, relative to the application.</param>
    public static string? Of(string expression, string module)
    {
        if (!expression.Contains("__file__", StringComparison.Ordinal)) return null;
        var parts = new List<string>(module.Split('/'));
        var up = Count(expression, "dirname(") + Count(expression, ".parent");
        if (up == 0 || up > parts.Count || expression.Contains(".parents", StringComparison.Ordinal)) return null;
        parts.RemoveRange(parts.Count - up, up);
        foreach (var (index, text) in expression.Split(['"', '\'']).Index())
        {
            if (index % 2 == 0) continue;
            if (text.Length == 0 || text[0] == '/' || TextScan.HasAny(text, " $%{}\\:*?")) return null;
            foreach (var part in text.Split('/'))
            {
                if (part is "" or ".") continue;
                if (part != "..") parts.Add(part);
                else if (parts.Count > 0) parts.RemoveAt(parts.Count - 1);
                else return null;
            }
        }

        return parts.Count == 0 ? null : string.Join('/', parts);
    }

    /// <summary>The right side of the assignment of a variable at the left margin; null without one.</summary>
    /// <param name="text">The module.</param>
    /// <param name="variable">The name of the variable.</param>
    public static string? Assigned(string text, string variable)
    {
        foreach (var line in text.Split('\n'))
        {
            if (!line.StartsWith(variable, StringComparison.Ordinal)) continue;
            var rest = line[variable.Length..].TrimStart();
            if (rest is ['=', not '=', ..]) return rest[1..].Split(" #")[0].Trim();
        }

        return null;
    }

    private static int Count(string text, string word) => text.Split(word).Length - 1;
}
