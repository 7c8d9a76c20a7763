using ContainerGuard.Files;
using ContainerGuard.Images;

namespace ContainerGuard.Generation.Go;

/// <summary>A Go module: one static program, in an image with only certificates, time zones and a user.</summary>
internal sealed partial class GoPlanner : AppPlanner
{
    /// <summary>The supported Go releases (go.dev/doc/devel/release), newest first. Each builds code for earlier releases.</summary>
    public static readonly IReadOnlyList<ReleaseCycle> Supported = OfferedCycles.Of(EndOfLifeData.Go);

    private const string RuntimeImage = "gcr.io/distroless/static-debian13:nonroot";

    /// <summary>The image with the C library that Debian 13, the system of Go's image, links programs with.</summary>
    private const string RuntimeImageOfC = "gcr.io/distroless/cc-debian13:nonroot";

    private const string SourceDirectory = "/src";

    private readonly IFileSystem _files;
    private readonly Lazy<GoModule> _module;
    private readonly Lazy<IReadOnlyList<GoProgram>> _programs;
    private readonly Lazy<bool> _isVendored;
    private readonly Lazy<List<string>> _manifests;
    private readonly Lazy<List<LocalFolder>> _local;
    private readonly Lazy<GoSources> _sources;
    private readonly Lazy<GoWorkspace?> _workspace;
    private readonly Lazy<int?> _port;

    /// <param name="app">The project.</param>
    /// <param name="files">The disk.</param>
    public GoPlanner(AppProject app, IFileSystem files)
        : base(app)
    {
        _files = files;
        _module = new(() => GoModule.Parse(files.ReadText(OnDisk("go.mod")) ?? ""));
        _programs = new(() => GoPrograms.Find(files, app.Directory, app.AssemblyName));
        _isVendored = new(() => files.FileExists(OnDisk(Path.Combine("vendor", "modules.txt"))));
        _manifests = new(() => Manifests(app.RelativeDirectory));
        _local = new(LocalFolders);
        _sources = new(() => GoSources.Read(files, app.Directory));
        _workspace = new(() => GoWorkspace.Of(files, app));
        _port = new(() => PortOfProcfile(files));
    }

    protected override Problem? ProblemOfBuild
    {
        get
        {
            if (!_files.FileExists(OnDisk("go.mod"))) return new($"{App.Directory} has no go.mod.", "Create it with 'go mod init'.");
            if (_programs.Value.Count == 0)
            {
                return new(
                    "The module has no program: no file of package main in its folder or below cmd.",
                    "Move the project file to the module that you ship, or write the name of the program's folder: "
                        + "<AssemblyName>server</AssemblyName>.");
            }

            if (Program is null)
            {
                var names = string.Join(", ", _programs.Value.Select(static program => program.Folder));
                return new(
                    $"The module has several programs ({names}), and the project does not say which one is the server.",
                    $"Select it: <AssemblyName>{Path.GetFileName(_programs.Value[0].Folder)}</AssemblyName>.");
            }

            if (Downloads && !_files.FileExists(OnDisk("go.sum")))
            {
                return new("go.mod requires modules, but has no go.sum to verify the downloads.", "Run 'go mod tidy' and commit go.sum.");
            }

            if (Library is { } library && App.ContainerBaseImage.Length == 0)
            {
                return new(
                    $"The program is linked with the library of '{library}', which no image of a generated Dockerfile has.",
                    "Set ContainerBaseImage to an image with it, and add its headers to the stage 'build' with ContainerGuardAptPackage.");
            }

            foreach (var folder in _local.Value)
            {
                if (folder.InContext is null)
                {
                    return new(
                        $"{(folder.IsUsed ? "go.work uses" : "go.mod replaces a module with")} {folder.Text}, which is outside the build "
                            + $"context {App.ContextDirectory}.",
                        "Set ContainerGuardContext to a folder that contains both.");
                }
            }

            return null;
        }
    }

    /// <summary>Files that the program reads and the image may lack.</summary>
    protected override Problem? Unlocked
    {
        get
        {
            var sources = _sources.Value;
            if (sources.Gap is (var at, var number, var path, GoPathGap.Secret))
            {
                return Uncertain(
                    at, $"{at}({number}) reads '{path}', which is a secret by its name, so the image does not have it.",
                    "Mount it as a secret at run time.");
            }

            if (App.FinalExtras.Copies.Count > 0) return null;
            if (sources.Unclear is var (file, line, call))
            {
                return Uncertain(
                    file, $"{file}({line}) passes a computed path to {call}, so the image may lack files.",
                    $"Add the files: {WayFrom("FOLDER")}");
            }

            return sources.Gap is var (where, row, missing, gap)
                ? Uncertain(
                    where,
                    $"{where}({row}) reads '{missing}', which {(gap == GoPathGap.Outside ? "is outside" : "does not exist in")} "
                        + "the module, so the image lacks it.",
                    $"Correct the path, or add the files: {WayFrom(FolderWith(missing) ?? "FOLDER")}")
                : null;
        }
    }

    private static string WayFrom(string folder) =>
        $"<ContainerGuardCopy Include=\"{folder}\" Destination=\"/app/{folder}\" />, or embed them with go:embed.";

    /// <summary>The only folder of the module that has a file; null without one. The program gets the folder from a setting.</summary>
    private string? FolderWith(string file)
    {
        var folders = _files.List(App.Directory)
            .Where(entry => entry.Kind == FileKind.Directory && _files.FileExists(OnDisk(Path.Combine(entry.Name, file))))
            .Take(2).ToArray();
        return folders is [var only] ? only.Name : null;
    }

    /// <summary>Whether the program has C code, which cannot be compiled for another architecture without its compiler.</summary>
    private bool HasC => _sources.Value.Cgo is not null || _module.Value.ModuleOfC is not null;

    private string? Library => _sources.Value.Library ?? _module.Value.ModuleOfLibrary;

    protected override IReadOnlyList<string> Images => [BuildImage, FinalImage];

    protected override BuildInputs Inputs => new()
    {
        Files = [.. _manifests.Value, .. _workspace.Value?.Files ?? []],
        FeedFolders = [.. _sources.Value.Paths.Select(App.InContext)],
        LeftOut = LeftOut("**/*_test.go"),
    };

    /// <summary>The image that compiles the program.</summary>
    private BaseImage Compiler => _module.Value.Minor switch
    {
        0 => new($"golang:{Supported[0].Name}", "the newest Go: go.mod names no version"),
        var minor when minor >= Supported[^1].NumberAfter("1.") => new($"golang:1.{minor}", "the Go version from go.mod"),
        var minor => new($"golang:{Supported[0].Name}", $"a supported Go, which builds modules for Go 1.{minor}"),
    };

    protected override string BuildImage => Compiler.Reference;

    protected override string? VariantWithApt => null;

    protected override string FinalImage => App.ContainerBaseImage.Length > 0 ? App.ContainerBaseImage : HasC ? RuntimeImageOfC
        : RuntimeImage;

    /// <summary>The port of a program for which a Procfile has a line <c>web</c>: the platforms that read this file set PORT.</summary>
    private int? PortOfProcfile(IFileSystem files)
    {
        const int Usual = 8080;
        return !_sources.Value.ReadsPort || files.ReadText(OnDisk("Procfile")) is not { } text
            || !text.Split('\n').Any(static line => line.StartsWith("web:", StringComparison.Ordinal))
                ? null
                : App.ContainerPorts.FirstOrDefault(static port => port.Protocol == "tcp")?.Number ?? Usual;
    }

    protected override IReadOnlyList<ContainerPort> Ports => PortsOr(_port.Value);

    private bool Downloads => !_isVendored.Value && _module.Value.IsDownloading;

    /// <summary>The only program, else the one with the assembly's name; null if none has it: a folder's name proves nothing.</summary>
    private GoProgram? Program
    {
        get
        {
            if (_programs.Value is [var only]) return only;
            foreach (var program in _programs.Value)
            {
                var name = program.Folder.Length == 0 ? _module.Value.Name : Path.GetFileName(program.Folder);
                if (name.Equals(App.AssemblyName, StringComparison.OrdinalIgnoreCase)) return program;
            }

            return null;
        }
    }

    /// <summary>The name of the program's file.</summary>
    private string ProgramName => Program is { Folder.Length: > 0 } program ? Path.GetFileName(program.Folder)
        : _module.Value.Name.Length > 0 ? _module.Value.Name
        : "app";

    protected override FinalStage Final
    {
        get
        {
            var stage = StageOfProgram(
                HasC
                    ? "Certificates, time zones, a user and the C library. No shell, no package manager."
                    : "Certificates, time zones and a user: all that a static program needs. No shell, no package manager.",
                StageUser.Any with { Id = StageUser.Nonroot.Id },
                ProgramName);
            if (_port.Value is { } port) stage = stage with { Variables = new Dictionary<string, string> { ["PORT"] = $"{port}" } };
            var directory = FinalStage.Directory(App);
            return _sources.Value.Paths.Count == 0 ? stage : stage with
            {
                // The program finds these paths from its working directory.
                Files = [.. stage.Files, .. _sources.Value.Paths.Select(path => CopyOf(path, directory))],
            };
        }
    }

    private CopyStep CopyOf(string path, string directory) => _files.DirectoryExists(OnDisk(path))
        ? new([App.InContext(path) + "/"], $"{directory}/{path}/", Mode: "555")
        : new([App.InContext(path)], $"{directory}/{path}", Mode: "555");

    protected override StageHealth? Probe(HealthAddress address) => ImageTools.IsAlpine(FinalImage) ? address.Wget : null;

    protected override void WriteBuild(DockerfileWriter file)
    {
        var program = Program ?? new GoProgram("");
        file.Line().Comment(Compiler.Sentence);
        file.Line(HasC
            ? "# build runs on the target's architecture, because the C code needs its compiler."
            : "# build runs on the builder's architecture and compiles for the target's.").From(BuildImage, "build", onBuilder: !HasC);
        file.Begin(App.BuildExtras).Workdir(InSource(App.RelativeDirectory));
        if (_workspace.Value is { } workspace)
        {
            file.Line().Line("# The workspace builds its modules from their folders.").Copy(
                workspace.Files, InSource(ContextPath.Folder(workspace.Files[0])));
        }

        if (Downloads) WriteDownload(file);

        file.Line();
        foreach (var folder in _local.Value)
        {
            if (folder.InContext is not { } path || IsBelow(App.RelativeDirectory, path)) continue;
            file.Copy(CopyStep.Folder(path, InSource(path)));
        }

        if (App.RelativeDirectory.Length == 0) file.Line("COPY . .");
        else file.Copy(CopyStep.Folder(App.RelativeDirectory, "."));
        file.End(App.BuildExtras);
        if (HasC)
        {
            file.Append($"""
                # With cgo the program is linked with the C library. -trimpath removes this stage's paths, -s -w the debug tables.
                RUN {Caches}    CGO_ENABLED=1 \
                    go build -trimpath -ldflags="-s -w" -o {CommandLine.Quote($"/out/{ProgramName}")} {CommandLine.Quote(program.Package)}

                """);
            return;
        }

        file.Append($"""
            ARG TARGETOS
            ARG TARGETARCH
            # Without cgo the program needs no C library. -trimpath removes this stage's paths, -s -w the debug tables.
            RUN {Caches}    CGO_ENABLED=0 GOOS="$TARGETOS" GOARCH="$TARGETARCH" \
                go build -trimpath -ldflags="-s -w" -o {CommandLine.Quote($"/out/{ProgramName}")} {CommandLine.Quote(program.Package)}

            """);
    }

    private void WriteDownload(DockerfileWriter file)
    {
        file.Line()
            .Line("# Copy go.mod and go.sum first, so that a change of a source file does not repeat the download.")
            .Copy(_manifests.Value, "");
        foreach (var folder in _local.Value)
        {
            if (folder is { InContext: { } path, Manifests.Count: > 0 }) file.Copy(folder.Manifests, InSource(path));
        }

        file.Line($"RUN {ModuleCache}    go mod download");
    }

    private const string ModuleCache = "--mount=type=cache,id=go-modules,target=/go/pkg/mod \\\n";

    private const string BuildCache = "--mount=type=cache,id=go-build,target=/root/.cache/go-build \\\n";

    private string Caches => !Downloads ? BuildCache : $"{ModuleCache}    {BuildCache}";

    /// <summary>The existing go.mod and go.sum of a folder, relative to the context.</summary>
    private List<string> Manifests(string folder)
    {
        var found = new List<string>();
        foreach (var name in (ReadOnlySpan<string>)["go.mod", "go.sum"])
        {
            var path = folder.Length == 0 ? name : $"{folder}/{name}";
            if (_files.FileExists(Path.Combine(App.ContextDirectory, path))) found.Add(path);
        }

        return found;
    }

    /// <summary>The folders with which go.mod replaces modules, sorted.</summary>
    private List<LocalFolder> LocalFolders()
    {
        var folders = new List<LocalFolder>();
        foreach (var text in _module.Value.LocalFolders)
        {
            var path = ContextPath.Relative(App.ContextDirectory, Path.GetFullPath(Path.Combine(App.Directory, text)));
            folders.Add(new LocalFolder(text, path, path is null ? [] : Manifests(path), IsUsed: false));
        }

        foreach (var (text, full) in _workspace.Value?.Folders ?? [])
        {
            var path = ContextPath.Relative(App.ContextDirectory, full);
            if (folders.Exists(folder => folder.InContext is not null && folder.InContext == path)) continue;
            folders.Add(new LocalFolder(text, path, path is null ? [] : Manifests(path), IsUsed: true));
        }

        folders.Sort(static (one, other) => string.CompareOrdinal(one.Text, other.Text));
        return folders;
    }

    private static bool IsBelow(string folder, string path) =>
        folder.Length == 0 || path == folder || path.StartsWith(folder + "/", StringComparison.Ordinal);

    private static string InSource(string relative) => relative.Length == 0 ? SourceDirectory : $"{SourceDirectory}/{relative}";

    /// <param name="Text">The text in go.mod.</param>
    /// <param name="InContext">The path relative to the context; null for a folder outside.</param>
    /// <param name="Manifests">Its go.mod and go.sum, relative to the context.</param>
    /// <param name="IsUsed">Whether a go.work names it.</param>
    private sealed record LocalFolder(string Text, string? InContext, IReadOnlyList<string> Manifests, bool IsUsed);
}
