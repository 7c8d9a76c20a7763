using ContainerGuard.Files;
using ContainerGuard.Formats;

namespace ContainerGuard.Generation.Python;

/// <summary>The installer of a project's packages.</summary>
internal enum PythonInstaller
{
    /// <summary>pip, from requirements.txt.</summary>
    Requirements,

    /// <summary>uv, from uv.lock.</summary>
    Uv,

    /// <summary>Poetry, from poetry.lock.</summary>
    Poetry,

    /// <summary>pip, from a pyproject.toml without a lock file.</summary>
    Package,
}

/// <summary>The content of a Python project's manifests.</summary>
internal sealed class PythonProject
{
    private static readonly DataFile NoManifest = new(DataNode.Missing, null);

    private readonly DataNode _manifest;

    private PythonProject(DataNode manifest, Requirements? requirements, PythonInstaller installer)
    {
        _manifest = manifest;
        Requirements = requirements;
        Installer = installer;
    }

    public PythonInstaller Installer { get; }

    /// <summary>Why pyproject.toml cannot be used, with the remedy; null if it can.</summary>
    public Problem? Problem { get; private init; }

    /// <summary>requirements.txt, if it is used for the install.</summary>
    public Requirements? Requirements { get; }

    /// <summary>The minor version of Python 3. <see cref="VersionReason"/> is a clause that says where it comes from.</summary>
    public required int Minor { get; init; }

    public required string VersionReason { get; init; }

    /// <summary>The Poetry version that wrote the lock file.</summary>
    public string PoetryVersion { get; private init; } = DefaultPoetry;

    private const string DefaultPoetry = "2.1.4";

    /// <summary>Whether the project is a package that is built and installed.</summary>
    public bool IsPackage => _manifest["build-system"].Exists;

    /// <summary>The commands that the package installs.</summary>
    public IEnumerable<string> Scripts =>
        (_manifest["project", "scripts"] is { Exists: true } scripts ? scripts : _manifest["tool", "poetry", "scripts"]).Names;

    /// <summary>Whether the project has dependencies.</summary>
    public bool HasDependencies =>
        _manifest["project", "dependencies"].Texts.Any() || PoetryDependencies.Names.Any(static name => name != "python");

    private DataNode PoetryDependencies => _manifest["tool", "poetry", "dependencies"];

    /// <summary>Whether the project depends on a package.</summary>
    /// <param name="name">In lower case.</param>
    public bool DependsOn(string name)
    {
        if (Requirements is not null) return Requirements.Names.Contains(name);
        foreach (var dependency in _manifest["project", "dependencies"].Texts)
        {
            var end = 0;
            while (end < dependency.Length && (char.IsAsciiLetterOrDigit(dependency[end]) || dependency[end] is '-' or '_' or '.')) end++;
            if (dependency[..end].Equals(name, StringComparison.OrdinalIgnoreCase)) return true;
        }

        return PoetryDependencies.Names.Contains(name, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Null without a manifest.</summary>
    public static PythonProject? Read(IFileSystem disk, string directory)
    {
        var text = disk.ReadText(Path.Combine(directory, "pyproject.toml"));
        var manifest = text is null ? NoManifest : TomlReader.Read(text);
        var isUv = text is not null && disk.FileExists(Path.Combine(directory, "uv.lock"));
        var poetryLock = text is null || isUv ? null : disk.ReadText(Path.Combine(directory, "poetry.lock"), 200);
        var requirements = isUv || poetryLock is not null ? null : Requirements.Read(disk, directory, "requirements.txt");
        if (text is null && requirements is null) return null;

        var (minor, reason) = Version(disk.ReadText(Path.Combine(directory, ".python-version")), manifest.Root);
        return new PythonProject(
            manifest.Root,
            requirements,
            isUv ? PythonInstaller.Uv
                : poetryLock is not null ? PythonInstaller.Poetry
                : requirements is not null ? PythonInstaller.Requirements
                : PythonInstaller.Package)
        {
            Problem = manifest.Problem is { } problem ? new(problem.In("pyproject.toml"), "Correct the file.") : null,
            Minor = minor,
            VersionReason = reason,
            PoetryVersion = PoetryOf(poetryLock) ?? DefaultPoetry,
        };
    }

    private static (int Minor, string Reason) Version(string? versionFile, DataNode manifest)
    {
        if (versionFile is not null && PythonVersion.FromFile(versionFile) is { } named)
        {
            return (named, "the Python version from .python-version");
        }

        if (manifest["project", "requires-python"].Text is { } specifier && PythonVersion.Satisfying(specifier) is { } lowest)
        {
            return (lowest, $"the oldest supported Python that requires-python allows ({specifier})");
        }

        var python = manifest["tool", "poetry", "dependencies", "python"];
        if ((python.Text ?? python["version"].Text) is { } constraint && PythonVersion.Satisfying(constraint) is { } one)
        {
            return (one, $"the oldest supported Python that Poetry's constraint allows ({constraint})");
        }

        return (PythonVersion.Newest, "the newest Python: neither .python-version nor requires-python names one");
    }

    /// <summary>
    /// The lock file begins with: # This file is automatically @generated by Poetry 2.1.3 and should not be changed by hand.
    /// </summary>
    private static string? PoetryOf(string? lockFile)
    {
        const string Mark = "generated by Poetry ";
        if (lockFile is null || lockFile.IndexOf(Mark, StringComparison.Ordinal) is not (>= 0 and var start)) return null;
        var version = lockFile[(start + Mark.Length)..].Split([' ', '\n', '\r'])[0];
        return version.Length > 0 && version.All(static character => char.IsAsciiDigit(character) || character == '.') ? version : null;
    }
}
