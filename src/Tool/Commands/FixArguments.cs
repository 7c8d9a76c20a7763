using System.CommandLine;
using ContainerGuard.Analysis;
using ContainerGuard.Fixes;
using ContainerGuard.Pinning;
using ContainerGuard.Rules;
using ContainerGuard.Text;
using ContainerGuard.Tool.Hosting;
using ContainerGuard.Tool.Inputs;
using ContainerGuard.Tool.Output;
using Microsoft.Build.Framework;

namespace ContainerGuard.Tool.Commands;

/// <summary>The arguments of <c>containerguard fix</c>.</summary>
internal static class FixArguments
{
    public static Command Create(ToolConsole console)
    {
        var common = new CommonOptions();
        var rules = CommonOptions.Many("--rule", "A code to fix, such as CG1016. Default: all rules.", "code");
        var level = CommonOptions.Choice<Level>("--level", "The rules whose findings are fixed.", nameof(Level.Recommended));
        var command = new Command("fix", "Edit Dockerfiles where an edit is safe. With '-', the fixed text is the standard output.")
        {
            common.Paths, common.DryRun, rules, level, common.Pinning, common.Exclude, common.Context, common.LockFile,
            common.TrustedRegistries, common.Offline, common.Mirrors, common.InsecureRegistries,
        };
        command.SetAction(CommandLine.Guarded(console, (result, cancellationToken) =>
        {
            if (result.GetValue(common.Paths) is [InputFiles.StandardInput])
            {
                var policy = new SeverityPolicy(Setting.Read<Level>(result.GetValue(level)));
                return FixStandardInput(console, Setting.Read<PinningMode>(result.GetValue(common.Pinning)), policy);
            }

            var files = common.FilesOf(result, console, withCompose: true);
            var (dockerfiles, compose) = TaskHost.Split(files, console);
            string[] codes = result.GetValue(rules) ?? [];
            using var lockFile = new LockFileOfFix(common.PlacesOf(result, console, files), result.GetValue(common.DryRun));
            var host = new TaskHost(console, lockFile.Places);
            var pinned = NeedsPins(codes, result.GetValue(common.Pinning)!)
                ? host.Run(PinTaskOf(result, common, dockerfiles, compose), cancellationToken)
                : ExitCode.Success;
            var task = new FixDockerfiles
            {
                Dockerfiles = dockerfiles,
                Compose = compose,
                DryRun = result.GetValue(common.DryRun),
                Rules = string.Join(' ', codes),
                Level = result.GetValue(level)!,
                Pinning = result.GetValue(common.Pinning)!,
                TrustedRegistries = TaskHost.Items(result.GetValue(common.TrustedRegistries) ?? []),
            };
            return Math.Max(pinned, host.Run(task, cancellationToken));
        }));
        return command;
    }

    /// <summary>An unpinned image can be fixed only once its digest is known, as in the target ContainerGuardFix.</summary>
    private static bool NeedsPins(string[] codes, string pinning) => !pinning.Equals("off", StringComparison.OrdinalIgnoreCase)
        && (codes.Length == 0 || codes.Any(static code => code.ToUpperInvariant() is "CG2003" or "CG2009"));

    private static PinImages PinTaskOf(
        ParseResult result, CommonOptions common, ITaskItem[] dockerfiles, ITaskItem[] compose) => new()
    {
        Dockerfiles = dockerfiles,
        Compose = compose,
        Adopt = true,
        DryRun = result.GetValue(common.DryRun),
        Pinning = result.GetValue(common.Pinning)!,
        Offline = result.GetValue(common.Offline),
        Mirrors = TaskHost.Items(result.GetValue(common.Mirrors) ?? [], "Registry"),
        InsecureRegistries = TaskHost.Items(result.GetValue(common.InsecureRegistries) ?? []),
    };

    /// <summary>For editors: the file is neither on the disk nor in a build context.</summary>
    private static int FixStandardInput(ToolConsole console, PinningMode pinning, SeverityPolicy policy)
    {
        using var buffer = new MemoryStream();
        using (var input = console.Input()) input.CopyTo(buffer);
        var source = SourceText.FromBytes(buffer.ToArray(), "Dockerfile");
        var facts = new FileFacts
        {
            Today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime), Pinning = pinning,
        };
        console.Out.Write(DockerfileFixer.Fix(source, facts, policy).Text.Text);
        console.Out.Flush();
        return ExitCode.Success;
    }
}
