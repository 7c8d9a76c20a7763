using ContainerGuard.Files;

namespace ContainerGuard.Generation.DotNet;

/// <summary>
/// Packages that make the version of an app from the history of its repository, which a build context does not have. The build gets
/// the folder .git as a named context, for the publish only.
/// </summary>
internal static class GitVersions
{
    public const string Stage = "git-history";

    /// <summary>Packages that work with the history in any folder above the project.</summary>
    private static readonly string[] Anywhere = ["MinVer", "Verlite.MsBuild", "GitInfo"];

    /// <summary>Packages that need the root of the repository at its place.</summary>
    private static readonly string[] AtRoot = ["Nerdbank.GitVersioning", "GitVersion.MsBuild", "GitVersionTask"];

    private const string SourceLink = "Microsoft.SourceLink.";

    /// <summary>The package; null if the app has none.</summary>
    public static string? PackageOf(DotNetProject project) => project.Needs.Packages is not { } packages ? null
        : Array.Find(AtRoot, packages.Versions.ContainsKey)
        ?? Array.Find(Anywhere, packages.Versions.ContainsKey)
        ?? packages.Direct.FirstOrDefault(static name => name.StartsWith(SourceLink, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether the package makes the version, and not only the commit.</summary>
    public static bool MakeVersion(DotNetProject project) =>
        PackageOf(project) is { } package && !package.StartsWith(SourceLink, StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// The history as an input of the build, or why the build cannot have it, with the remedy; both null if it is not needed.
    /// </summary>
    public static (NamedContext? Git, Problem? Problem) Of(IFileSystem files, DotNetProject project)
    {
        if (PackageOf(project) is not { } package || HasVersion(project)) return (null, null);
        for (var folder = project.ContextDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            var git = Path.Combine(folder, ".git");
            if (files.FileExists(git)) return (null, Refused(package, $"{git} is a file, which points to a repository elsewhere"));
            if (!files.DirectoryExists(git)) continue;
            return folder == project.ContextDirectory || Array.IndexOf(AtRoot, package) < 0
                ? (new NamedContext(Stage, git, $"{DotNetDockerfile.SourceDirectory}/.git"), null)
                : (null, Refused(package, $"the root of the repository is {folder}, above the build context"));
        }

        // Without a repository, the version on this machine does not come from it either.
        return (null, null);
    }

    /// <summary>The mount of the history in a RUN; empty without one.</summary>
    public static string Mount(NamedContext? git) =>
        git is null ? "" : $"--mount=type=bind,from={git.Name},target={DockerfileWriter.MountPath(git.ContainerPath)} \\\n    ";

    private static bool HasVersion(DotNetProject project) => project.Given.Any(static one =>
        one.Key.Equals("MinVerVersionOverride", StringComparison.OrdinalIgnoreCase));

    private static Problem Refused(string package, string reason) => new(
        $"{package} computes the version from git, but {reason}.",
        "Set ContainerGuardContext to the root of the repository, or set ContainerGuardLayout=publish: the image then contains "
            + "the application as this machine published it.");
}
