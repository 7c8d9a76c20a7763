using System.Text;
using ContainerGuard.Files;

namespace ContainerGuard.Generation;

/// <summary>The result of writing a generated file.</summary>
/// <param name="Text">The text of the file now; null if it could not be written.</param>
/// <param name="Kept">Why the existing file was kept, as the end of a sentence about it; null if it has the generated text.</param>
/// <param name="Problem">Why the file could not be written; null if it was.</param>
internal sealed record GeneratedWrite(string? Text, string? Kept = null, string? Problem = null);

/// <summary>Writes generated files. A file that a person wrote or edited is never overwritten.</summary>
internal static class GeneratedFileWriter
{
    /// <summary>Writes a file with a header. An edited or foreign file stays.</summary>
    /// <param name="path">Absolute.</param>
    /// <param name="text">The whole text, with its header.</param>
    public static GeneratedWrite Write(string path, string text)
    {
        var existing = Path.Exists(path) ? TextOf(path) : null;
        return GeneratedFile.Decide(existing, text) switch
        {
            WriteDecision.RefuseEdited => new(existing, Kept: "was edited after ContainerGuard wrote it"),
            WriteDecision.RefuseForeign => new(existing, Kept: "was not written by ContainerGuard"),
            _ => TextFile.Write(path, Encoding.UTF8.GetBytes(text), "generated file", mayLeaveTree: true) is { } problem
                ? new(null, Problem: problem)
                : new(text),
        };
    }

    /// <summary>Whether a path is free, or has a generated file without edits.</summary>
    /// <param name="path">Absolute.</param>
    public static bool MayReplace(string path) => !Path.Exists(path) || (TextOf(path) is { } text && GeneratedFile.IsUnmodified(text));

    /// <summary>The text of a file; null if it cannot be read.</summary>
    public static string? TextOf(string path) => TextFile.Read(path, "file").Bytes is { } bytes ? Encoding.UTF8.GetString(bytes) : null;
}
