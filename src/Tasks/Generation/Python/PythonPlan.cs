using System.Text;
using ContainerGuard.Context;

namespace ContainerGuard.Generation.Python;

/// <summary>A Python application: one stage builds a virtual environment with its packages, and the final image has that and the sources.</summary>
internal sealed class PythonPlan : AppPlan
{
    private readonly IFileSystem files;
    private readonly Lazy<PythonProject?> project;
    private readonly Lazy<(PythonProcess? Process, string? Obstacle)> process;

    /// <param name="app">The project.</param>
    /// <param name="files">The disk.</param>
    public PythonPlan(AppProject app, IFileSystem files)
        : base(app)
    {
        this.files = files;
        project = new(() => PythonProject.Read(files, app.Directory));
        process = new(() => PythonProcess.Find(files, app, Python));
    }

    public override string? Obstacle => base.Obstacle
        ?? (project.Value is null ? $"{App.Directory} has neither pyproject.toml nor requirements.txt. Create one, even if it is empty." : null);

    public override string? BuildObstacle => Python.Requirements?.LocalFolder is { } folder
        ? $"requirements.txt installs the folder '{folder}', which the image does not have yet at that step. Remove the line, or declare the package in pyproject.toml with a lock file."
        : process.Value.Obstacle ?? base.BuildObstacle;

    public override UnlockedManifest? Unlocked => Python switch
    {
        { Installer: PythonInstaller.Package, HasDependencies: true } => new(OnDisk("pyproject.toml"),
            "pyproject.toml has no lock file, so every build can install other versions. Run 'uv lock' or 'poetry lock' and commit the file."),
        { Requirements.Unpinned: { Count: > 0 } open } => new(OnDisk("requirements.txt"),
            $"requirements.txt does not pin {open[0]}{(open.Count == 1 ? "" : open.Count == 2 ? " and another package" : $" and {open.Count - 1} other packages")}, so every build can install other versions. "
            + "Write exact versions (name==1.2.3), as 'pip freeze' prints them."),
        _ => null,
    };

    // Both stages use the same image unless the project sets another. Each image is listed once.
    public override IReadOnlyList<string> Images =>
    [
        .. Python.Installer == PythonInstaller.Uv ? [PythonStages.UvImage] : Array.Empty<string>(),
        BuildImage,
        .. FinalImage == BuildImage ? [] : new[] { FinalImage },
    ];

    public override BuildInputs Inputs => new()
    {
        Files = Manifests,
        LeftOut = LeftOut("**/__pycache__", "**/*.py[co]", ".venv", "venv", "**/*.egg-info", "**/.pytest_cache", "**/.mypy_cache", "**/.ruff_cache", "**/.coverage"),
    };

    private PythonProject Python => project.Value!;

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
                _ => ["pyproject.toml"],
            };
            var paths = new List<string>();
            foreach (var name in names) paths.Add(App.InContext(name));
            return paths;
        }
    }

    protected override void WriteBody(StringBuilder text, IReadOnlyDictionary<string, string> pins)
    {
        var start = process.Value.Process ?? new PythonProcess(["python"], HearsTerm: true);
        if (Python.Installer == PythonInstaller.Uv) text.Append($"\nFROM {Pinned(PythonStages.UvImage, pins)} AS uv\n");

        text.Append('\n').Append(Instruction.Comment(new BaseImage(BuildImage, $"{Python.VersionReason}; slim is the official image without compilers").Sentence));
        text.Append($"""
            # build installs the packages on the target's architecture, because some contain compiled code.
            FROM {Pinned(BuildImage, pins)} AS build

            """);
        App.BuildExtras.WriteBegin(text);
        PythonStages.AppendInstall(text, Python, Manifests, Sources("./"), installsProject: start.IsInstalled);
        App.BuildExtras.WriteEnd(text);

        var directory = FinalStage.Directory(App);
        var final = Pinned(FinalImage, pins);
        text.Append('\n');
        if (App.ContainerBaseImage.Length > 0) text.Append("# The base image from ContainerBaseImage. It must have the same Python in the same folder.\n");
        text.Append($"""
            # final is the image that ships: no package installer (CG2007).

            """);
        FinalStage.AppendFrom(text, App, final);
        text.Append($"""
            # Owned by root and read-only for the app: an attacker in the process cannot change its code.
            COPY --from=build {PythonStages.Environment} {PythonStages.Environment}
            COPY --chmod=555 {Sources(directory + "/")}
            WORKDIR {Instruction.Quote(directory)}
            ENV PATH="{PythonStages.Environment}/bin:$PATH"

            """);

        // Python writes its output without delay, for the container's log, and no byte code, because the folder is read-only.
        var variables = new Dictionary<string, string> { ["PYTHONDONTWRITEBYTECODE"] = "1", ["PYTHONUNBUFFERED"] = "1" };
        FinalStage.AppendSettings(text, App, variables, PortsOr(start.Port), FinalImage, final);
        FinalStage.AppendUser(text, App, FinalStage.AnyUser, FinalStage.AnyUserReason);
        if (!start.HearsTerm) text.Append("# As process 1 Python ignores SIGTERM unless the app handles it. SIGINT stops it, like Ctrl+C.\nSTOPSIGNAL SIGINT\n");
        FinalStage.AppendProcess(text, "", start.Words);
    }
}
