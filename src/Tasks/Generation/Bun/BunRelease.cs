using ContainerGuard.Analysis;
using ContainerGuard.Files;

namespace ContainerGuard.Generation.Bun;

/// <summary>The version of bun that an application asks for, as a tag of <c>oven/bun</c>.</summary>
/// <param name="Tag">A version, or a part of one, whose newest release the tag names.</param>
/// <param name="Reason">A clause that says where it comes from.</param>
internal sealed record BunRelease(string Tag, string Reason)
{
    /// <summary>The major version of all stable releases.</summary>
    private const int Major = 1;

    /// <summary>The release, from the first valid source.</summary>
    /// <param name="files">The disk.</param>
    /// <param name="manifest">The application's package.json.</param>
    /// <param name="declared"><c>packageManager</c>; empty if it is not set.</param>
    /// <param name="folders">The folders to search for version files, absolute, nearest first.</param>
    public static BunRelease Of(IFileSystem files, PackageJson manifest, string declared, IReadOnlyList<string> folders)
    {
        if (declared.StartsWith("bun@", StringComparison.Ordinal) && Version(declared["bun@".Length..]) is { } pinned)
        {
            return new(pinned, "from packageManager in package.json");
        }

        if (NodeVersionRange.Choose(manifest.EnginesBun, Major) is Major)
        {
            return new(NodeVersionRange.Tag(manifest.EnginesBun, Major), $"from engines.bun in package.json ({manifest.EnginesBun})");
        }

        foreach (var folder in folders)
        {
            if (files.ReadText(Path.Combine(folder, ".bun-version"), 256) is { } text && Version(text) is { } version)
            {
                return new(version, "from .bun-version");
            }
        }

        return ToolVersions.Of(files, folders, "bun") is var (tool, file) && Version(tool) is { } ofTool
            ? new(ofTool, $"from {file}")
            : new($"{Major}", "the newest: the project names no version (packageManager, engines.bun, .bun-version)");
    }

    /// <summary>A version (<c>1.2.21</c>, <c>v1.2</c>) without its hash; null for any other text.</summary>
    private static string? Version(string text)
    {
        var version = text.Trim().TrimStart('v').Split('+')[0];
        var isVersion = version.Length > 0 && version.Split('.') is { Length: <= 3 } parts
            && Array.TrueForAll(parts, static part => part.Length is > 0 and < 6 && part.All(char.IsAsciiDigit));
        return isVersion ? version : null;
    }
}
