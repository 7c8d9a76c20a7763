using ContainerGuard.Analysis;
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

    /// <summary>pip, from the requirements that Pipenv exports from Pipfile.lock.</summary>
    Pipenv,

    /// <summary>pip, from the requirements that PDM exports from pdm.lock.</summary>
    Pdm,
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

    /// <summary>The pinned package that decides the version, as people write it; null if something else does.</summary>
    public string? VersionPin { get; private init; }

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

    /// <summary>The names of the packages of a Pipfile.</summary>
    private IReadOnlyList<string> PipfileNames { get; init; } = [];

    /// <summary>The root of uv's workspace with the lock file, relative to the application's folder; null without a workspace.</summary>
    public string? WorkspaceRoot { get; private init; }

    /// <summary>The name of the package in its workspace.</summary>
    public string Name => _manifest["project", "name"].Text ?? "";

    /// <summary><c>entrypoint</c> of <c>[tool.fastapi]</c>: <c>app.main:app</c> (fastapi.tiangolo.com, "FastAPI CLI").</summary>
    public string? FastApiEntry => _manifest["tool", "fastapi", "entrypoint"].Text;

    /// <summary>Whether a package is installed from a Git repository.</summary>
    public bool NeedsGit => Written.Any(static line => line.Contains("git+", StringComparison.Ordinal))
        || _manifest["tool", "uv", "sources"].AllTexts().Concat(PoetryDependencies.AllTexts()).Any(static one => one.Name == "git");

    /// <summary>The dependencies as written, in the form of PEP 508.</summary>
    private IEnumerable<string> Written => Requirements is not null ? Requirements.Lines : _manifest["project", "dependencies"].Texts;

    /// <summary>Whether the project depends on a package.</summary>
    /// <param name="name">In lower case.</param>
    public bool DependsOn(string name)
    {
        if (Requirements is not null) return Requirements.Names.Contains(name);
        return Written.Any(dependency => NameOf(dependency) == name)
            || PoetryDependencies.Names.Concat(PipfileNames).Any(own => own.Replace('_', '-').Equals(name,
                StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Whether the project depends on a package with an extra: <c>fastapi[standard]</c>.</summary>
    /// <param name="name">In lower case.</param>
    /// <param name="extra">The extra.</param>
    public bool HasExtra(string name, string extra)
    {
        foreach (var dependency in Written)
        {
            var open = dependency.IndexOf('[', StringComparison.Ordinal);
            var close = dependency.IndexOf(']', StringComparison.Ordinal);
            if (open > 0 && close > open && NameOf(dependency) == name
                && dependency[(open + 1)..close].Split(',').Any(one => one.Trim() == extra))
            {
                return true;
            }
        }

        return PoetryDependencies[name]["extras"].Texts.Contains(extra);
    }

    private static string NameOf(string dependency)
    {
        var end = 0;
        while (end < dependency.Length && (char.IsAsciiLetterOrDigit(dependency[end]) || dependency[end] is '-' or '_' or '.')) end++;
        return dependency[..end].ToLowerInvariant().Replace('_', '-');
    }

    /// <summary>Null without a manifest.</summary>
    /// <param name="disk">The disk.</param>
    /// <param name="directory">The application's folder, absolute.</param>
    /// <param name="context">The build context, absolute: a workspace of uv can be above the application.</param>
    public static PythonProject? Read(IFileSystem disk, string directory, string context)
    {
        string? TextOf(string name, int most = int.MaxValue) => disk.ReadText(Path.Combine(directory, name), most);
        bool Has(string name) => disk.FileExists(Path.Combine(directory, name));

        var text = TextOf("pyproject.toml");
        var manifest = text is null ? NoManifest : TomlReader.Read(text);
        var isUv = text is not null && Has("uv.lock");
        var workspace = text is null || isUv ? null : WorkspaceAbove(disk, directory, context);
        isUv |= workspace is not null;
        var poetryLock = text is null || isUv ? null : TextOf("poetry.lock", 200);
        var isPdm = text is not null && !isUv && poetryLock is null && Has("pdm.lock");
        var requirements = isUv || isPdm || poetryLock is not null ? null : RequirementsIn(disk, directory);
        var pipfile = text is null && requirements is null ? TextOf("Pipfile") : null;
        if (text is null && requirements is null && pipfile is null) return null;

        var pipfileRoot = pipfile is null ? DataNode.Missing : TomlReader.Read(pipfile).Root;
        var (minor, reason, pin) = Version(disk, directory, manifest.Root, pipfileRoot, requirements);
        return new PythonProject(
            manifest.Root,
            requirements,
            isUv ? PythonInstaller.Uv
                : poetryLock is not null ? PythonInstaller.Poetry
                : isPdm ? PythonInstaller.Pdm
                : requirements is not null ? PythonInstaller.Requirements
                : pipfile is not null ? PythonInstaller.Pipenv
                : PythonInstaller.Package)
        {
            Problem = manifest.Problem is { } problem ? new(problem.In("pyproject.toml"), "Correct the file.")
                : pipfile is not null && !Has("Pipfile.lock") ? new(
                    "Pipfile has no Pipfile.lock, so every build can install different versions.", "Run 'pipenv lock' and commit the file.")
                : null,
            Minor = minor,
            VersionReason = reason,
            VersionPin = pin,
            PoetryVersion = PoetryOf(poetryLock) ?? DefaultPoetry,
            PipfileNames = [.. pipfileRoot["packages"].Names],
            WorkspaceRoot = workspace,
        };
    }

    /// <summary>requirements.txt, or a file of production with another usual name.</summary>
    private static Requirements? RequirementsIn(IFileSystem disk, string directory)
    {
        foreach (var name in (ReadOnlySpan<string>)["requirements.txt", "requirements/production.txt", "requirements/prod.txt",
            "requirements/base.txt", "requirements-prod.txt"])
        {
            if (Requirements.Read(disk, directory, name) is { } found) return found;
        }

        return null;
    }

    /// <summary>The folder above with uv's lock file of a workspace, relative to the application's folder.</summary>
    private static string? WorkspaceAbove(IFileSystem disk, string directory, string context)
    {
        var up = "";
        foreach (var folder in ContextPath.Upward(directory, context).Skip(1))
        {
            up += "../";
            if (disk.FileExists(Path.Combine(folder, "uv.lock"))
                && disk.ReadText(Path.Combine(folder, "pyproject.toml")) is { } text
                && TomlReader.Read(text).Root["tool", "uv", "workspace"].Exists)
            {
                return up.TrimEnd('/');
            }
        }

        return null;
    }

    private static (int Minor, string Reason, string? Pin) Version(
        IFileSystem disk, string directory, DataNode manifest, DataNode pipfile, Requirements? requirements)
    {
        if (disk.ReadText(Path.Combine(directory, ".python-version")) is { } versionFile
            && PythonVersion.FromFile(versionFile) is { } named)
        {
            return (named, "the Python version from .python-version", null);
        }

        if (disk.ReadText(Path.Combine(directory, "runtime.txt"), 256) is { } runtime
            && runtime.Trim() is ['p', 'y', 't', 'h', 'o', 'n', '-', .. var heroku] && PythonSpecifier.MinorOf(heroku) is { } ofHeroku)
        {
            return (ofHeroku, "the Python version from runtime.txt", null);
        }

        if (ToolVersions.Of(disk, [directory], "python") is var (version, file) && PythonSpecifier.MinorOf(version) is { } ofTool)
        {
            return (ofTool, $"the Python version from {file}", null);
        }

        if ((pipfile["requires", "python_version"].Text ?? pipfile["requires", "python_full_version"].Text) is { } required
            && PythonSpecifier.MinorOf(required) is { } ofPipfile)
        {
            return (ofPipfile, "the Python version from the Pipfile", null);
        }

        if (manifest["project", "requires-python"].Text is { } specifier && PythonVersion.Satisfying(specifier) is { } lowest)
        {
            return (lowest, $"the oldest supported Python that requires-python allows ({specifier})", null);
        }

        var python = manifest["tool", "poetry", "dependencies", "python"];
        if ((python.Text ?? python["version"].Text) is { } constraint && PythonVersion.Satisfying(constraint) is { } one)
        {
            return (one, $"the oldest supported Python that Poetry's constraint allows ({constraint})", null);
        }

        var newest = (
            Minor: PythonVersion.Newest,
            Reason: "the newest Python: neither .python-version nor requires-python names one",
            Pin: (string?)null);
        foreach (var (package, pinned) in requirements?.Pins ?? [])
        {
            if (WheelVersions.NewestFor(package, pinned) is not { } limit || limit >= newest.Minor) continue;
            newest = (limit, $"the newest Python with binaries of {package} {pinned}", $"{package} {pinned}");
        }

        return newest;
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
