using System.Globalization;
using ContainerGuard.Context;

namespace ContainerGuard.Generation.Node;

/// <summary>The release line of Node.js that an application runs on.</summary>
/// <param name="Major">Its number, as precise as the tag: its images get the security fixes of the line.</param>
/// <param name="Reason">Where it is from, as a clause.</param>
internal sealed record NodeRelease(int Major, string Reason)
{
    /// <summary>The long-term support release that a range is satisfied with where it allows it.</summary>
    public const int Preferred = 24;

    /// <summary>The long-term support releases by their names (nodejs/Release, README).</summary>
    private static readonly string[] Names =
        ["argon", "boron", "carbon", "dubnium", "erbium", "fermium", "gallium", "hydrogen", "iron", "jod", "krypton"];

    private const int FirstNamed = 4;

    /// <summary>What the project asks for; the first that says something that can be read.</summary>
    /// <param name="files">The disk.</param>
    /// <param name="manifest">The application's package.json.</param>
    /// <param name="folders">Where version files may be, absolute, the nearest first.</param>
    public static NodeRelease Of(IFileSystem files, PackageJson manifest, IReadOnlyList<string> folders)
    {
        if (NodeVersionRange.Choose(manifest.EnginesNode, Preferred) is { } engine) return new(engine, $"as engines.node in package.json asks for {manifest.EnginesNode}");
        foreach (var name in (string[])[".nvmrc", ".node-version"])
        {
            foreach (var folder in folders)
            {
                if (files.ReadText(Path.Combine(folder, name), 256) is { } text && FromVersion(text) is { } major) return new(major, $"as {name} asks for");
            }
        }

        if (FromVersion(manifest.VoltaNode) is { } volta) return new(volta, "as volta in package.json asks for");
        return new(Preferred, "the release with long-term support, as nothing in the project asks for another (engines.node, .nvmrc, .node-version, volta)");
    }

    /// <summary>A version (<c>v20.11.0</c>, <c>20</c>) or one of nvm's names (<c>lts/jod</c>, <c>lts/*</c>); null where it is neither.</summary>
    internal static int? FromVersion(string text)
    {
        var line = text.TrimStart('\uFEFF').Trim().Split('\n')[0].Trim();
        if (line.StartsWith("lts", StringComparison.OrdinalIgnoreCase))
        {
            var name = line.Length > 4 ? line[4..].ToLowerInvariant() : "*";
            var index = Array.IndexOf(Names, name);
            return index >= 0 ? FirstNamed + (2 * index) : name == "*" ? Preferred : null;
        }

        var digits = line.TrimStart('v').Split('.')[0];
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var major) && major > 0 ? major : null;
    }
}
