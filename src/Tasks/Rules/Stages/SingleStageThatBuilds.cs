using ContainerGuard.Dockerfile;
using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Stages;

/// <summary>One stage builds the application and is the image that ships, with compiler, sources and package caches.</summary>
internal sealed class SingleStageThatBuilds : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG7002", "The image that ships is the one that builds", Severity.Warning);

    public override void Check(RuleContext context)
    {
        // An image without a process of its own is a tool or a base for others: its compiler may be what it is for.
        if (context.Model.Stages is not [var stage] || !StartsSomething(stage.End)) return;

        foreach (var run in context.Runs)
        {
            if (run.Instruction.Onbuild is not null || RemovesTools(run)) continue;
            foreach (var command in run.Commands)
            {
                if (Product(command) is not { } product) continue;
                context.Report(run.Locate(command),
                    $"The only stage builds {product}, so the image that ships carries compiler, sources and caches, too. Name this stage ('FROM … AS build'), begin a second one from an image made for running, and take the result over with COPY --from=build.");
                return;
            }
        }
    }

    private static bool StartsSomething(StageState state) =>
        state.Cmd.Origin == SettingOrigin.File || state.Entrypoint.Origin == SettingOrigin.File;

    /// <summary>Tools that go in the layer that brought them are not in the image.</summary>
    private static bool RemovesTools(RunScript run) => run.Commands.Any(static command => (command.Name, command.Line.SubCommand) is
        ("apk", "del") or ("apt-get" or "apt", "purge" or "remove" or "autoremove") or ("yum" or "dnf" or "microdnf", "remove" or "erase" or "autoremove"));

    private static string? Product(ShellCommand command)
    {
        var line = command.Line;
        if (line.Has("--version", "--help", "-v", "-version")) return null;
        return (command.Name, line.SubCommand) switch
        {
            ("dotnet", "publish" or "build" or "pack") => "a .NET application",
            ("go", "build" or "install") => "a Go program",
            ("cargo", "build" or "install") => "a Rust program",
            ("npm" or "pnpm" or "yarn", "run" or "run-script") when line.Operands is [{ Text: ['b', 'u', 'i', 'l', 'd', ..] }, ..] => "JavaScript bundles",
            ("yarn" or "pnpm", "build") or ("tsc" or "webpack", _) => "JavaScript bundles",
            ("ng", _) when line.Operands is [{ Text: "build" }, ..] => "JavaScript bundles",
            ("mvn" or "mvnw", _) when line.Operands.Any(static goal => goal.Text is "package" or "install" or "verify" or "compile") => "a Java application",
            ("gradle" or "gradlew", _) when line.Operands.Any(static task => IsGradleBuild(task.Text)) => "a Java application",
            ("javac", _) => "a Java application",
            ("gcc" or "g++" or "cc" or "c++" or "clang" or "rustc" or "ghc", _) when !line.Operands.IsEmpty => "a native program",
            ("make" or "ninja", _) => "a native program",
            ("cmake", _) when line.Has("--build") => "a native program",
            _ => null,
        };
    }

    private static bool IsGradleBuild(string task)
    {
        var name = task[(task.LastIndexOf(':') + 1)..];
        return name is "build" or "assemble" or "installDist" or "distTar" or "distZip" or "bootJar" or "jar" or "war" or "shadowJar";
    }
}
