using ContainerGuard.Analysis.Built;
using ContainerGuard.Inspection.Layers;
using ContainerGuard.Inspection.Trees;

namespace ContainerGuard.Rules.BuiltImages;

/// <summary>Our layers have files of a developer's machine or of the build: repositories, settings of editors, Dockerfiles.</summary>
internal sealed class DevelopmentFiles : ImageRule
{
    private static readonly HashSet<string> Folders = new(StringComparer.Ordinal)
    {
        ".git", ".svn", ".hg", ".vscode", ".idea", ".vs", ".github", ".gitlab", ".aws", ".azure", ".kube", ".gnupg", ".terraform",
    };

    private static readonly HashSet<string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        "Dockerfile", "Containerfile", "docker-compose.yml", "docker-compose.yaml", "compose.yml", "compose.yaml", ".dockerignore",
        ".gitignore", ".gitattributes", ".editorconfig", ".gitlab-ci.yml", "Jenkinsfile", "appsettings.Development.json",
        "launchSettings.json", "containerguard.lock.json", ".bash_history", ".python_history", ".node_repl_history",
    };

    /// <summary>Packages ship such files; the package manager put them there.</summary>
    private static readonly HashSet<string> Packages = new(StringComparer.Ordinal)
    {
        "node_modules", "vendor", "site-packages", "dist-packages", "gems", "share", "lib", "mod", ".nuget", ".m2", "sdk", "proc", "sys",
    };

    public override RuleDescriptor Descriptor { get; } = new("CG8016", "The image contains development files", Severity.Warning)
    {
        Aliases = ["dockle:DKL-LI-0003"],
    };

    public override void Check(ImageAnalysis image, ImageFindings findings)
    {
        List<FileNode> found = [];
        var pending = new Stack<FileNode>([image.Image.Files.Root]);
        while (pending.TryPop(out var folder))
        {
            foreach (var node in folder.Children.OrderByDescending(static child => child.Name, StringComparer.Ordinal))
            {
                var isFolder = node.Version is null || node.Version.Type == FileType.Directory;
                if (isFolder && Folders.Contains(node.Name) && FirstOwn(image, node) is { } file) found.Add(file);
                else if (isFolder && !Packages.Contains(node.Name)) pending.Push(node);
                else if (!isFolder && IsDevelopment(folder, node) && image.IsOurs(node.Version!.Layer)) found.Add(node);
            }
        }

        findings.ReportFiles(
            found.Where(file => !image.IsOwnedByPackage(file.Path)).OrderBy(static file => file.Path, StringComparer.Ordinal),
            static (files, count) => $"{files} {(count == 1 ? "is a development file" : "are development files")}. "
                + $"Add {(count == 1 ? "it" : "them")} to .dockerignore, or copy only the files that the application needs.");
    }

    private static bool IsDevelopment(FileNode folder, FileNode node) =>
        node.Version!.Type == FileType.File
        && !IsOfEnvironment(folder, node)
        && (Names.Contains(node.Name) || node.Name.StartsWith("Dockerfile.", StringComparison.Ordinal));

    /// <summary>Whether Python wrote the file into a virtual environment (docs.python.org, "venv": since 3.13, and uv).</summary>
    private static bool IsOfEnvironment(FileNode folder, FileNode node) =>
        node.Name == ".gitignore" && folder.Children.Any(static child => child.Name == "pyvenv.cfg");

    /// <summary>A file of ours below a folder: an empty folder tells nothing.</summary>
    private static FileNode? FirstOwn(ImageAnalysis image, FileNode folder)
    {
        var pending = new Stack<FileNode>([folder]);
        while (pending.TryPop(out var node))
        {
            if (node.Version is { Type: FileType.File } version && image.IsOurs(version.Layer)) return node;
            foreach (var child in node.Children) pending.Push(child);
        }

        return null;
    }
}
