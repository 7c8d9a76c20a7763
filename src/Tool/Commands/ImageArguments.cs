using System.CommandLine;
using ContainerGuard.Inspection;
using ContainerGuard.Rules;
using ContainerGuard.Tool.Hosting;
using ContainerGuard.Tool.Output;

namespace ContainerGuard.Tool.Commands;

/// <summary>The arguments of the commands about images and packages: <c>inspect</c>, <c>scan</c>, <c>sbom</c> and <c>bases</c>.</summary>
internal static class ImageArguments
{
    private const string ImageForms =
        "The image: its name in a registry; 'docker-daemon:name' or 'containers-storage:name' for an image of Docker or Podman on this "
        + "machine; 'docker-archive:file', 'oci-archive:file' or 'oci:folder'.";

    public static IEnumerable<Command> Create(ToolConsole console) => [Inspect(console), Scan(console), Sbom(console), Bases(console)];

    private static Command Inspect(ToolConsole console)
    {
        var common = new CommonOptions();
        var image = new Argument<string>("image") { Description = ImageForms };
        var dockerfile = CommonOptions.Text("--dockerfile", "The Dockerfile of the image, for the lines of findings.", "file");
        var json = CommonOptions.Text("--json", "A file for the configuration, the layers and the packages.", "file");
        var sarif = CommonOptions.Text("--sarif", "A SARIF report of the findings.", "file");
        var reports = CommonOptions.Many("--report", "A report to write, by its extension or as format=path.", "[format=]path");
        var level = CommonOptions.Choice<Level>("--level", "How much is reported.", nameof(Level.Recommended));
        var command = new Command("inspect", "Check a built image.")
        {
            image, dockerfile, json, sarif, reports, level, common.Offline, common.Mirrors, common.InsecureRegistries, common.Context,
            common.LockFile,
        };
        command.SetAction(CommandLine.Guarded(console, (result, cancellationToken) => Run(
            new InspectImage
            {
                Image = result.GetValue(image)!,
                ReadFiles = "true",
                Dockerfile = result.GetValue(dockerfile) ?? "",
                Json = result.GetValue(json) ?? "",
                Sarif = result.GetValue(sarif) ?? "",
                Reports = new ReportOptions(ReportOptions.Text, result.GetValue(reports) ?? []).Items,
                Level = result.GetValue(level)!,
                Offline = result.GetValue(common.Offline),
                Mirrors = TaskHost.Items(result.GetValue(common.Mirrors) ?? [], "Registry"),
                InsecureRegistries = TaskHost.Items(result.GetValue(common.InsecureRegistries) ?? []),
            },
            result, common, console, [], cancellationToken)));
        return command;
    }

    private static Command Scan(ToolConsole console)
    {
        var common = new CommonOptions();
        var assets = CommonOptions.Text("--assets", "The project.assets.json of a restored .NET project.", "file");
        var severity = new Option<string>("--severity")
        {
            Description = "The lowest severity of a vulnerability that is an error.", DefaultValueFactory = static _ => "high",
        };
        severity.AcceptOnlyFromAmong("low", "medium", "high", "critical");
        var fresh = new Option<bool>("--fresh") { Description = "Ask the feeds instead of the locked data." };
        var image = CommonOptions.Text("--image", $"An image to scan instead of the base images of Dockerfiles. {ImageForms}", "image");
        var dockerfile = CommonOptions.Text("--dockerfile", "With --image: its Dockerfile, for the lines of findings.", "file");
        var scanner = CommonOptions.Text(
            "--scanner", "With --image: a scanner on the PATH, 'trivy' or a program with arguments that prints SARIF.", "command");
        var command = new Command("scan", "Find known vulnerabilities in the packages of a project, in base images, or in an image.")
        {
            common.Paths, common.Exclude, assets, severity, fresh, image, dockerfile, scanner, common.Offline, common.Mirrors,
            common.InsecureRegistries, common.Context, common.LockFile,
        };
        command.SetAction(CommandLine.Guarded(console, (result, cancellationToken) =>
        {
            var name = result.GetValue(image);
            if (name is null && (result.GetValue(scanner) ?? result.GetValue(dockerfile)) is not null)
            {
                var option = result.GetValue(scanner) is not null ? "--scanner" : "--dockerfile";
                throw new ToolException($"'{option}' needs an image. Add '--image' with the image to scan.");
            }

            if (name is not null && (result.GetValue(common.Paths) ?? []).Length > 0)
            {
                throw new ToolException("'--image' scans one image, and no paths. Remove the paths, or '--image'.");
            }

            IReadOnlyList<string> files = name is null ? FilesOf(result, common, console) : [];
            ScanTask task = name is null
                ? new ScanPackages { Dockerfiles = TaskHost.Items(files) }
                : new ScanImage
                {
                    Image = name,
                    Dockerfile = result.GetValue(dockerfile) ?? "",
                    Scanner = result.GetValue(scanner) ?? "",
                    Variables = console.Environment,
                };
            task.AssetsFile = result.GetValue(assets) ?? "";
            task.Threshold = result.GetValue(severity)!;
            task.Fresh = result.GetValue(fresh);
            task.Offline = result.GetValue(common.Offline);
            task.Mirrors = TaskHost.Items(result.GetValue(common.Mirrors) ?? [], "Registry");
            task.InsecureRegistries = TaskHost.Items(result.GetValue(common.InsecureRegistries) ?? []);
            task.ErrorsHold = true;
            return Run(task, result, common, console, files, cancellationToken);
        }));
        return command;
    }

    private static Command Sbom(ToolConsole console)
    {
        var common = new CommonOptions();
        var subject = new Argument<string>("subject") { Description = $"A folder with an application. Or an image. {ImageForms}" };
        var formats = new Option<string>("--sbom-format")
        {
            Description = "cyclonedx, spdx, or both with a semicolon.", DefaultValueFactory = static _ => "cyclonedx",
        };
        var output = new Option<string>("--output", "-o")
        {
            Description = "The folder of the files.", HelpName = "folder", DefaultValueFactory = static _ => ".",
        };
        var command = new Command("sbom", "Write the bill of materials of a folder or an image.")
        {
            subject, formats, output, common.Offline, common.Mirrors, common.InsecureRegistries, common.Context, common.LockFile,
        };
        command.SetAction(CommandLine.Guarded(console, (result, cancellationToken) =>
        {
            var name = result.GetValue(subject)!;
            var folder = console.FullPath(name);
            GuardTask task = Directory.Exists(folder)
                ? new WriteSbom { Sbom = result.GetValue(formats)!, Folder = folder, Name = Path.GetFileName(folder.TrimEnd('/', '\\')) }
                : new InspectImage
                {
                    Image = name,
                    ReadFiles = "true",
                    Sbom = result.GetValue(formats)!,
                    Level = nameof(Level.Minimum),
                    Offline = result.GetValue(common.Offline),
                    Mirrors = TaskHost.Items(result.GetValue(common.Mirrors) ?? [], "Registry"),
                    InsecureRegistries = TaskHost.Items(result.GetValue(common.InsecureRegistries) ?? []),
                };
            var host = new TaskHost(console, common.PlacesOf(result, console, []))
            {
                KeptFolder = console.FullPath(result.GetValue(output)!),
            };
            return host.Run(task, cancellationToken);
        }));
        return command;
    }

    private static Command Bases(ToolConsole console)
    {
        var common = new CommonOptions();
        var images = CommonOptions.Many("--image", "A base image, such as 'node:24'. Default: the base images of the "
            + "Dockerfiles.", "image");
        var json = CommonOptions.Text("--json", "A file for the result.", "file");
        var command = new Command("bases", "Compare base images with newer digests, newer tags and other variants.")
        {
            common.Paths, common.Exclude, images, json, common.Offline, common.Mirrors, common.InsecureRegistries, common.Context,
            common.LockFile,
        };
        command.SetAction(CommandLine.Guarded(console, (result, cancellationToken) =>
        {
            var named = result.GetValue(images) ?? [];
            IReadOnlyList<string> files = named.Length > 0 ? [] : FilesOf(result, common, console);
            var task = new ReportBases
            {
                Images = TaskHost.Items(named),
                Dockerfiles = TaskHost.Items(files),
                Json = result.GetValue(json),
                Offline = result.GetValue(common.Offline),
                Mirrors = TaskHost.Items(result.GetValue(common.Mirrors) ?? [], "Registry"),
                InsecureRegistries = TaskHost.Items(result.GetValue(common.InsecureRegistries) ?? []),
            };
            return Run(task, result, common, console, files, cancellationToken);
        }));
        return command;
    }

    /// <summary>The files of a command that takes an image as an option: a path that does not exist may be meant for one.</summary>
    /// <exception cref="ToolException">A path does not exist.</exception>
    private static IReadOnlyList<string> FilesOf(ParseResult result, CommonOptions common, ToolConsole console)
    {
        try
        {
            return common.FilesOf(result, console);
        }
        catch (ToolException exception) when ((result.GetValue(common.Paths) ?? []).FirstOrDefault(IsImage) is { } image)
        {
            throw new ToolException($"{exception.Message} For an image, write '--image {image}'.");
        }

        bool IsImage(string path) => !Path.Exists(console.FullPath(path)) && ImageName.TryParse(path, out _, out _);
    }

    private static int Run(
        GuardTask task, ParseResult result, CommonOptions common, ToolConsole console, IReadOnlyList<string> files,
        CancellationToken cancellationToken) =>
        new TaskHost(console, common.PlacesOf(result, console, files)).Run(task, cancellationToken);
}
