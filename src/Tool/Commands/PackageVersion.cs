using System.Reflection;

namespace ContainerGuard.Tool.Commands;

/// <summary>The version of the package, which the tool shares.</summary>
internal static class PackageVersion
{
    public static string OfTasks { get; } =
        typeof(Reports.ReportRun).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]
        ?? "0.0.0";
}
