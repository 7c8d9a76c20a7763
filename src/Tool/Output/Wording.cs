using System.Text.RegularExpressions;

namespace ContainerGuard.Tool.Output;

/// <summary>
/// The remedies of messages name targets, properties and items of MSBuild. Without a project, the command or the option of the same name
/// does the same.
/// </summary>
internal static partial class Wording
{
    private static readonly (string Setting, string Option)[] Settings =
    [
        ("then -p:ContainerGuardOffline=true works", "then --offline works"),
        ("Set <ContainerGuardOffline>false</ContainerGuardOffline>", "Remove --offline"),
        ("Set ContainerGuardOffline to false for this command", "Remove --offline"),
        ("ContainerGuardOffline is true", "--offline is set"),
        ("ContainerGuardScanFresh needs", "--fresh needs"),
        ("to ContainerGuardTrustedRegistry", "to --trusted-registry"),
        (
            "the NuGet packages, because the project is not restored for one target framework",
            "the NuGet packages, because --assets does not name the project.assets.json of a restored project"),
        ("The project has no NuGet feed on the network. Add a feed as ContainerGuardAdvisorySource.",
            "NuGet packages are not compared with the data of a feed. Add --assets with the project.assets.json of a restored project."),
    ];

    /// <summary>The text with commands and options of the tool.</summary>
    public static string Of(string text)
    {
        if (!text.Contains("ContainerGuard", StringComparison.Ordinal) && !text.Contains("the project", StringComparison.Ordinal))
        {
            return text;
        }

        text = Target().Replace(text, static match => $"containerguard {NameOf(match.Groups[1].Value)}");
        text = Mirror().Replace(text, "Add --mirror $1=$2");
        text = WrongMirror().Replace(text, "Correct the --mirror of $1");
        text = Pinning().Replace(text, "Use --pinning $1");
        foreach (var (setting, option) in Settings) text = text.Replace(setting, option, StringComparison.Ordinal);
        return text;
    }

    private static string NameOf(string target) => target switch
    {
        "UpdateBaseline" => "check --write-baseline",
        _ => target.ToLowerInvariant(),
    };

    /// <summary>A command, with the properties that have no meaning for the tool.</summary>
    [GeneratedRegex("dotnet build -t:ContainerGuard(Fix|Pin|Update|UpdateBaseline|Outdated|Verify|Explain|Inspect|Scan)\\b"
        + "( -p:ContainerGuard(Offline|Locked)=false)*")]
    private static partial Regex Target();

    [GeneratedRegex("Add the item <ContainerGuardMirror Include=\"([^\"]+)\" Registry=\"([^\"]+)\" />")]
    private static partial Regex Mirror();

    [GeneratedRegex("Correct the ContainerGuardMirror item of (\\S+?)(?=\\.?(\\s|$))")]
    private static partial Regex WrongMirror();

    [GeneratedRegex("Set <ContainerGuardPinning>(\\w+)</ContainerGuardPinning>")]
    private static partial Regex Pinning();
}
