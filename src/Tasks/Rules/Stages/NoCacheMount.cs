using ContainerGuard.Analysis;
using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Stages;

/// <summary>The packages of the application are downloaded again in every build that changes one of them.</summary>
internal sealed class NoCacheMount : Rule
{
    public override RuleDescriptor Descriptor { get; } =
        new("CG7030", "A package download has no cache mount", Severity.Message)
        {
            Aliases = ["tally:prefer-package-cache-mounts", "tally:js/node-gyp-cache-mounts", "tally:ruby/prefer-bundler-cache-mount"],
            IsRecommended = false,
        };

    private static readonly string[] Managers =
        ["npm", "yarn", "pnpm", "bun", "pip", "uv", "poetry", "dotnet", "go", "cargo", "bundle", "composer"];

    public override void Check(FileAnalysis file, Findings findings)
    {
        foreach (var (run, command) in file.Commands.Of(Managers))
        {
            if (TargetSystem.IsWindows(run.Stage) || FolderOf(command) is not { } folder
                || command.Line.Has("--no-cache-dir", "--no-cache")
                || command.Line.Has("--local", "--offline", "-g", "--global") || command.Line.MayHaveMoreOptions
                || run.Instruction.Flags.Any(static flag => flag.Value?.Contains("cache", StringComparison.Ordinal) == true))
            {
                continue;
            }

            findings.Report(run.Locate(command),
                $"Each build downloads the packages again. Add RUN --mount=type=cache,target={folder}.");
        }
    }

    /// <summary>The folder in which a program keeps what it has downloaded; null if the command downloads nothing.</summary>
    private static string? FolderOf(ShellCommand command) => (command.Name, command.Line.SubCommand) switch
    {
        ("npm", "ci" or "install" or "i") => "/root/.npm",
        ("yarn", "install" or null) => "/usr/local/share/.cache/yarn",
        ("pnpm", "install" or "i") => "/root/.local/share/pnpm/store",
        ("pip" or "pip3", "install") => "/root/.cache/pip",
        ("dotnet", "restore") => "/root/.nuget/packages",
        ("go", "build" or "install" or "mod") => "/go/pkg/mod",
        ("cargo", "build" or "install" or "fetch") => "/usr/local/cargo/registry",
        ("bundle", "install") => "/usr/local/bundle/cache",
        ("composer", "install") => "/root/.composer/cache",
        ("uv", "sync") => "/root/.cache/uv",
        ("uv", "pip" or "tool" or "python") when command.Line.Operands is [{ Text: "install" or "sync" }, ..] => "/root/.cache/uv",
        ("bun", "install" or "i" or "ci") => "/root/.bun/install/cache",
        ("poetry", "install" or "sync") => "/root/.cache/pypoetry",
        _ => null,
    };
}
