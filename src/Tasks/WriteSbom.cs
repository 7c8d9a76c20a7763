using ContainerGuard.Packages.Contents;
using ContainerGuard.Packages.Readers.DotNet;
using ContainerGuard.Packages.Sbom;
using ContainerGuard.Rules;
using Microsoft.Build.Framework;

namespace ContainerGuard;

/// <summary>Writes a bill of materials of the published output of a project.</summary>
[MSBuildMultiThreadableTask]
public sealed class WriteSbom : GuardTask
{
    /// <summary><c>ContainerGuardSbom</c>.</summary>
    [Required]
    public string Sbom { get; set; } = "";

    /// <summary><c>PublishDir</c>, relative to the project.</summary>
    [Required]
    public string Folder { get; set; } = "";

    /// <summary><c>AssemblyName</c>.</summary>
    [Required]
    public string Name { get; set; } = "";

    /// <summary><c>Version</c>.</summary>
    public string Version { get; set; } = "";

    /// <summary><c>ContainerGuardSourceDateEpoch</c>.</summary>
    public string SourceDateEpoch { get; set; } = "";

    /// <summary><c>ProjectAssetsFile</c>; empty for another stack.</summary>
    public string AssetsFile { get; set; } = "";

    /// <summary><c>TargetFramework</c>.</summary>
    public string TargetFramework { get; set; } = "";

    /// <summary><c>RuntimeIdentifier</c>.</summary>
    public string RuntimeIdentifier { get; set; } = "";

    /// <summary>Whether the runtime is published with the application.</summary>
    public bool HasRuntime { get; set; }

    private protected override void Run()
    {
        var files = new SbomFiles(Sbom, SourceDateEpoch, FullPath(CommonSettings.KeptFolder));
        if (!files.AreWanted) return;
        var found = FolderPackages.Read(FullPath(Folder), Cancellation);
        if (LogUnread(found) is { } unread) Say(SbomFiles.Lacks(unread));
        var assets = AssetsFile.Length == 0
            ? null
            : ProjectAssets.Read(FullPath(AssetsFile), TargetFramework, RuntimeIdentifier, HasRuntime);
        var problem = files.Write(
            new SbomSubject
            {
                Name = Name,
                Version = Version,
                Packages = assets?.Complete(found.Packages) ?? found.Packages,
                Time = files.Time ?? DateTimeOffset.UnixEpoch,
                ToolVersion = ToolVersion,
            },
            "app");
        if (problem is { } failed) Report(GuardCodes.CannotWriteFile, failed.Path, failed.Problem);
    }
}
