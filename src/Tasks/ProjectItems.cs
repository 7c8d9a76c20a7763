using Microsoft.Build.Framework;

namespace ContainerGuard;

/// <summary>The items of a project that its Dockerfile and the build of its image depend on.</summary>
/// <param name="items">Items of all these types in one list, each with its type in <see cref="SettingItems.TypeName"/>.</param>
internal sealed class ProjectItems(ITaskItem[] items)
{
    /// <summary><c>ContainerPort</c> items, with <c>Type</c>.</summary>
    public ITaskItem[] Ports => Of("ContainerPort");

    /// <summary><c>ContainerEnvironmentVariable</c> items, with <c>Value</c>.</summary>
    public ITaskItem[] EnvironmentVariables => Of("ContainerEnvironmentVariable");

    /// <summary><c>ContainerLabel</c> items, with <c>Value</c>.</summary>
    public ITaskItem[] Labels => Of("ContainerLabel");

    /// <summary><c>ContainerGuardAptPackage</c> items, with <c>Version</c> and <c>Stage</c>.</summary>
    public ITaskItem[] AptPackages => Of("ContainerGuardAptPackage");

    /// <summary><c>ContainerGuardRun</c> items, with <c>Command</c> and <c>Stage</c>.</summary>
    public ITaskItem[] Commands => Of("ContainerGuardRun");

    /// <summary><c>ContainerGuardCopy</c> items, with <c>Destination</c>, <c>Owner</c> and <c>Stage</c>.</summary>
    public ITaskItem[] Copies => Of("ContainerGuardCopy");

    /// <summary><c>ContainerGuardWritable</c> items.</summary>
    public ITaskItem[] Writables => Of("ContainerGuardWritable");

    /// <summary><c>ContainerGuardFragment</c> items: files of instructions, with <c>Stage</c> and <c>At</c>.</summary>
    public ITaskItem[] Fragments => Of("ContainerGuardFragment");

    /// <summary><c>ContainerGuardBuildArgument</c> items, with <c>Value</c>.</summary>
    public ITaskItem[] BuildArguments => Of("ContainerGuardBuildArgument");

    /// <summary><c>ContainerGuardSecret</c> items, with <c>Source</c> or <c>EnvironmentVariable</c>.</summary>
    public ITaskItem[] Secrets => Of("ContainerGuardSecret");

    /// <summary><c>ContainerGuardBuildOption</c> items.</summary>
    public ITaskItem[] BuildOptions => Of("ContainerGuardBuildOption");

    private ITaskItem[] Of(string type) => [.. items.Where(item => item.GetMetadata(SettingItems.TypeName) == type)];
}
