using DiffPlex.Renderer;

namespace ContainerGuard.Fixes;

/// <summary>The difference of two texts as <c>diff -u</c> and <c>git apply</c> write and read it (POSIX.1-2024, diff, -u).</summary>
internal static class UnifiedDiff
{
    /// <param name="path">The file, relative and with slashes.</param>
    /// <param name="before">Its text now.</param>
    /// <param name="after">Its text to be.</param>
    public static string Of(string path, string before, string after) =>
        UnidiffRenderer.GenerateUnidiff(Lines(before), Lines(after), $"a/{path}", $"b/{path}");

    /// <summary>The library takes what follows the last line ending for a line of its own.</summary>
    private static string Lines(string text) => text.EndsWith('\n') ? text[..^1].TrimEnd('\r') : text;
}
