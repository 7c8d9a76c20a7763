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

    /// <summary>
    /// The words of the process: <c>ContainerEntrypoint</c>, <c>ContainerAppCommand</c> and their arguments, the first ones first.
    /// </summary>
    public ITaskItem[] Process { get; set; } = [];

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
            { Kind: InstructionKind.Entrypoint or InstructionKind.Cmd } => OfProcess(),
            _ => null,
        };
        return place is { Line: > 0 } known
            ? finding with { File = known.Path, Start = new TextPosition(known.Line, known.Column) }
            : finding;
    }

    /// <summary>Where the project sets the process; the project without a line if the SDK does it.</summary>
    private protected SettingPlace OfProcess()
    {
        string[] types = ["ContainerEntrypoint", "ContainerAppCommand"];
        var places = Process.Take(1).SelectMany(word => types.Select(type => Places.OfItem(type, word, SdkFolder)));
        return places.FirstOrDefault(static place => place is { Line: > 0 }) ?? new SettingPlace(ProjectFile, 0, 0);
    }

    private SettingPlace? OfItem(string type, ITaskItem[] items, string name) =>
        items.LastOrDefault(item => item.ItemSpec == name) is { } item ? Places.OfItem(type, item, SdkFolder) : null;
}
