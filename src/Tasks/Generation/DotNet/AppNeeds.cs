using ContainerGuard.Analysis;
using ContainerGuard.Files;

namespace ContainerGuard.Generation.DotNet;

/// <summary>What the files of a project tell about the running app: its packages, its signals, its ports.</summary>
internal sealed record AppNeeds
{
    public static readonly AppNeeds None = new();

    /// <summary>The restored packages; null if the project was not restored.</summary>
    public RestoredPackages? Packages { get; init; }

    /// <summary>Whether the app handles the signal that stops a container; null if that is not known.</summary>
    public bool? HandlesSignals { get; init; }

    /// <summary>Whether the sources look up time zones by name.</summary>
    public bool UsesTimeZones { get; init; }

    /// <summary>The ports in appsettings.json, which override every other setting of the image.</summary>
    public IReadOnlyList<int> Ports { get; init; } = [];

    /// <summary>The address in appsettings.json if all are for this machine only; else null.</summary>
    public KestrelAddress? LocalAddress { get; init; }

    /// <summary>A database beside the assemblies: the settings file, and the path in it; null without one.</summary>
    public (string File, string Path)? Database { get; init; }

    /// <summary>A file that the sources read by a path of the project's folder, and that the published app does not have; null without
    /// one.</summary>
    public RuntimeFile? MissingFile { get; init; }

    /// <param name="files">The disk.</param>
    /// <param name="project">The project.</param>
    /// <param name="intermediateFolder">The folder with the output of restore, absolute.</param>
    public static AppNeeds Read(IFileSystem files, DotNetProject project, string intermediateFolder)
    {
        var folder = Path.GetDirectoryName(project.ProjectPath)!;
        var packages = RestoredPackages.Read(files, Path.Combine(intermediateFolder, "project.assets.json"));
        var folders = new Lazy<IReadOnlyList<string>>(
            () => [.. RestoreGraph.Read(files, project.ProjectPath, intermediateFolder).Projects
                .Select(static path => Path.GetDirectoryName(path)!)]);
        (KestrelAddress Address, ListenAddress Listen)[] addresses =
            project.IsWeb ? [.. KestrelSettings.In(files, folder, KestrelSettings.Production).SelectMany(Parse)] : [];
        var reachable = addresses.Where(static one => !one.Listen.IsLocal).ToList();
        return new()
        {
            Packages = packages,
            HandlesSignals = project.IsWeb || project.TargetFramework.Major < 10 || packages is null ? null
                : SignalHandlers.AreIn(packages.Versions.Keys) || SourceWords.AreIn(files, folders.Value, SourceWords.OfSignals) != false,
            UsesTimeZones = project.InvariantGlobalization && SourceWords.AreIn(files, folders.Value, SourceWords.OfTimeZones) == true,
            Ports = [.. reachable.Select(static one => one.Listen.Port).Distinct()],
            MissingFile = RuntimeFile.MissingFrom(files, project),
            Database = DatabaseSettings.FileOf(files, folder, packages),
            LocalAddress = reachable.Count == 0 && addresses is [var local, ..] ? local.Address : null,
        };
    }

    private static IEnumerable<(KestrelAddress Address, ListenAddress Listen)> Parse(KestrelAddress address) =>
        ListenAddress.In(address.Url) is { } parsed ? parsed.Select(one => (address, one)) : [];
}
