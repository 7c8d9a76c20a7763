using ContainerGuard.Rules;
using Microsoft.Build.Framework;

namespace ContainerGuard;

/// <summary>What every task gets: the project, its paths and its lists of warnings, as the metadata of one item.</summary>
/// <param name="item">The item of the target <c>_ContainerGuardDescribeCommon</c>.</param>
internal sealed class CommonItem(ITaskItem item)
{
    /// <summary>
    /// The project, absolute. Relative paths are relative to its folder; diagnostics without another place are reported there.
    /// </summary>
    public string ProjectFile => item.ItemSpec;

    /// <summary>The folder in which the build was started, absolute; it only changes how messages write a command.</summary>
    public string StartedIn => Of(nameof(StartedIn));

    /// <summary>The build context, absolute.</summary>
    public string ContextDirectory => Of(nameof(ContextDirectory));

    /// <summary>The property or option that sets the context; empty if the context was located.</summary>
    public string ContextSetting => Of(nameof(ContextSetting));

    /// <summary>The lock file, absolute; it need not exist.</summary>
    public string LockFile => Of(nameof(LockFile));

    /// <summary>The folder below <c>obj</c> for what the next build can reuse, relative to the project.</summary>
    public string KeptFolder => Of(nameof(KeptFolder));

    /// <summary>The folder of the rules' pages.</summary>
    public string Pages => Of(nameof(Pages));

    /// <summary><c>ContainerGuardBuildTool</c>; empty for any.</summary>
    public string BuildTool => Of(nameof(BuildTool)).Trim();

    /// <summary><c>ContainerGuardBuildOption</c> items, in order.</summary>
    public string[] BuildOptions => Lines(nameof(BuildOptions));

    /// <summary><c>ContainerGuardBuildArgument</c> items with their <c>Value</c>: <c>NAME=value</c>.</summary>
    public string[] BuildArguments => Lines(nameof(BuildArguments));

    /// <summary>The names of all <c>ContainerGuardBuildArgument</c> items. Those without a value get it from the environment.</summary>
    public string[] BuildArgumentNames => Lines(nameof(BuildArgumentNames));

    /// <summary><c>ContainerGuardTrustedRegistry</c> items.</summary>
    public string[] TrustedRegistries => Lines(nameof(TrustedRegistries));

    /// <summary>The registry and the base image that the project's own properties name.</summary>
    public string[] ImagesOfProject => [Of("ContainerRegistry").Trim(), Of("ContainerBaseImage").Trim()];

    /// <summary>How severe findings are, by the lists that the compiler has, too.</summary>
    /// <param name="level"><c>ContainerGuardLevel</c>.</param>
    /// <param name="softens">Whether practices are warnings, as in a local build.</param>
    public SeverityPolicy PolicyFor(Level level, bool softens) =>
        new(level, Of("NoWarn"), Of("WarningsAsErrors"), Of("WarningsNotAsErrors"), Setting.IsTrue(Of("TreatWarningsAsErrors")), softens);

    private string[] Lines(string name) => Of(name).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private string Of(string name) => item.GetMetadata(name);
}
