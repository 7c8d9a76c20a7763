using ContainerGuard.Analysis;
using ContainerGuard.Shell;

namespace ContainerGuard.Rules.Packages;

/// <summary>The cache of pip remains in the image.</summary>
internal sealed class PipCacheLeft : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG5071", "pip install runs without --no-cache-dir", Severity.Warning)
    {
        Aliases = ["hadolint:DL3042", "kics:Pip install Keeping Cached Packages"],
    };

    private const string Variable = "PIP_NO_CACHE_DIR";
    private const string Folder = "/root/.cache/pip";

    public override void Check(FileAnalysis file, Findings findings)
    {
        if (file.Commands.InstallsOf("pip").Count == 0) return;

        foreach (var run in file.Runs)
        {
            bool? isClean = null;
            foreach (var command in run.Commands)
            {
                if (command.Install is not { Manager: "pip" } || command.Line.MayHaveMoreOptions
                    || command.Line.Has("--no-cache-dir", "--no-cache", "--cache-dir") || IsOff(run, command))
                {
                    continue;
                }

                if (isClean ??= run.IsMounted(Folder) || run.Commands.Any(Removes)) break;

                findings.Report(run.Locate(command),
                    $"'{command.Name} install' leaves its cache in the image. Use '{command.Name} install --no-cache-dir'.",
                    file.Image?.Includes(run.Stage) == true ? null : Severity.Message,
                    fix: Edits.InsertOption(run, command.Line.SubCommandWord!, "--no-cache-dir"));
            }
        }
    }

    /// <summary>Whether the variable disables the cache: any value except those that mean false.</summary>
    private static bool IsOff(RunScript run, ShellCommand command)
    {
        var value = run.AssignedTo(Variable, command)?.Text ?? run.State.Find(Variable)?.Value;
        return value is not (null or "" or "0" or "no" or "off" or "false");
    }

    private static bool Removes(ShellCommand command) =>
        command.Name == "rm" && command.Arguments.Any(static word => word.Text.Contains(".cache", StringComparison.Ordinal))
        || (command is { Line.SubCommand: "cache", Line.Operands: [{ Value: "purge" }, ..] }
            && command.Name!.StartsWith("pip", StringComparison.Ordinal));
}
