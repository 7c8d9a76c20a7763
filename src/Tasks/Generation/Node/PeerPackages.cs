using System.Text.Json;
using ContainerGuard.Analysis;
using ContainerGuard.Files;
using ContainerGuard.Text;

namespace ContainerGuard.Generation.Node;

/// <summary>
/// Peer dependencies in npm's lock file. <c>npm ci</c> resolves them again, so it refuses a lock file that npm wrote with
/// <c>--legacy-peer-deps</c> or <c>--force</c> (npm Docs, "npm ci").
/// </summary>
internal static class PeerPackages
{
    /// <summary>The first peer dependency because of which <c>npm ci</c> fails; null if none is found.</summary>
    /// <param name="files">The disk.</param>
    /// <param name="folder">The folder of the lock file and of <paramref name="manifest"/>, absolute.</param>
    /// <param name="manifest">Its package.json.</param>
    /// <param name="lockFile">The lock file's name.</param>
    public static Problem? ProblemIn(IFileSystem files, string folder, PackageJson manifest, string lockFile)
    {
        if (manifest.HasOverrides || Relaxes(files.ReadText(Path.Combine(folder, ".npmrc")) ?? "")
            || files.ReadText(Path.Combine(folder, lockFile)) is not { } text)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(text);
            var locked = document.RootElement.Member("packages");
            foreach (var name in manifest.Dependencies.Keys.Concat(manifest.DevDependencies.Keys))
            {
                var package = locked.Member($"node_modules/{name}");
                var optional = package.Member("peerDependenciesMeta");
                foreach (var peer in package.Member("peerDependencies").Members())
                {
                    if (optional.Member(peer.Name).Member("optional").ValueKind == JsonValueKind.True) continue;
                    var own = JsonText.Text(locked.Member($"node_modules/{name}/node_modules/{peer.Name}"), "version");
                    if (own is not null || peer.Value.GetString() is not { } range) continue;
                    var version = JsonText.Text(locked.Member($"node_modules/{peer.Name}"), "version");
                    if (version is not null && (NpmRange.Allows(range, version) != false || !Names(manifest, peer.Name))) continue;
                    return new(
                        $"npm ci fails: '{name}' needs {peer.Name} {range}, but {lockFile} "
                            + (version is null ? "does not contain it." : $"contains {version}."),
                        "Write 'legacy-peer-deps=true' into .npmrc if you install with this option, or run 'npm install' and commit the "
                            + "lock file.") { Path = Path.Combine(folder, "package.json") };
                }
            }
        }
        catch (Exception error) when (JsonText.IsDamage(error))
        {
            return null;
        }

        return null;
    }

    private static bool Names(PackageJson manifest, string package) =>
        manifest.Dependencies.ContainsKey(package) || manifest.DevDependencies.ContainsKey(package);

    /// <summary>Whether npm's settings ignore peer dependencies or their conflicts.</summary>
    private static bool Relaxes(string settings)
    {
        foreach (var line in settings.Split('\n'))
        {
            if (line.Replace(" ", "", StringComparison.Ordinal).TrimEnd() is "legacy-peer-deps=true" or "legacy-peer-deps"
                or "force=true" or "force")
            {
                return true;
            }
        }

        return false;
    }
}
