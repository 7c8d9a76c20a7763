using System.Reflection;
using ContainerGuard.Reports;
using ContainerGuard.Rules;
using Microsoft.Build.Framework;

namespace ContainerGuard;

/// <summary>What the tasks that run rules share: the facts around a file, the reports of what was found.</summary>
public abstract class RuleTask : GuardTask
{
    private protected RuleTask()
    {
    }

    /// <summary>The build context, absolute.</summary>
    [Required]
    public string ContextDirectory { get; set; } = "";

    /// <summary>The lock file, absolute; it need not exist.</summary>
    [Required]
    public string LockFile { get; set; } = "";

    /// <summary><c>ContainerGuardLevel</c>.</summary>
    public string Level { get; set; } = "recommended";

    /// <summary><c>ContainerGuardPinning</c>.</summary>
    public string Pinning { get; set; } = "require";

    /// <summary><c>ContainerGuardMirror</c> items, with <c>Registry</c>.</summary>
    public ITaskItem[] Mirrors { get; set; } = [];

    /// <summary>The target framework that is published; empty outside .NET.</summary>
    public string? TargetFramework { get; set; }

    /// <summary>Where to write SARIF, relative to the project; empty for nowhere.</summary>
    public string? Sarif { get; set; }

    private protected Level CheckedLevel => Setting.Read<Level>(Level);
}
