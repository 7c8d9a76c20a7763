using System.Globalization;
using ContainerGuard.Analysis;
using ContainerGuard.Files;
using ContainerGuard.Images;

namespace ContainerGuard.Generation.Node;

/// <summary>The Node.js release line of an application.</summary>
/// <param name="Major">The major version, which is also the tag: its images get the security fixes of the line.</param>
/// <param name="Reason">A clause that says where it comes from.</param>
internal sealed record NodeRelease(int Major, string Reason)
{
    /// <summary>The tag of the image: the major version, or a narrower one if engines.node allows only a part of the line.</summary>
    public string Tag { get; init; } = $"{Major}";

    /// <summary>The newest LTS release.</summary>
    public static readonly ReleaseCycle PreferredCycle = OfferedCycles.LongTermNode;

    /// <summary>The LTS release that is used if the range allows it.</summary>
    public static int Preferred => PreferredCycle.NumberAfter("");

    /// <summary>The comment above the stage that begins with this release.</summary>
    public string Sentence => $"Node.js {Major}, {Reason}.";

    /// <summary>The release that the project requests, from the first valid source.</summary>
    /// <param name="files">The disk.</param>
    /// <param name="manifest">The application's package.json.</param>
    /// <param name="folders">The folders to search for version files, absolute, nearest first.</param>
    public static NodeRelease Of(IFileSystem files, PackageJson manifest, IReadOnlyList<string> folders)
    {
        if (NodeVersionRange.Choose(manifest.EnginesNode, Preferred) is { } engine)
        {
            return new(engine, $"from engines.node in package.json ({manifest.EnginesNode})")
            {
                Tag = NodeVersionRange.Tag(manifest.EnginesNode, engine),
            };
        }

        foreach (var name in (string[])[".nvmrc", ".node-version"])
        {
            foreach (var folder in folders)
            {
                if (files.ReadText(Path.Combine(folder, name), 256) is { } text && FromVersion(text) is { } major)
                {
                    return new(major, $"from {name}");
                }
            }
        }

        if (ToolVersions.Of(files, folders, "nodejs", "node") is var (tool, file) && FromVersion(tool) is { } ofTool)
        {
            return new(ofTool,
            $"from {file}");
        }

        if (FromVersion(manifest.VoltaNode) is { } volta) return new(volta, "from volta in package.json");
        return new(Preferred, "the LTS release: the project names no version (engines.node, .nvmrc, .node-version, volta)");
    }

    /// <summary>
    /// A version (<c>v20.11.0</c>, <c>20</c>) or one of nvm's names (<c>lts/jod</c>, <c>lts/*</c>); null for any other text.
    /// </summary>
    internal static int? FromVersion(string text)
    {
        var line = text.TrimStart('\uFEFF').Trim().Split('\n')[0].Trim();
        if (line.StartsWith("lts", StringComparison.OrdinalIgnoreCase))
        {
            var name = line.Length > 4 ? line[4..].ToLowerInvariant() : "*";
            return name == "*"
                ? Preferred
                : OfferedCycles.All(EndOfLifeData.Node).FirstOrDefault(cycle => cycle.Codename == name)?.NumberAfter("");
        }

        var digits = line.TrimStart('v').Split('.')[0];
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var major) && major > 0 ? major : null;
    }
}
