using ContainerGuard.Dockerfile;
using ContainerGuard.Images;
using ContainerGuard.Shell;

namespace ContainerGuard.Analysis;

/// <summary>The first command of a file's only stage that builds the application, in an image that starts something.</summary>
/// <param name="Run">The RUN.</param>
/// <param name="Command">The command.</param>
/// <param name="Product">What it builds.</param>
internal sealed record SingleStageBuild(RunScript Run, ShellCommand Command, string Product)
{
    public static SingleStageBuild? Find(FileAnalysis file)
    {
        // An image that starts nothing is a tool or a base for other images: its compiler may be intended.
        if (file.Model.Stages is not [var stage] || !StartsSomething(stage.End) || file.Process is { IsWorkplace: true }) return null;

        bool? hasCompiler = null;
        foreach (var run in file.Runs)
        {
            if (run.Instruction.Onbuild is not null || RemovesTools(run)) continue;
            bool? configures = null;
            foreach (var command in run.Commands)
            {
                if (ProductOf(command) is { } product) return new SingleStageBuild(run, command, product);

                // The content of a makefile is unknown: without a compiler it may only copy files.
                if (!IsMake(command) || !((configures ??= Configures(run)) || (hasCompiler ??= HasCompiler(file)))) continue;
                return new SingleStageBuild(run, command, $"a program with {command.Name}");
            }
        }

        return null;
    }

    /// <summary>Whether the file sets what a container of the image starts.</summary>
    public static bool StartsSomething(StageState state) => IsSomething(state.Cmd) || IsSomething(state.Entrypoint);

    /// <summary><c>ENTRYPOINT []</c> only removes the base's entrypoint.</summary>
    private static bool IsSomething(Setting<InstructionSyntax> setting) =>
        setting.Origin == SettingOrigin.File && setting.Value is null or { Command: not null } or { Arguments.IsEmpty: false };

    /// <summary>Tools that the same RUN installs and removes are not in the image.</summary>
    public static bool RemovesTools(RunScript run) =>
        run.Commands.Any(static command => PackageManagers.Find(command.Name)?.Removes(command.Line) == true);

    private static string? ProductOf(ShellCommand command) => command.Name switch
    {
        "dotnet" when command.Line.SubCommand is "publish" or "build" or "pack" => "a .NET application",
        "go" when command.Line.SubCommand is "build" or "install" => "a Go program",
        "cargo" when command.Line.SubCommand is "build" or "install" => "a Rust program",
        "npm" or "pnpm" or "yarn" when IsScriptBuild(command.Line) => "JavaScript bundles",
        "tsc" or "webpack" when !AsksForHelp(command.Line) => "JavaScript bundles",
        "ng" when command.Line.Operands is [{ Text: "build" }, ..] => "JavaScript bundles",
        "mvn" or "mvnw" when command.Line.Operands.Any(static goal => goal.Text is "package" or "install" or "verify" or "compile") =>
            "a Java application",
        "gradle" or "gradlew" when command.Line.Operands.Any(static task => IsGradleBuild(task.Text)) => "a Java application",
        "javac" when !command.Line.Operands.IsEmpty => "a Java application",
        "gcc" or "g++" or "cc" or "c++" or "clang" or "rustc" or "ghc" when !command.Line.Operands.IsEmpty => "a native program",
        "cmake" when command.Line.Has("--build") => "a native program",
        _ => null,
    };

    private static bool IsMake(ShellCommand command) => command.Name is "make" or "ninja" && !AsksForHelp(command.Line);

    private static bool Configures(RunScript run) => run.Commands.Any(static command => command.Name
        is "configure" or "config" or "Configure" or "cmake" or "cmake3" or "meson" or "qmake" or "autogen.sh" or "autoreconf" or "phpize"
            or "gcc" or "g++");

    /// <summary>Whether the image has a compiler: its base contains one, or a RUN installs one.</summary>
    private static bool HasCompiler(FileAnalysis file) =>
        (file.Image?.Base is { } reference && BuildImages.Find(reference) is not null)
        || file.Runs.Any(static run => run.Commands.Any(static command =>
            command.Install is { } install
            && install.Packages.Any(static package => package.Kind == PackageKind.Group || BuildTools.IsCompiler(package.Name))));

    private static bool AsksForHelp(CommandArguments line) => line.Has("--version", "--help", "-v");

    /// <summary><c>npm run build</c>, <c>yarn build:prod</c></summary>
    private static bool IsScriptBuild(CommandArguments line)
    {
        var script = line.SubCommand is "run" or "run-script" ? line.Operands.FirstOrDefault()?.Text : line.SubCommand;
        return script?.StartsWith("build", StringComparison.Ordinal) == true;
    }

    private static bool IsGradleBuild(string task)
    {
        var name = task[(task.LastIndexOf(':') + 1)..];
        return name is "build" or "assemble" or "installDist" or "distTar" or "distZip" or "bootJar" or "jar" or "war" or "shadowJar";
    }
}
