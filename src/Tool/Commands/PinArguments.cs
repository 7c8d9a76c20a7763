using System.CommandLine;
using ContainerGuard.Images;
using ContainerGuard.Tool.Hosting;
using ContainerGuard.Tool.Output;

namespace ContainerGuard.Tool.Commands;

/// <summary>The arguments of the commands about the lock file: <c>pin</c>, <c>update</c>, <c>outdated</c> and <c>verify</c>.</summary>
internal static class PinArguments
{
    public static IEnumerable<Command> Create(ToolConsole console) => [Pin(console), Update(console), Outdated(console), Verify(console)];

    private static Command Pin(ToolConsole console)
    {
        var common = new CommonOptions();
        var command = new Command("pin", "Resolve the images of Dockerfiles, and write their digests into the lock file.")
        {
            common.Paths, common.Exclude, common.Pinning,
        };
        return RunOnFiles(command, common, console, result => new PinImages
        {
            Adopt = true, Pinning = result.GetValue(common.Pinning)!,
        });
    }

    private static Command Update(ToolConsole console)
    {
        var common = new CommonOptions();
        var images = Images();
        var policy = CommonOptions.Choice<UpdatePolicy>(
            "--policy", "How far tags in Dockerfiles may move.", nameof(UpdatePolicy.Digest));
        var age = new Option<int>("--minimum-age") { Description = "The age in days that a new image must have.", HelpName = "days" };
        var command = new Command("update", "Move digests to the current images of their tags, in the lock file and in Dockerfiles.")
        {
            common.Paths, common.Exclude, images, policy, age, common.DryRun,
        };
        return RunOnFiles(command, common, console, result => new UpdateImages
        {
            Images = TaskHost.Items(result.GetValue(images) ?? []),
            Policy = result.GetValue(policy),
            MinimumAge = result.GetValue(age),
            DryRun = result.GetValue(common.DryRun),
        });
    }

    private static Command Outdated(ToolConsole console)
    {
        var common = new CommonOptions();
        var images = Images();
        var json = CommonOptions.Text("--json", "A file for the result.", "file");
        var sarif = CommonOptions.Text("--sarif", "A SARIF report of the result.", "file");
        var command = WithRegistries(
            new Command("outdated", "Report moved digests, newer tags and the end of support.") { images, json, sarif }, common);
        command.SetAction(CommandLine.Guarded(console, (result, cancellationToken) => Run(
            new ReportOutdated
            {
                Images = TaskHost.Items(result.GetValue(images) ?? []),
                Json = result.GetValue(json),
                Sarif = result.GetValue(sarif),
            },
            result, common, console, [], cancellationToken)));
        return command;
    }

    private static Command Verify(ToolConsole console)
    {
        var common = new CommonOptions();
        var images = Images();
        var command = WithRegistries(
            new Command("verify", "Compare the lock file with the registries. The exit code is 1 if an image differs from it.") { images },
            common);
        command.SetAction(CommandLine.Guarded(console, (result, cancellationToken) => Run(
            new VerifyImages { Images = TaskHost.Items(result.GetValue(images) ?? []) },
            result, common, console, [], cancellationToken)));
        return command;
    }

    private static Option<string[]> Images() =>
        CommonOptions.Many("--image", "An image of the lock file, or a repository for all of its tags. Default: all images.", "image");

    private static Command WithRegistries(Command command, CommonOptions common)
    {
        Option[] options =
            [common.Offline, common.Mirrors, common.InsecureRegistries, common.TrustedRegistries, common.Context, common.LockFile];
        foreach (var option in options) command.Options.Add(option);
        return command;
    }

    private static Command RunOnFiles(
        Command command, CommonOptions common, ToolConsole console, Func<ParseResult, PinTask> create)
    {
        WithRegistries(command, common).SetAction(CommandLine.Guarded(console, (result, cancellationToken) =>
        {
            var files = common.FilesOf(result, console, withCompose: true);
            var task = create(result);
            (task.Dockerfiles, task.Compose) = TaskHost.Split(files, console);
            return Run(task, result, common, console, files, cancellationToken);
        }));
        return command;
    }

    private static int Run(
        LockFileTask task, ParseResult result, CommonOptions common, ToolConsole console, IReadOnlyList<string> files,
        CancellationToken cancellationToken)
    {
        task.Offline = result.GetValue(common.Offline);
        task.Mirrors = TaskHost.Items(result.GetValue(common.Mirrors) ?? [], "Registry");
        task.InsecureRegistries = TaskHost.Items(result.GetValue(common.InsecureRegistries) ?? []);
        return new TaskHost(console, common.PlacesOf(result, console, files)).Run(task, cancellationToken);
    }
}
