using System.Text;
using ContainerGuard.Context;

namespace ContainerGuard.Generation.Go;

/// <summary>A Go module: one static program, in an image that has certificates, time zones and a user, and nothing else.</summary>
internal sealed class GoPlan : AppPlan
{
    /// <summary>The oldest Go that still gets fixes (go.dev/doc/devel/release: two releases do), and the newest known. Each builds what was written for an earlier one.</summary>
    private const int OldestInSupport = 26;
    private const int Newest = 27;

    private const string RuntimeImage = "gcr.io/distroless/static-debian13:nonroot";

    /// <summary>The number of distroless images' nonroot user.</summary>
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
            if (!files.FileExists(OnDisk("go.mod"))) return $"There is no go.mod in {App.Directory}. Write one beside the project (go mod init).";
            if (programs.Value.Count == 0)
            {
                return "The module has no program: neither its folder nor one below cmd has a file of package main. Put the project file into the module that is to ship.";
            }

            if (Program is null)
            {
                var names = string.Join(", ", programs.Value.Select(static program => program.Folder));
                return $"The module has several programs ({names}), and none is called as the project is. Name one: <AssemblyName>{Path.GetFileName(programs.Value[0].Folder)}</AssemblyName>. "
                    + "A second project file beside this one, with another ContainerGuardOutput, makes an image of the next.";
            }

            if (module.Value.IsDownloading && !IsVendored && !files.FileExists(OnDisk("go.sum")))
            {
                return "go.mod requires other modules, and there is no go.sum beside it, so nobody could tell whether what a build downloads is what you tested. Run 'go mod tidy' and commit go.sum.";
            }

            foreach (var folder in LocalFolders())
            {
                if (folder.InContext is null)
                {
                    return $"go.mod replaces a module by {folder.Text}, which lies outside the build context {App.ContextDirectory}. Set ContainerGuardContext to a folder that holds both.";
                }
            }

            return base.BuildObstacle;
        }
    }

    public override IReadOnlyList<string> Images => [BuildImage, FinalImage];

    public override BuildInputs Inputs => new() { Files = Manifests(App.RelativeDirectory), LeftOut = LeftOut("**/*_test.go") };

    /// <summary>What builds it.</summary>
    private BaseImage Compiler => module.Value.Minor switch
    {
        >= OldestInSupport and var minor => new($"golang:1.{minor}", "the Go that go.mod asks for"),
        0 => new($"golang:1.{Newest}", "the newest Go, as go.mod asks for none"),
        var minor => new($"golang:1.{Newest}", $"a Go that still gets fixes: it builds what was written for 1.{minor}"),
    };

    protected override string BuildImage => Compiler.Reference;

    protected override string? VariantWithApt => null;

    protected override string FinalImage => App.ContainerBaseImage.Length > 0 ? App.ContainerBaseImage : RuntimeImage;

    private bool IsVendored => files.FileExists(OnDisk(Path.Combine("vendor", "modules.txt")));

    /// <summary>The one that there is, else the one that is called as the project is.</summary>
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
            # build compiles on the builder's own architecture, for the target's.
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
            # Without cgo the program needs no C library; -trimpath keeps this stage's paths out of it, -s -w its debugger's tables.
            RUN {Caches}    CGO_ENABLED=0 GOOS="$TARGETOS" GOARCH="$TARGETARCH" \
                go build -trimpath -ldflags="-s -w" -o {CommandLine.Quote($"/out/{name}")} {CommandLine.Quote(program.Package)}

            {(App.ContainerBaseImage.Length > 0
                ? "# The base image that ContainerBaseImage names."
                : "# Certificates, time zones and a user: all that a static program needs, without shell and package manager.")}
            # final is the image that ships, without the compiler and the sources (CG2007).

            """);
        FinalStage.AppendFrom(text, App, Pinned(FinalImage, pins));
        text.Append($"""
            # Owned by root and not writable by the app's user: a process that is taken over cannot change its own code.
            {Instruction.CopyFrom("build", "/out", directory)}
            WORKDIR {Instruction.Quote(directory)}

            """);
        FinalStage.AppendSettings(text, App, new Dictionary<string, string>(), App.ContainerPorts, FinalImage, Pinned(FinalImage, pins));
        FinalStage.AppendUser(text, App, User, App.ContainerBaseImage.Length > 0
            ? FinalStage.AnyUserReason
            : "The image's own nonroot user, as the number that Kubernetes' runAsNonRoot can verify (CG3002, CG3006).");
        FinalStage.AppendProcess(
            text,
            App.ContainerBaseImage.Length > 0 ? "" : ": the image has no shell and no HTTP client",
            App.Process.Count > 0 ? App.Process : [$"{directory}/{name}"]);
    }

    private void WriteDownload(StringBuilder text, List<LocalFolder> local)
    {
        text.Append("\n# What names the modules comes before the sources, so that an edit of a source does not download again.\n");
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

    /// <summary>go.mod and go.sum of a folder, relative to the context, as far as they are there.</summary>
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

    /// <summary>The folders that go.mod replaces modules by, in order.</summary>
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

    /// <param name="Text">As go.mod has it.</param>
    /// <param name="InContext">Relative to the context; null when it lies outside.</param>
    private sealed record LocalFolder(string Text, string? InContext);
}
