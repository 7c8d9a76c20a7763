using System.Text.RegularExpressions;

namespace ContainerGuard.Tool.Output;

/// <summary>
/// The remedies of messages name targets of MSBuild. Without a project, the command of the same name does the same.
/// </summary>
internal static partial class Wording
{
    /// <summary>The text with commands of the tool.</summary>
    public static string Of(string text) => text.Contains("-t:ContainerGuard", StringComparison.Ordinal)
        ? Target().Replace(text, static match => $"containerguard {NameOf(match.Groups[1].Value)}")
        : text;

    private static string NameOf(string target) => target switch
    {
        "UpdateBaseline" => "check --write-baseline",
        "UpdateAdvisories" => "scan --fresh",
        _ => target.ToLowerInvariant(),
    };

    [GeneratedRegex("dotnet build -t:ContainerGuard(Fix|Pin|Update|UpdateBaseline|Outdated|Verify|Explain|Inspect|Scan)\\b")]
    private static partial Regex Target();
}
