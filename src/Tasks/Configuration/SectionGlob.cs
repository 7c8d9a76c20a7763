using System.Buffers;
using ContainerGuard.Text;

namespace ContainerGuard.Configuration;

/// <summary>What the header of an <c>.editorconfig</c> section says about the files that it can match.</summary>
internal static class SectionGlob
{
    private static readonly SearchValues<char> Special = SearchValues.Create("*?[]{}!\\");
    private static readonly string[] CodeExtensions =
        ["cs", "csx", "vb", "fs", "fsi", "fsx", "cshtml", "razor", "csproj", "vbproj", "fsproj"];

    /// <summary>Whether it matches source code only, as <c>*.cs</c> and <c>*.{cs,vb}</c> do.</summary>
    public static bool IsForCode(string header)
    {
        var name = header[(header.LastIndexOf('/') + 1)..];
        return name.StartsWith("*.", StringComparison.Ordinal)
            && name[2..].TrimStart('{').TrimEnd('}')
                .Split(',').All(static extension => CodeExtensions.Contains(extension.Trim(), StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>Whether it names one file, without a wildcard.</summary>
    public static bool IsOneFile(string header) => header.AsSpan().IndexOfAny(Special) < 0;

    /// <summary>
    /// The intended name: one that differs in case only, or the nearest one if the header is not like a name of a Dockerfile; else null.
    /// </summary>
    public static string? Misspelt(string header, IReadOnlyList<string> names)
    {
        var isLikeOne = header.Contains("dockerfile", StringComparison.OrdinalIgnoreCase)
            || header.Contains("containerfile", StringComparison.OrdinalIgnoreCase);
        return names.FirstOrDefault(name => name.Equals(header, StringComparison.OrdinalIgnoreCase))
            ?? (isLikeOne ? null : SpellingSuggestion.Find(header, [.. names]));
    }
}
