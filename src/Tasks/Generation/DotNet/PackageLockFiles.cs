using System.Text.Json;
using ContainerGuard.Files;
using ContainerGuard.Text;

namespace ContainerGuard.Generation.DotNet;

/// <summary>
/// Decides whether restore can be locked to the packages.lock.json files. Locked restore fails for a runtime identifier that they do not
/// contain (NU1004), and a builder can request any architecture.
/// </summary>
internal static class PackageLockFiles
{
    /// <param name="files">The disk.</param>
    /// <param name="paths">The lock files of the project and its references, absolute.</param>
    /// <param name="project">The project.</param>
    public static LockedRestore Decide(IFileSystem files, IReadOnlyList<string> paths, DotNetProject project)
    {
        if (paths.Count == 0) return LockedRestore.None;
        var knowRuntimes = true;
        foreach (var path in paths) knowRuntimes &= Knows(files.ReadText(path), project);
        if (knowRuntimes) return LockedRestore.ForRuntime;
        return project.HasExecutable || project.RuntimeIdentifier.Length > 0 ? LockedRestore.NotEnforced : LockedRestore.Portable;
    }

    private static bool Knows(string? text, DotNetProject project)
    {
        if (text is null) return false;
        try
        {
            using var document = JsonDocument.Parse(text);
            if (!document.RootElement.TryGetProperty("dependencies", out var targets)) return false;
            var (x64, arm64) = (false, false);
            foreach (var target in targets.EnumerateObject())
            {
                if (project.IsWindows && target.Name.EndsWith("/" + ContainerTargets.Windows, StringComparison.Ordinal)) return true;
                x64 |= target.Name.EndsWith("-x64", StringComparison.Ordinal) && target.Name.Contains("/linux-", StringComparison.Ordinal);
                arm64 |= target.Name.EndsWith("-arm64", StringComparison.Ordinal)
                    && target.Name.Contains("/linux-", StringComparison.Ordinal);
            }

            return x64 && arm64;
        }
        catch (Exception error) when (JsonText.IsDamage(error))
        {
            return false;
        }
    }
}
