using ContainerGuard.Files;

namespace ContainerGuard.Generation.Python;

/// <summary>
/// A Python application: one stage builds a virtual environment with its packages, and the final image has that and the sources.
/// </summary>
internal sealed class PythonPlanner : AppPlanner
{
    /// <summary>Folders whose package.json is not that of the pages of the application.</summary>
    private static readonly string[] FoldersWithoutPages = ["docs", "tests", "test", "e2e", "scripts", "tools"];

    private readonly IFileSystem _files;
    private readonly Lazy<string?> _database;
    private readonly Lazy<(string File, int Line, string? Folder)?> _writes;
    private readonly Lazy<PythonProject?> _project;
    private readonly Lazy<(PythonProcess? Process, Problem? Problem)> _process;

    /// <param name="app">The project.</param>
    /// <param name="files">The disk.</param>
    public PythonPlanner(AppProject app, IFileSystem files)
        : base(app, files)
    {
        _files = files;
        _project = new(() => PythonProject.Read(files, app.Directory, app.ContextDirectory));
        _database = new(() => DjangoDatabase.FileOf(files, app.Directory));
        _writes = new(() => PythonWrites.Of(files, app.Directory));
        _process = new(() => PythonProcess.Find(files, app, Python));
    }

    protected override Problem? ProblemOfManifest =>
        _project.Value is null
            ? new Problem($"{App.Directory} has neither pyproject.toml nor requirements.txt.", "Create one, even if it is empty.")
            : _project.Value.Problem;

    protected override Problem? ProblemOfBuild => Python.Requirements?.LocalFolder is { } folder
        ? new Problem(
            $"requirements.txt installs the folder '{folder}', which the image does not have yet at that step.",
            "Remove the line, or declare the package in pyproject.toml with a lock file.")
        : ProblemOfVersion ?? _process.Value.Problem ?? ProblemOfLibraries;

    /// <summary>A version whose pip lacks --python (pip 22.3), or that the tools of the lock file do not support.</summary>
    private Problem? ProblemOfVersion
    {
        get
        {
            var oldest = Python.Installer is PythonInstaller.Pipenv or PythonInstaller.Pdm ? 9 : 7;
            if (Python.Minor >= oldest || !App.BuildExtras.IsEmpty) return null;
            if (Python.VersionPin is { } pin)
            {
                return new(
                    $"{pin} does not work with Python 3.{Python.Minor + 1} or later, and the tools that install the packages need "
                        + $"3.{oldest} or later.",
                    $"Update {pin.Split(' ')[0]}, and the packages that need this release of it.");
            }

            return new(
                $"Python 3.{Python.Minor} has reached end of life, and the tools that install the packages need 3.{oldest} or later.",
                $"Set a supported version, for example 3.{PythonVersion.Newest - 1} in .python-version, and lock the packages again.");
        }
    }

    protected override IEnumerable<Problem?> Doubts
    {
        get
        {
            if (_database.Value is { } settings) yield return Writes($"The database sqlite3 of {settings}", settings);
            if (_writes.Value is var (file, line, folder))
            {
                yield return folder is not null
                    ? WritesTo($"{FinalStage.Directory(App)}/{folder}", $"{file}({line})", file)
                    : Writes($"{file}({line}) makes a folder when the application starts. It", file);
            }

            if (Start.Port is null || App.BuildExtras.Commands.Count > 0) yield break;
            foreach (var manifest in FrontEnds.In(_files, App.Directory))
            {
                var name = Path.GetRelativePath(App.Directory, manifest).Replace('\\', '/');
                if (name[0] == '.' || Array.IndexOf(FoldersWithoutPages, name.Split('/')[0]) >= 0) continue;
                yield return new(
                    $"{name} has a script 'build', which the build of the image does not run, so the image does not have its output.",
                    "Run the script before the build of the image, so that the sources contain its output.")
                {
                    Rule = Rules.GuardCodes.FrontEndNotBuilt,
                    Path = manifest,
                };
            }
        }
    }

    /// <summary>System libraries are known for Debian only.</summary>
    private Problem? ProblemOfLibraries =>
        ImageTools.IsAlpine(BuildImage) && App.BuildExtras.IsEmpty && App.FinalExtras.IsEmpty
            && PythonLibraries.Needing(Python) is [var package, ..]
            ? new(
                $"The package '{package}' needs system libraries, whose package names on Alpine are not known.",
                "Remove ContainerFamily, or add them for both stages: "
                    + "<ContainerGuardRun Include=\"libraries\" Command=\"apk add --no-cache …\" Stage=\"build\" />.")
            : null;

    protected override Problem? Unlocked => Python switch
    {
        { Installer: PythonInstaller.Package, HasDependencies: true } => Problem.Unlocked(
            OnDisk("pyproject.toml"),
            "pyproject.toml has no lock file, so every build can install different versions.",
            "Run 'uv lock' or 'poetry lock' and commit the file."),
        { Requirements.Unpinned: { Count: > 0 } open } => Problem.Unlocked(
            OnDisk("requirements.txt"),
            $"requirements.txt does not pin {open[0]}"
                + $"{(open.Count == 1 ? "" : open.Count == 2 ? " and another package" : $" and {open.Count - 1} other packages")}, "
                + "so every build can install different versions.",
            "Write exact versions (name==1.2.3), as 'pip freeze' prints them."),
        _ => null,
    };

    // Both stages use the same image unless the project sets another. Each image is listed once.
    protected override IReadOnlyList<string> Images =>
    [
        .. Python.Installer == PythonInstaller.Uv ? [PythonStages.UvImage] : Array.Empty<string>(),
        BuildImage,
        .. FinalImage == BuildImage ? [] : new[] { FinalImage },
    ];

    protected override BuildInputs Inputs => new()
    {
        Files = Manifests,
        LeftOut = LeftOut(
            "**/__pycache__", "**/*.py[co]", ".venv", "venv", "**/*.egg-info", "**/.pytest_cache", "**/.mypy_cache", "**/.ruff_cache",
            "**/.coverage"),
    };

    private PythonProject Python => _project.Value!;

    protected override string BuildImage => $"python:3.{Python.Minor}-{(App.ContainerFamily.Length > 0 ? App.ContainerFamily : "slim")}";

    protected override string FinalImage => App.ContainerBaseImage.Length > 0 ? App.ContainerBaseImage : BuildImage;

    /// <summary>The manifests of the packages, relative to the context.</summary>
    private List<string> Manifests
    {
        get
        {
            var names = Python.Installer switch
            {
                PythonInstaller.Requirements => Python.Requirements!.Files,
                PythonInstaller.Uv => ["pyproject.toml", "uv.lock"],
                PythonInstaller.Poetry => ["pyproject.toml", "poetry.lock"],
                PythonInstaller.Pdm => ["pdm.lock", "pyproject.toml"],
                PythonInstaller.Pipenv => ["Pipfile", "Pipfile.lock"],
                _ => ["pyproject.toml"],
            };
            var paths = new List<string>();
            foreach (var name in names) paths.Add(Python.WorkspaceRoot is null ? App.InContext(name) : InWorkspace(name));
            return paths;
        }
    }

    /// <summary>The folder of uv's workspace, relative to the context.</summary>
    private string Workspace => ContextPath.Relative(
        App.ContextDirectory, Path.GetFullPath(Path.Combine(App.Directory, Python.WorkspaceRoot!)))!;

    private string InWorkspace(string name) => Workspace.Length == 0 ? name : $"{Workspace}/{name}";

    private bool IsBookworm => BuildImage.Contains("bookworm", StringComparison.Ordinal);

    private PythonProcess Start => _process.Value.Process ?? new PythonProcess(["python"], HearsTerm: true);

    protected override IReadOnlyList<ContainerPort> Ports => PortsOr(Start.Port);

    protected override FinalStage Final
    {
        get
        {
            var directory = FinalStage.Directory(App);
            return new()
            {
                Image = FinalImage,
                Reasons =
                [
                    .. App.ContainerBaseImage.Length > 0
                        ? ["The base image from ContainerBaseImage. It must have the same Python in the same folder."]
                        : Array.Empty<string>(),
                    "final is the image that ships: no package installer (CG2007).",
                ],
                AptPackages = ImageTools.HasApt(FinalImage) ? PythonLibraries.ToRun(Python, IsBookworm) : [],
                Files =
                [
                    CopyStep.Of("build", PythonStages.Environment, PythonStages.Environment),
                    Sources(directory + "/", mode: "555"),
                    .. Start.StaticFiles is { } collected
                        ? [new CopyStep([$"/src/{collected.Folder}/"], $"{directory}/{collected.Folder}/", "build", "555")]
                        : Array.Empty<StageStep>(),
                    new WorkdirStep(directory),
                ],
                PathFolder = $"{PythonStages.Environment}/bin",

                // Python writes its output without delay, for the container's log, and no byte code, because the folder is read-only.
                Variables = new Dictionary<string, string>(Start.Environment)
                {
                    ["PYTHONDONTWRITEBYTECODE"] = "1",
                    ["PYTHONUNBUFFERED"] = "1",
                },
                Ports = Ports,
                User = StageUser.Any,
                StopSignal = Start.HearsTerm
                    ? null
                    : new("SIGINT", "As PID 1 Python ignores SIGTERM unless the app handles it. SIGINT stops it, like Ctrl+C."),
                Health = HealthOr(StageHealth.Outside),
                Process = new(Start.Words),
            };
        }
    }

    protected override StageHealth Probe(HealthAddress address) => new(
        ["python", "-c",
            $"import http.client, sys; c = http.client.HTTPConnection('127.0.0.1', {address.Port}, timeout=4); "
                + $"c.request('GET', {address.PathLiteral}); sys.exit(c.getresponse().status >= 400)"],
        "Python makes the request: the image needs no HTTP client (CG6009).");

    protected override void WriteBuild(DockerfileWriter file)
    {
        if (Python.Installer == PythonInstaller.Uv) file.Line().From(PythonStages.UvImage, "uv");
        file.Line().Comment(new BaseImage(BuildImage, $"{Python.VersionReason}; slim is the official image without compilers").Sentence);
        file.Line("# build installs the packages on the target's architecture, because some contain compiled code.")
            .From(BuildImage, "build");
        file.Begin(ImageTools.HasApt(BuildImage) ? App.BuildExtras.With(PythonLibraries.ToBuild(Python)) : App.BuildExtras);
        var sources = Python.WorkspaceRoot is null ? Sources("./") : new CopyStep([Workspace.Length == 0 ? "." : $"{Workspace}/"], "./");
        PythonStages.WriteInstall(file, Python, Manifests, sources, installsProject: Start.IsInstalled);
        file.End(App.BuildExtras);
        if (Start.StaticFiles is { } collected) PythonStages.WriteStaticFiles(file, collected, sources);
    }
}
