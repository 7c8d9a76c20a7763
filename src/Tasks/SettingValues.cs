using System.Globalization;
using ContainerGuard.Dockerfile;

namespace ContainerGuard;

/// <summary>The values that a property may have, where it may not have any.</summary>
internal static class SettingValues
{
    private static readonly string[] Booleans = ["true", "false"];

    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.OrdinalIgnoreCase)
    {
        ["ContainerGuardLevel"] = ["minimum", "recommended", "strict", "all"],
        ["ContainerGuardPinning"] = ["require", "prefer", "off"],
        ["ContainerGuardStack"] = ["dotnet", "node", "go", "java", "ruby", "python", "static"],
        ["ContainerGuardLayout"] = ["source", "publish"],
        ["ContainerGuardComments"] = Booleans,
        ["ContainerGuardEnabled"] = Booleans,
        ["ContainerGuardLocked"] = Booleans,
        ["ContainerGuardOffline"] = Booleans,
        ["ContainerGuardStrictLabels"] = Booleans,
        ["ContainerGuardCheckOnBuild"] = Booleans,
        ["ContainerGuardErrorsOnBuild"] = Booleans,
        ["ContainerGuardCheckOnPublish"] = Booleans,
        ["ContainerGuardGenerateOnPublish"] = Booleans,
        ["ContainerGuardFixDryRun"] = Booleans,
        ["ContainerGuardUpdateDryRun"] = Booleans,
        ["ContainerGuardBuildTool"] = ["docker", "podman", "buildah"],
        ["ContainerGuardProvenance"] = ["min", "max", "false"],
        ["ContainerGuardSbom"] = Booleans,
        ["ContainerGuardReproducible"] = Booleans,
        ["ContainerGuardBuildOnPublish"] = Booleans,
        ["ContainerGuardUpdatePolicy"] = ["digest", "patch", "minor", "major"],
    };

    private static readonly string[] Numbers = ["ContainerGuardLogLimit", "ContainerGuardUpdateMinimumAge"];

    /// <summary>What is wrong with the value and what it may be, or null when nothing is.</summary>
    /// <param name="name">The property.</param>
    /// <param name="value">Its value.</param>
    /// <param name="shown">What a person calls it, where it stands elsewhere.</param>
    public static string? Problem(string name, string value, string? shown = null)
    {
        shown ??= name;
        if (Numbers.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            return value.Length == 0 || int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out _)
                ? null
                : $"{shown} is '{value}', which is no number. Write a whole number from 0 on.";
        }

        if (name.Equals("ContainerGuardHealthcheck", StringComparison.OrdinalIgnoreCase))
        {
            return value.Length == 0 || value.StartsWith('/') ? null : $"{shown} is '{value}', which is no path of the app. Write one from the slash on: /healthz.";
        }

        if (value.Length == 0 || !Allowed.TryGetValue(name, out var values)) return null;
        if (values.Contains(value, StringComparer.OrdinalIgnoreCase)) return null;

        var nearest = Nearest.Find(value, values, ignoreCase: true);
        var hint = nearest is null ? "" : $" Did you mean '{nearest}'?";
        return $"{shown} is '{value}', which means nothing.{hint} Write one of: {string.Join(", ", values)}.";
    }
}
