using System.Globalization;
using ContainerGuard.Files;
using ContainerGuard.Formats;

namespace ContainerGuard.Generation.Node;

/// <summary>Detects the package manager of a folder: from <c>packageManager</c> in package.json, else from the lock file.</summary>
internal static class PackageManagerDetection
{
    private const int HeadBytes = 4096;

    private static readonly (string Name, string[] LockFiles)[] Known =
        [("pnpm", ["pnpm-lock.yaml"]), ("yarn", ["yarn.lock"]), ("npm", ["npm-shrinkwrap.json", "package-lock.json"]),
            ("bun", ["bun.lock", "bun.lockb"])];

    /// <summary>The lock files in a folder, one for each package manager.</summary>
    public static List<(string Manager, string LockFile)> LockFilesIn(IFileSystem files, string folder)
    {
        var found = new List<(string, string)>();
        foreach (var (name, lockFiles) in Known)
        {
            if (Array.Find(lockFiles, file => files.FileExists(Path.Combine(folder, file))) is { } lockFile) found.Add((name, lockFile));
        }

        return found;
    }

    /// <param name="files">The disk.</param>
    /// <param name="folder">The folder with the lock file, absolute: the application's or the workspace's.</param>
    /// <param name="declared"><c>packageManager</c>; empty if it is not set.</param>
    /// <param name="release">The release of Node.js, which decides what its image contains.</param>
    /// <param name="problem">Why it is not known, with the remedy.</param>
    public static PackageManager? Detect(IFileSystem files, string folder, string declared, NodeRelease release, out Problem? problem)
    {
        problem = null;
        var found = LockFilesIn(files, folder);
        var at = declared.IndexOf('@', StringComparison.Ordinal);
        var name = at > 0 ? declared[..at] : declared;
        if (name.Length > 0 && !Array.Exists(Known, known => known.Name == name))
        {
            problem = new($"packageManager in package.json names '{name}', which is not supported.", "Use npm, pnpm, yarn or bun.");
            return null;
        }

        if (name.Length == 0 && found.Count > 1)
        {
            problem = new(
                $"{found[0].LockFile} and {found[1].LockFile} are both beside package.json.",
                "Delete the one that you do not use, or set packageManager in package.json.");
            return null;
        }

        if (name.Length == 0) name = found.Count == 1 ? found[0].Manager : "npm";
        var lockFile = found.Find(one => one.Manager == name).LockFile;
        return name switch
        {
            "pnpm" => new(PackageManagerKind.Pnpm, lockFile, at > 0 ? declared : $"pnpm@{PnpmFor(Head(files, folder, lockFile))}"),
            "bun" => new(PackageManagerKind.Bun, lockFile),
            "yarn" => Yarn(files, folder, at > 0 ? declared : null, lockFile, release, out problem),
            _ => new(PackageManagerKind.Npm, lockFile),
        };
    }

    private static PackageManager? Yarn(
        IFileSystem files, string folder, string? declared, string? lockFile, NodeRelease release, out Problem? problem)
    {
        var settings = files.ReadText(Path.Combine(folder, ".yarnrc.yml")) is { } text ? YamlReader.Read(text) : null;
        problem = settings?.Problem is { } invalid ? new(invalid.In(".yarnrc.yml"), "Correct the file.") : null;
        if (problem is not null) return null;
        var head = Head(files, folder, lockFile);
        var isBerry = declared is not null
            ? !declared.StartsWith("yarn@1.", StringComparison.Ordinal)
            : settings is not null || head["__metadata"].Exists;
        if (isBerry)
        {
            // The image's yarn runs the release that is committed in the repository (yarnPath).
            var brings = settings?.Root["yarnPath"].Text is not null && BringsYarn(release);
            return new(PackageManagerKind.YarnBerry, lockFile, brings ? null : declared ?? $"yarn@{YarnFor(head)}");
        }

        return new(PackageManagerKind.YarnClassic, lockFile, BringsYarn(release) ? null : declared ?? "yarn@1.22.22");
    }

    /// <summary>docker-library/node does not include yarn since Node.js 26.</summary>
    private static bool BringsYarn(NodeRelease release) => release.Major < 26;

    /// <summary>The newest pnpm that writes the lock file's version.</summary>
    private static int PnpmFor(DataNode head) => Major(head["lockfileVersion"]) switch
    {
        >= 9 or null => 10,
        >= 6 => 8,
        _ => 7,
    };

    /// <summary>The newest yarn that writes the lock file's version (<c>__metadata.version</c>).</summary>
    private static int YarnFor(DataNode head) => Major(head["__metadata", "version"]) switch
    {
        >= 8 or null => 4,
        >= 5 => 3,
        _ => 2,
    };

    /// <summary>The first number of a version; null if there is no version.</summary>
    private static int? Major(DataNode version) =>
        int.TryParse(version.Text?.Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>
    /// The beginning of a lock file, which has its version. The text is cut, and that of yarn 1 is not YAML, so an error is not reported.
    /// </summary>
    private static DataNode Head(IFileSystem files, string folder, string? lockFile) =>
        lockFile is not null && files.ReadText(Path.Combine(folder, lockFile), HeadBytes) is { } text
            ? YamlReader.Read(text).Root
            : DataNode.Missing;
}
