using System.CommandLine;
using ContainerGuard.Pinning;
using ContainerGuard.Rules;
using ContainerGuard.Tool.Hosting;
using ContainerGuard.Tool.Output;

namespace ContainerGuard.Tool.Commands;

/// <summary>The arguments of <c>containerguard check</c>.</summary>
internal static class CheckArguments
{
    private const string Never = "never";

    public static Command Create(ToolConsole console)
    {
        var common = new CommonOptions();
        var level = CommonOptions.Choice<Level>("--level", "How much is reported.", nameof(Level.Recommended));
        var format = new Option<string>("--format", "-f")
        {
            Description = "The format of the standard output.", DefaultValueFactory = static _ => ReportOptions.Text,
        };
        format.AcceptOnlyFromAmong(ReportOptions.Formats);
        var reports = CommonOptions.Many("--report", "A report to write, by its extension or as format=path.", "[format=]path");
        var baseline = CommonOptions.Text(
            "--baseline", "A file of known findings. Default: containerguard.baseline.json, if it exists.", "file");
        var writesBaseline = new Option<bool>("--write-baseline") { Description = "Write the findings into the baseline." };
        var shellCheck = CommonOptions.Text("--shellcheck", "The ShellCheck for shell scripts, or 'false'. Default: the PATH.", "program");
        var failOn = new Option<string>("--fail-on")
        {
            Description = "The lowest severity that makes the exit code 1.", DefaultValueFactory = static _ => "error",
        };
        failOn.AcceptOnlyFromAmong("error", "warning", "message", Never);
        var name = new Option<string>("--stdin-name")
        {
            Description = "The path that findings in the standard input have.", HelpName = "path",
            DefaultValueFactory = static _ => "Dockerfile",
        };
        var noSuppressed = new Option<bool>("--no-suppressed") { Description = "Leave suppressed findings out of reports." };
        var command = new Command("check", "Check Dockerfiles and the images of compose files.")
        {
            common.Paths, level, common.Pinning, format, reports, failOn, common.Exclude, baseline, writesBaseline, common.Context,
            common.LockFile, common.TrustedRegistries, shellCheck, name, noSuppressed,
        };
        command.SetAction(CommandLine.Guarded(console, (result, cancellationToken) =>
        {
            if (result.GetValue(writesBaseline))
            {
                var files = common.FilesOf(result, console, withCompose: true);
                var (dockerfiles, compose) = TaskHost.Split(files, console);
                return new TaskHost(console, common.PlacesOf(result, console, files)).Run(
                    new UpdateBaseline
                    {
                        Dockerfiles = dockerfiles,
                        Compose = compose,
                        Level = result.GetValue(level)!,
                        Pinning = result.GetValue(common.Pinning)!,
                        TrustedRegistries = TaskHost.Items(result.GetValue(common.TrustedRegistries) ?? []),
                        Baseline = result.GetValue(baseline) ?? "",
                        ShellCheck = result.GetValue(shellCheck),
                    },
                    cancellationToken);
            }

            var options = new CheckOptions
            {
                Paths = result.GetValue(common.Paths) ?? [],
                Excluded = result.GetValue(common.Exclude) ?? [],
                StandardInputName = result.GetValue(name)!,
                Level = Setting.Read<Level>(result.GetValue(level)),
                Pinning = Setting.Read<PinningMode>(result.GetValue(common.Pinning)),
                Format = result.GetValue(format)!,
                Reports = result.GetValue(reports) ?? [],
                Baseline = result.GetValue(baseline),
                Context = result.GetValue(common.Context),
                LockFile = result.GetValue(common.LockFile),
                ShellCheck = result.GetValue(shellCheck),
                TrustedRegistries = result.GetValue(common.TrustedRegistries) ?? [],
                FailOn = result.GetValue(failOn) is { } lowest && lowest != Never ? Setting.Read<Severity>(lowest) : null,
                IncludesSuppressed = !result.GetValue(noSuppressed),
            };
            return new CheckCommand(options, console).Run(cancellationToken);
        }));
        return command;
    }
}
