using System.Text.Json;
using ContainerGuard.Files;
using ContainerGuard.Text;

namespace ContainerGuard.Generation;

/// <summary>Finds the browser applications that belong to an application of another stack.</summary>
internal static class FrontEnds
{
    /// <summary>Each package.json with a script 'build', beside an application and in the folders below it, absolute.</summary>
    /// <param name="files">The disk.</param>
    /// <param name="folder">The application's folder, absolute.</param>
    public static IEnumerable<string> In(IFileSystem files, string folder) => files.List(folder)
        .Where(static entry => entry.Kind == FileKind.Directory && entry.Name is not ("bin" or "obj" or "node_modules"))
        .Select(entry => Path.Combine(folder, entry.Name)).Prepend(folder)
        .Select(static one => Path.Combine(one, "package.json"))
        .Where(manifest => files.ReadText(manifest) is { } text && HasBuild(text));

    private static bool HasBuild(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("scripts", out var scripts)
                && scripts.ValueKind == JsonValueKind.Object
                && scripts.TryGetProperty("build", out _);
        }
        catch (Exception damage) when (JsonText.IsDamage(damage))
        {
            return false;
        }
    }
}
