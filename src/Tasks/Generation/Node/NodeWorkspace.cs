using ContainerGuard.Analysis;
using ContainerGuard.Context;
using ContainerGuard.Files;
using ContainerGuard.Formats;

namespace ContainerGuard.Generation.Node;

/// <summary>A package of a workspace.</summary>
/// <param name="Folder">Relative to the workspace, with forward slashes.</param>
/// <param name="Manifest">Its package.json.</param>
internal sealed record WorkspaceMember(string Folder, PackageJson Manifest);

/// <summary>Packages that share one lock file: the workspaces of npm, yarn and pnpm.</summary>
/// <param name="Root">The folder with the lock file, absolute.</param>
/// <param name="Manifest">The package.json there.</param>
/// <param name="Members">All packages, by folder.</param>
internal sealed record NodeWorkspace(string Root, PackageJson Manifest, IReadOnlyList<WorkspaceMember> Members)
{
    /// <summary>The maximum depth of <c>**</c>.</summary>
    private const int MostDeep = 8;

    private const string PnpmFile = "pnpm-workspace.yaml";

    /// <summary>The workspace of an application; null if it is not in one.</summary>
    /// <param name="files">The disk.</param>
    /// <param name="project">The application.</param>
    /// <param name="problem">Why the workspace is not known, with the remedy; null if it is.</param>
    public static NodeWorkspace? Above(IFileSystem files, AppProject project, out Problem? problem)
    {
        problem = null;
        foreach (var folder in ContextPath.Upward(project.Directory, project.ContextDirectory).Skip(1))
        {
            if (files.ReadText(Path.Combine(folder, "package.json")) is not { } text || PackageJson.Parse(text) is not { } manifest)
            {
                continue;
            }

            var pnpm = files.ReadText(Path.Combine(folder, PnpmFile)) is { } yaml ? YamlReader.Read(yaml) : null;
            if (pnpm?.Problem is { } invalid)
            {
                problem = new(invalid.In(PnpmFile), "Correct the file.");
                return null;
            }

            // pnpm.io/pnpm-workspace_yaml
            var globs = pnpm is null ? manifest.Workspaces : [.. pnpm.Root["packages"].Texts];
            if (globs.Count == 0) continue;

            var members = new SortedDictionary<string, WorkspaceMember>(StringComparer.Ordinal);
            foreach (var glob in globs) Collect(files, folder, glob, members);
            var own = ContextPath.Relative(folder, project.Directory)!;
            if (members.ContainsKey(own)) return new(folder, manifest, [.. members.Values]);
        }

        return null;
    }

    /// <summary>The packages that a member depends on, in build order, the member last.</summary>
    public IReadOnlyList<WorkspaceMember> BuildOrder(WorkspaceMember member)
    {
        var byName = new Dictionary<string, WorkspaceMember>(StringComparer.Ordinal);
        foreach (var one in Members) byName.TryAdd(one.Manifest.Name, one);
        var order = new List<WorkspaceMember>();
        var seen = new HashSet<WorkspaceMember>(ReferenceEqualityComparer.Instance);
        Visit(member);
        return order;

        void Visit(WorkspaceMember one)
        {
            if (!seen.Add(one)) return;
            foreach (var name in one.Manifest.Dependencies.Keys.Concat(one.Manifest.DevDependencies.Keys).Order(StringComparer.Ordinal))
            {
                if (byName.TryGetValue(name, out var needed)) Visit(needed);
            }

            order.Add(one);
        }
    }

    private static void Collect(IFileSystem files, string root, string glob, SortedDictionary<string, WorkspaceMember> members)
    {
        var isExclusion = glob.StartsWith('!');
        var pattern = (isExclusion ? glob[1..] : glob).Trim('/');
        if (pattern.StartsWith("./", StringComparison.Ordinal)) pattern = pattern[2..];
        if (pattern.Length == 0 || TextScan.HasAny(pattern, "[{\\")) return;

        var matcher = IgnoreGlob.Read(pattern);
        if (isExclusion)
        {
            foreach (var folder in members.Keys.Where(folder => matcher.Matches(folder)).ToArray()) members.Remove(folder);
            return;
        }

        var depth = pattern.Contains("**", StringComparison.Ordinal) ? MostDeep : pattern.Split('/').Length;
        Walk("", depth);

        void Walk(string folder, int left)
        {
            var path = Path.Combine(root, folder);
            if (folder.Length > 0 && !members.ContainsKey(folder) && matcher.Matches(folder)
                && files.ReadText(Path.Combine(path, "package.json")) is { } text && PackageJson.Parse(text) is { } manifest)
            {
                members[folder] = new(folder, manifest);
            }

            if (left == 0) return;
            foreach (var entry in files.List(path))
            {
                if (entry.Kind == FileKind.Directory && entry.Name != "node_modules" && entry.Name[0] != '.')
                {
                    Walk(folder.Length == 0 ? entry.Name : $"{folder}/{entry.Name}", left - 1);
                }
            }
        }
    }
}
