using ContainerGuard.Dockerfile;
using ContainerGuard.Rules;
using ContainerGuard.Text;
using Microsoft.Build.Framework;

namespace ContainerGuard;

/// <summary>A task about an image of the SDK's PublishContainer, which properties and items describe instead of a Dockerfile.</summary>
public abstract class ContainerTask : RuleTask
{
    /// <summary><c>ContainerUser</c>; empty for the user of the base image.</summary>
    public string User { get; set; } = "";

    /// <summary><c>ContainerEnvironmentVariable</c> items, with <c>Value</c>.</summary>
    public ITaskItem[] EnvironmentVariables { get; set; } = [];

    /// <summary><c>ContainerLabel</c> items, with <c>Value</c>.</summary>
    public ITaskItem[] Labels { get; set; } = [];

    /// <summary>The folder of the SDK. Items that it defines are not the project's.</summary>
    public string SdkFolder { get; set; } = "";

    private protected ContainerPlaces Places => field ??= new ContainerPlaces(ProjectFile, GlobalProperties);

    /// <summary>A finding in a published image at the line that sets its subject; without a line, at the project.</summary>
    /// <param name="finding">The finding, without a place in a Dockerfile.</param>
    /// <param name="baseImage"><c>ContainerBaseImage</c> as written, without the digest of the lock file.</param>
    private protected Diagnostic AtItsSetting(Diagnostic finding, string baseImage)
    {
        SettingPlace? place = finding.Image?.Setting switch
        {
            { Kind: InstructionKind.From } => Places.OfProperty("ContainerBaseImage", baseImage),
            { Kind: InstructionKind.User } => Places.OfProperty("ContainerUser", User),
            { Kind: InstructionKind.Env, Name: var name } => OfItem("ContainerEnvironmentVariable", EnvironmentVariables, name),
            { Kind: InstructionKind.Label, Name: var name } => OfItem("ContainerLabel", Labels, name),
            _ => null,
        };
        return place is { Line: > 0 } known
            ? finding with { File = known.Path, Start = new TextPosition(known.Line, known.Column) }
            : finding;
    }

    private SettingPlace? OfItem(string type, ITaskItem[] items, string name) =>
        items.LastOrDefault(item => item.ItemSpec == name) is { } item ? Places.OfItem(type, item, SdkFolder) : null;
}
