using ContainerGuard.Rules;

namespace ContainerGuard.Generation.DotNet;

/// <summary>What a container of the app does not do, although its image can be built. Each problem names the line to add.</summary>
internal static class RunProblems
{
    private static readonly string[] AddressVariables = ["URLS", "Urls", "urls", "Kestrel__"];

    /// <summary>The problems, which are warnings.</summary>
    public static IReadOnlyList<Problem> Of(DotNetProject project)
    {
        var problems = new List<Problem>();
        if (project.IgnoresStopSignal)
        {
            problems.Add(new(
                "The app does not handle SIGTERM as PID 1, so 'docker stop' kills it after 10 seconds.",
                "Use Microsoft.Extensions.Hosting, or begin Main with "
                    + "'using var stop = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => Environment.Exit(0));'.")
            {
                Rule = Code("CG6022"),
            });
        }

        if (project.Needs.LocalAddress is { } address && !IsOverridden(project))
        {
            problems.Add(new(
                $"{address.File} makes Kestrel listen on {address.Url}, so only processes in the same container can connect to it.",
                "Write '*' for its host, or remove the address: the image sets ASPNETCORE_HTTP_PORTS.")
            {
                Rule = Code("CG6020"),
            });
        }

        if (project.Needs.Database is var (file, path) && project.FinalExtras.Writable.Count == 0 && !project.IsWindows)
        {
            problems.Add(new(
                $"The database '{path}' of {file} is in a folder that belongs to root, so the app cannot write to it.",
                "Add <ContainerGuardWritable Include=\"/data\" />, and set the connection string by a variable: "
                    + "ConnectionStrings__Default=Data Source=/data/app.db.")
            {
                Rule = GuardCodes.ImageUncertain,
            });
        }

        if (project.Needs.MissingFile is { } missing && project.FinalExtras.IsEmpty)
        {
            problems.Add(new(
                $"{missing.Source} reads '{missing.Path}', but the published app does not contain this file.",
                missing.IsOutside
                    ? $"Add <Content Include=\"{missing.Path}\" Link=\"{Path.GetFileName(missing.Path)}\" "
                        + $"CopyToOutputDirectory=\"PreserveNewest\" />, and read '{Path.GetFileName(missing.Path)}'."
                    : $"Add <None Update=\"{missing.Path}\" CopyToOutputDirectory=\"PreserveNewest\" /> to the project.")
            {
                Rule = GuardCodes.ImageUncertain,
            });
        }

        if (Missing(project) is var (package, program))
        {
            problems.Add(new(
                $"The package {package} starts {program}, which .NET's images do not have.",
                "Set ContainerBaseImage to an image with it, set ContainerFamily to noble and add a ContainerGuardAptPackage, "
                    + "or connect to another container.")
            {
                Rule = GuardCodes.ImageUncertain,
            });
        }

        if (OtherPort(project) is { } port)
        {
            problems.Add(new(
                $"ContainerPort is {project.ContainerPorts[0]}, but appsettings.json makes Kestrel listen on {port}.",
                $"Write <ContainerPort Include=\"{port}\" Type=\"tcp\" />, or remove the address from appsettings.json.")
            {
                Rule = Code("CG6019"),
            });
        }

        return problems;
    }

    /// <summary>Packages that start a program of the system.</summary>
    private static readonly (string Package, string Program)[] Starters =
    [
        ("PuppeteerSharp", "a browser"), ("Selenium.WebDriver", "a browser"), ("Rotativa.AspNetCore", "wkhtmltopdf"),
        ("Wkhtmltopdf.NetCore", "wkhtmltopdf"), ("FFMpegCore", "ffmpeg"), ("Xabe.FFmpeg", "ffmpeg"),
    ];

    /// <summary>The first of them that a project references, unless the project chose an image or adds packages; else null.</summary>
    private static (string Package, string Program)? Missing(DotNetProject project) =>
        project.ContainerBaseImage.Length > 0 || !project.FinalExtras.IsEmpty || project.Needs.Packages is not { } packages ? null
        : Starters.Where(one => packages.OfProjects.Contains(one.Package)).Select(static one => ((string, string)?)one).FirstOrDefault();

    /// <summary>A port of the settings files that the project does not expose; null if it exposes one, or a variable decides.</summary>
    private static int? OtherPort(DotNetProject project) =>
        project.ContainerPorts.Count > 0 && project.Needs.Ports is [var first, ..]
            && !project.ContainerPorts.Any(port => project.Needs.Ports.Contains(port.Number))
            && !IsOverridden(project)
            ? first
            : null;

    private static bool IsOverridden(DotNetProject project) => project.ContainerEnvironmentVariables.Keys.Any(
        static name => Array.Exists(AddressVariables, one => name.StartsWith(one, StringComparison.Ordinal)));

    private static RuleDescriptor Code(string id) => RuleCatalogue.Descriptors.First(rule => rule.Id == id);
}
