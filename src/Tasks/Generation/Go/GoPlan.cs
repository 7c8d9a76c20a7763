using System.Text;
using ContainerGuard.Context;

namespace ContainerGuard.Generation.Go;

/// <summary>A Go module: one static program, in an image with only certificates, time zones and a user.</summary>
internal sealed class GoPlan : AppPlan
{
    /// <summary>The oldest supported Go release (go.dev/doc/devel/release: two are) and the newest known one. Each builds code for earlier releases.</summary>
    private const int OldestInSupport = 26;
    private const int Newest = 27;

    private const string RuntimeImage = "gcr.io/distroless/static-debian13:nonroot";

    /// <summary>The uid of the user nonroot in distroless images.</summary>
    private const string User = "65532";

    private const string SourceDirectory = "/src";

    private readonly IFileSystem files;
    private readonly Lazy<GoModule> module;
    private readonly Lazy<IReadOnlyList<GoProgram>> programs;

    /// <param name="app">The project.</param>
    /// <param name="files">The disk.</param>
    public GoPlan(AppProject app, IFileSystem files)
        : base(app)
    {
        this.files = files;
        module = new(() => GoModule.Parse(files.ReadText(OnDisk("go.mod")) ?? ""));
        programs = new(() => GoPrograms.Find(files, app.Directory));
    }

    public override string? BuildObstacle
    {
        get
        {
            if (!files.FileExists(OnDisk("go.mod"))) return $"{App.Directory} has no go.mod. Create it with 'go mod init'.";
            if (programs.Value.Count == 0)
            {
                return "The module has no program: no file of package main in its folder or below cmd. Move the project file to the module that you ship.";
            }

            if (Program is null)
            {
                var names = string.Join(", ", programs.Value.Select(static program => program.Folder));
                return $"The module has several programs ({names}), and none has the project's name. Name one: <AssemblyName>{Path.GetFileName(programs.Value[0].Folder)}</AssemblyName>.";
            }

            if (module.Value.IsDownloading && !IsVendored && !files.FileExists(OnDisk("go.sum")))
            {
                return "go.mod requires modules, but has no go.sum to verify the downloads. Run 'go mod tidy' and commit go.sum.";
            }

            foreach (var folder in LocalFolders())
            {
                if (folder.InContext is null)
                {
                    return $"go.mod replaces a module with {folder.Text}, which is outside the build context {App.ContextDirectory}. Set ContainerGuardContext to a folder that contains both.";
                }
            }

            return base.BuildObstacle;
        }
    }

    public override IReadOnlyList<string> Images => [BuildImage, FinalImage];

    public override BuildInputs Inputs => new() { Files = Manifests(App.RelativeDirectory), LeftOut = LeftOut("**/*_test.go") };

    /// <summary>The image that compiles the program.</summary>
    private BaseImage Compiler => module.Value.Minor switch
    {
        >= OldestInSupport and var minor => new($"golang:1.{minor}", "the Go version from go.mod"),
        0 => new($"golang:1.{Newest}", "the newest Go: go.mod names no version"),
        var minor => new($"golang:1.{Newest}", $"a supported Go, which builds modules for Go 1.{minor}"),
    };

    protected override string BuildImage => Compiler.Reference;

    protected override string? VariantWithApt => null;

    protected override string FinalImage => App.ContainerBaseImage.Length > 0 ? App.ContainerBaseImage : RuntimeImage;

    private bool IsVendored => files.FileExists(OnDisk(Path.Combine("vendor", "modules.txt")));

    /// <summary>The only program, else the one with the project's name; null if none has it.</summary>
    private GoProgram? Program
    {
        get
        {
            if (programs.Value is [var only]) return only;
            foreach (var program in programs.Value)
            {
                if (Path.GetFileName(program.Folder).Equals(App.Name, StringComparison.OrdinalIgnoreCase)) return program;
            }

            return null;
        }
    }

    protected override void WriteBody(StringBuilder text, IReadOnlyDictionary<string, string> pins)
    {
        var program = Program ?? new GoProgram("");
        var name = program.Folder.Length == 0 ? module.Value.Name : Path.GetFileName(program.Folder);
        if (name.Length == 0) name = "app";
        text.Append('\n').Append(Instruction.Comment(Compiler.Sentence));
        text.Append($"""
            # build runs on the builder's architecture and compiles for the target's.
            FROM --platform=$BUILDPLATFORM {Compiler.Pinned(pins)} AS build

            """);
        App.BuildExtras.WriteBegin(text);
        text.Append($"""
            WORKDIR {Instruction.Quote(InSource(App.RelativeDirectory))}

            """);
        var local = LocalFolders();
        if (!IsVendored && module.Value.IsDownloading) WriteDownload(text, local);

        text.Append('\n');
        foreach (var folder in local)
        {
            if (folder.InContext is not { } path || IsBelow(App.RelativeDirectory, path)) continue;
            text.Append(Instruction.CopyFolder(path, InSource(path))).Append('\n');
        }

        var directory = FinalStage.Directory(App);
        text.Append($"""
            {(App.RelativeDirectory.Length == 0 ? "COPY . ." : Instruction.CopyFolder(App.RelativeDirectory, "."))}

            """);
        App.BuildExtras.WriteEnd(text);
        text.Append($"""
            ARG TARGETOS
            ARG TARGETARCH
            # Without cgo the program needs no C library. -trimpath removes this stage's paths, -s -w the debug tables.
            RUN {Caches}    CGO_ENABLED=0 GOOS="$TARGETOS" GOARCH="$TARGETARCH" \
                go build -trimpath -ldflags="-s -w" -o {CommandLine.Quote($"/out/{name}")} {CommandLine.Quote(program.Package)}

            {(App.ContainerBaseImage.Length > 0
                ? "# The base image from ContainerBaseImage."
                : "# Certificates, time zones and a user: all that a static program needs. No shell, no package manager.")}
            # final is the image that ships: no compiler, no sources (CG2007).

            """);
        FinalStage.AppendFrom(text, App, Pinned(FinalImage, pins));
        text.Append($"""
            # Owned by root and read-only for the app: an attacker in the process cannot change its code.
            {Instruction.CopyFrom("build", "/out", directory)}
            WORKDIR {Instruction.Quote(directory)}

            """);
        FinalStage.AppendSettings(text, App, new Dictionary<string, string>(), App.ContainerPorts, FinalImage, Pinned(FinalImage, pins));
        FinalStage.AppendUser(text, App, User, App.ContainerBaseImage.Length > 0
            ? FinalStage.AnyUserReason
            : "The image's user nonroot as a number, which Kubernetes' runAsNonRoot can verify (CG3002, CG3006).");
        FinalStage.AppendProcess(
            text,
            App.ContainerBaseImage.Length > 0 ? "" : ", because the image has no shell and no HTTP client",
            App.Process.Count > 0 ? App.Process : [$"{directory}/{name}"]);
    }

    private void WriteDownload(StringBuilder text, List<LocalFolder> local)
    {
        text.Append("\n# Copy go.mod and go.sum first, so that a change of a source file does not download again.\n");
        text.Append(Instruction.Copy(Manifests(App.RelativeDirectory), "")).Append('\n');
        foreach (var folder in local)
        {
            if (folder.InContext is not { } path || Manifests(path) is not { Count: > 0 } manifests) continue;
            text.Append(Instruction.Copy(manifests, InSource(path))).Append('\n');
        }

        text.Append($"RUN {ModuleCache}    go mod download\n");
    }

    private const string ModuleCache = "--mount=type=cache,id=go-modules,target=/go/pkg/mod \\\n";

    private const string BuildCache = "--mount=type=cache,id=go-build,target=/root/.cache/go-build \\\n";

    private string Caches => IsVendored || !module.Value.IsDownloading ? BuildCache : $"{ModuleCache}    {BuildCache}";

    /// <summary>The existing go.mod and go.sum of a folder, relative to the context.</summary>
    private List<string> Manifests(string folder)
    {
        var found = new List<string>();
        foreach (var name in (ReadOnlySpan<string>)["go.mod", "go.sum"])
        {
            var path = folder.Length == 0 ? name : $"{folder}/{name}";
            if (files.FileExists(Path.Combine(App.ContextDirectory, path))) found.Add(path);
        }

        return found;
    }

    /// <summary>The folders with which go.mod replaces modules, sorted.</summary>
    private List<LocalFolder> LocalFolders()
    {
        var folders = new List<LocalFolder>();
        foreach (var text in module.Value.LocalFolders)
        {
            folders.Add(new LocalFolder(text, ContextPath.Relative(App.ContextDirectory, Path.GetFullPath(Path.Combine(App.Directory, text)))));
        }

        folders.Sort(static (one, other) => string.CompareOrdinal(one.Text, other.Text));
        return folders;
    }

    private static bool IsBelow(string folder, string path) => folder.Length == 0 || path == folder || path.StartsWith(folder + "/", StringComparison.Ordinal);

    private static string InSource(string relative) => relative.Length == 0 ? SourceDirectory : $"{SourceDirectory}/{relative}";

    /// <param name="Text">The text in go.mod.</param>
    /// <param name="InContext">The path relative to the context; null for a folder outside.</param>
    private sealed record LocalFolder(string Text, string? InContext);
}
