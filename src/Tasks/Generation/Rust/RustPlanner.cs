using ContainerGuard.Files;

namespace ContainerGuard.Generation.Rust;

/// <summary>
/// A Cargo package: one program, in an image with the C library that it was linked with, or with none for a static program.
/// </summary>
internal sealed class RustPlanner : AppPlanner
{
    /// <summary>The Debian release of the build image and of the final image, whose C library must be the same or newer.</summary>
    private const string Debian = "trixie";

    /// <summary>glibc, libgcc and OpenSSL (GoogleContainerTools/distroless, cc/README.md).</summary>
    private const string DynamicImage = "gcr.io/distroless/cc-debian13:nonroot";

    private const string StaticImage = "gcr.io/distroless/static-debian13:nonroot";

    private const string StaticFamily = "static";

    private const string SourceDirectory = "/src";

    private readonly Lazy<(CargoApp? App, Problem? Problem)> _read;

    /// <param name="app">The project.</param>
    /// <param name="files">The disk.</param>
    public RustPlanner(AppProject app, IFileSystem files)
        : base(app) => _read = new(() => CargoApp.Read(files, app));

    protected override Problem? ProblemOfManifest => _read.Value.Problem
        ?? (App.ContainerFamily is "" or StaticFamily || App.ContainerBaseImage.Length > 0 ? null
            : new(
                $"ContainerFamily '{App.ContainerFamily}' is not a variant for Rust.",
                "Leave it empty, or set it to static, or set ContainerBaseImage."));

    protected override IReadOnlyList<string> Images => [BuildImage, FinalImage];

    protected override BuildInputs Inputs => new()
    {
        Files = [],
        BuildFolders = [App.InContext("obj")],
        BuildProducts = [InRoot("target")],

        // The image has its own toolchain: with these files, rustup would download another one.
        LeftOut = LeftOut("**/rust-toolchain", "**/rust-toolchain.toml"),
    };

    protected override string Name => App.AssemblyName.Length > 0 ? App.AssemblyName : Cargo.Program;

    protected override string BuildImage => $"rust:{Cargo.Release.Tag}-{Debian}";

    protected override string FinalImage =>
        App.ContainerBaseImage.Length > 0 ? App.ContainerBaseImage : IsStatic ? StaticImage : DynamicImage;

    protected override string? VariantWithApt => null;

    private CargoApp Cargo => _read.Value.App ?? throw new InvalidOperationException(_read.Value.Problem?.Text);

    /// <summary>A static program cannot ask for names with the system's modules (NSS), so it is the project's choice.</summary>
    private bool IsStatic => Cargo.IsStatic || App.ContainerFamily == StaticFamily;

    private string Root => ContextPath.Relative(App.ContextDirectory, Cargo.Root)!;

    protected override FinalStage Final => StageOfProgram(
        IsStatic
            ? "Certificates, time zones and a user: all that a static program needs. No shell, no package manager."
            : "The C library of the build stage, certificates, time zones and a user. No shell, no package manager.",
        StageUser.Any,
        Cargo.Program);

    protected override StageHealth? Probe(HealthAddress address) => ImageTools.IsAlpine(FinalImage) ? address.Wget : null;

    protected override void WriteBuild(DockerfileWriter file)
    {
        file.Line().Comment(new BaseImage(BuildImage, Cargo.Release.Reason).Sentence);
        file.Line("# build compiles on the target's architecture, because crates can contain C code.").From(BuildImage, "build");
        file.Begin(App.BuildExtras).Line($"WORKDIR {SourceDirectory}");
        if (Root.Length == 0) file.Line("COPY . .");
        else file.Copy(CopyStep.Folder(Root, "."));
        file.End(App.BuildExtras);
        if (IsStatic)
        {
            file.Line("# A static program needs no C library at run time.").Line("ENV RUSTFLAGS=\"-C target-feature=+crt-static\"");
        }

        file.Line(
            "# The mounts keep downloads and compiled crates. touch: Cargo compares times, and the mount may be newer than these sources.");
        file.Append("RUN ");
        if (!Cargo.IsVendored)
        {
            file.Append("--mount=type=cache,id=cargo-registry,target=/usr/local/cargo/registry \\\n"
                + "    --mount=type=cache,id=cargo-git,target=/usr/local/cargo/git \\\n    ");
        }

        file.Append($"--mount=type=cache,id=cargo-target-{Id},target={SourceDirectory}/target,sharing=locked \\\n    ");
        file.AppendJoin(" && \\\n    ", Commands()).Line();
    }

    private IEnumerable<string> Commands()
    {
        var program = CommandLine.Quote(Cargo.Program);
        var namesTarget = IsStatic || Cargo.NamesTarget;
        yield return "find . -path ./target -prune -o -type f -exec touch {} +";

        // With a target, build scripts and macros, which run in this stage, are not linked statically.
        if (namesTarget) yield return "rustc -vV >/tmp/rustc && host=$(sed -n 's/^host: //p' /tmp/rustc)";
        yield return $"cargo build --release --locked -p {CommandLine.Quote(Cargo.Package)} --bin "
            + $"{program}{(namesTarget ? " --target \"$host\"" : "")}";
        yield return $"install -D target/{(namesTarget ? "\"$host\"/" : "")}release/{program} {CommandLine.Quote($"/out/{Cargo.Program}")}";
    }

    /// <summary>The program's name, as far as an id may contain it.</summary>
    private string Id =>
        string.Concat(
            Cargo.Program.Select(static character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' ? character : '-'));

    private string InRoot(string path) => Root.Length == 0 ? path : $"{GeneratedIgnoreFile.Escape(Root)}/{path}";
}
