using ContainerGuard.Compose;
using ContainerGuard.Context;
using ContainerGuard.Dockerfile;
using ContainerGuard.Files;
using ContainerGuard.Images;
using ContainerGuard.Text;

namespace ContainerGuard.Pinning;

/// <summary>
/// The other projects and Dockerfiles below the folder of a lock file, which may need its entries. They are searched only when a project no
/// longer needs an entry. In doubt an entry counts as needed: an unused entry does no harm, and a missing one fails a locked build.
/// </summary>
/// <param name="disk">The disk.</param>
/// <param name="folder">The lock file's folder.</param>
/// <param name="project">The project that is updated; all paths are absolute.</param>
/// <param name="dockerfiles">Its own Dockerfiles.</param>
/// <param name="mirrors">The mirrors, whose names are read as those of the originals.</param>
internal sealed class LockFileUsers(IFileSystem disk, string folder, string project, IEnumerable<string> dockerfiles, ImageMirrors mirrors)
{
    private const int MostEntries = 200_000;
    private const int LargestFile = 1 << 20;
    private static readonly string[] Skipped = [".git", "bin", "obj", "node_modules"];

    private readonly HashSet<string> _own = new(dockerfiles, StringComparer.Ordinal);
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);
    private readonly List<string> _projectTexts = [];
    private bool _hasOtherProjects;
    private bool? _isCertain;

    public bool MayNeed(ImageReference reference)
    {
        _isCertain ??= Path.GetFullPath(project).StartsWith(
            Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal) && Walk();

        // The base images of a generated Dockerfile follow from the SDK; no file names them.
        return _isCertain == false
            || _used.Contains(reference.NormalizedWithoutDigest)
            || (_hasOtherProjects && reference.Name.StartsWith("mcr.microsoft.com/dotnet/", StringComparison.Ordinal))
            || _projectTexts.Exists(text => text.Contains($"{reference.FamiliarName}:", StringComparison.Ordinal));
    }

    /// <summary>False if a file could not be read or understood.</summary>
    private bool Walk()
    {
        var entries = 0;
        var pending = new Stack<string>([folder]);
        while (pending.TryPop(out var directory))
        {
            foreach (var entry in disk.List(directory))
            {
                if (++entries > MostEntries) return false;
                var path = Path.Combine(directory, entry.Name);
                if (entry.Kind == FileKind.Directory && !Skipped.Contains(entry.Name, StringComparer.OrdinalIgnoreCase)) pending.Push(path);
                if (entry.Kind == FileKind.File && !Read(path, entry)) return false;
            }
        }

        return true;
    }

    private bool Read(string path, FileEntry entry)
    {
        var isProject = entry.Name.EndsWith("proj", StringComparison.OrdinalIgnoreCase);
        var isShared = entry.Name.EndsWith(".props", StringComparison.OrdinalIgnoreCase)
            || entry.Name.EndsWith(".targets", StringComparison.OrdinalIgnoreCase);
        var isDockerfile = (entry.Name.Contains("dockerfile", StringComparison.OrdinalIgnoreCase)
            || entry.Name.Contains("containerfile", StringComparison.OrdinalIgnoreCase)) && !IgnoreFile.IsOne(path);
        var isCompose = !isDockerfile && ComposeName.IsOne(entry.Name);
        if (path == project || _own.Contains(path) || !(isProject || isShared || isDockerfile || isCompose)) return true;
        if (entry.Length > LargestFile || disk.ReadText(path) is not { } text) return false;
        if (!isDockerfile && !isCompose)
        {
            _hasOtherProjects |= isProject;
            _projectTexts.Add(text);
            return true;
        }

        var model = DockerfileModel.Read(
            SourceText.From(text, path), new ModelOptions { Compose = new ComposeFolder(disk, Path.GetDirectoryName(path)!) });
        _used.UnionWith(DockerfileUpdate.ReferencesIn(model).Select(reference => mirrors.Original(reference).NormalizedWithoutDigest));

        // The images of a compose file are locked only where someone asks for it, so one that is not known needs no entry.
        return isCompose
            || model.Images.All(static use => use.IsKnown && !(use.HasVariables && !ImageReference.TryParse(use.Reference, out _, out _)));
    }
}
