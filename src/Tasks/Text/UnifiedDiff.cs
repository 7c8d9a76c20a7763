using DiffPlex.Renderer;

namespace ContainerGuard.Text;

/// <summary>The difference of two texts in the format of <c>diff -u</c> and <c>git apply</c> (POSIX.1-2024, diff, -u).</summary>
internal static class UnifiedDiff
{
    /// <param name="path">The relative path of the file, with slashes.</param>
    /// <param name="before">The old text.</param>
    /// <param name="after">The new text.</param>
    public static string Of(string path, string before, string after) =>
        UnidiffRenderer.GenerateUnidiff(Lines(before), Lines(after), $"a/{path}", $"b/{path}");

    /// <summary>Removes the last line ending, because the library would add an empty line after it.</summary>
    private static string Lines(string text) => text.EndsWith('\n') ? text[..^1].TrimEnd('\r') : text;
}
