using System.Text.Json;

namespace ContainerGuard.Tests.Engine.Shapes;

/// <summary>
/// All findings of a publish: the build's log has only errors and warnings, and at the highest level nothing may be found that is worth a
/// message either.
/// </summary>
internal static class SarifFile
{
    /// <summary>Below each project's own folder, also where many are published at once.</summary>
    public const string Option = "-p:ContainerGuardSarif=obj/findings.sarif";

    /// <summary>The rules that found something in a project.</summary>
    /// <param name="projectFolder">Absolute.</param>
    public static IReadOnlyList<string> FindingsOf(string projectFolder)
    {
        using var report = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(projectFolder, "obj", "findings.sarif")));
        return [.. report.RootElement.GetProperty("runs")[0]
            .GetProperty("results").EnumerateArray().Select(static result => result.GetProperty("ruleId").GetString()!)];
    }
}
