using System.Globalization;
using ContainerGuard.Text;

namespace ContainerGuard.Generation.DotNet;

/// <summary>A native library that a NuGet package loads, and the packages of Ubuntu and Alpine that have it.</summary>
/// <param name="Package">The NuGet package.</param>
/// <param name="Library">The library, as a message names it.</param>
/// <param name="Ubuntu">The package of Ubuntu, with a pattern of its versions.</param>
/// <param name="Alpine">The package of Alpine, with a constraint of its versions.</param>
internal sealed record AppLibrary(string Package, string Library, string Ubuntu, string Alpine);

/// <summary>
/// The native libraries that an app loads and .NET's images do not have, known from its packages (project.assets.json). A chiseled image
/// cannot install them, so the final image becomes one that can.
/// </summary>
internal static class AppLibraries
{
    private const string SkiaSharp = "SkiaSharp";
    private const string Drawing = "System.Drawing.Common";
    private const string NoDependencies = "SkiaSharp.NativeAssets.Linux.NoDependencies";

    /// <summary>Since this version, System.Drawing.Common works on Windows only.</summary>
    private const int DrawingOnWindowsOnly = 7;

    /// <summary>Packages whose documentation asks for a library, wherever in the graph they are.</summary>
    private static readonly AppLibrary[] Anywhere =
    [
        new("SkiaSharp.NativeAssets.Linux", "fontconfig", "libfontconfig1=2.*", "fontconfig=~2"),
        new("Npgsql", "libgssapi_krb5", "libgssapi-krb5-2=1.*", "krb5-libs=~1"),
        new("Microsoft.AspNetCore.Authentication.Negotiate", "libgssapi_krb5", "libgssapi-krb5-2=1.*", "krb5-libs=~1"),
        new("DinkToPdf", "libXrender", "libxrender1=1:0.*", "libxrender=~0"),
    ];

    /// <summary>Packages that others reference without loading the library, so that only references of projects count.</summary>
    private static readonly AppLibrary[] OfProjects =
    [
        new("System.DirectoryServices.Protocols", "libldap", "libldap2=2.*", "libldap=~2"),
        new("System.DirectoryServices.AccountManagement", "libldap", "libldap2=2.*", "libldap=~2"),
        new("System.Data.Odbc", "unixODBC", "libodbc2=2.*", "unixodbc=~2"),
        new(Drawing, "libgdiplus", "libgdiplus=6.*", "libgdiplus=~6"),
    ];

    /// <summary>Packages that read the system's time zones.</summary>
    private static readonly string[] TimeZones = ["TimeZoneConverter", "Quartz", "Hangfire.Core", "Cronos"];

    /// <summary>The libraries, one for each package of the distribution.</summary>
    public static IReadOnlyList<AppLibrary> Of(DotNetProject project)
    {
        if (project.IsWindows || project.TargetFramework.Major < 8 || project.Needs.Packages is not { } packages) return [];
        return [.. Anywhere.Where(library => packages.Versions.ContainsKey(library.Package))
            .Concat(OfProjects.Where(library => packages.OfProjects.Contains(library.Package) && IsLoaded(library, packages)))
            .DistinctBy(static library => library.Ubuntu)];
    }

    /// <summary>The packages of Ubuntu, with their versions.</summary>
    public static IReadOnlyList<string> Apt(DotNetProject project, string image) => !ImageTools.HasApt(image) || IsOwn(project) ? []
        : [.. Of(project).Select(static library => library.Ubuntu)];

    /// <summary>The command that installs the packages of Alpine; empty if none is needed.</summary>
    public static IReadOnlyList<RunStep> Apk(DotNetProject project, string image)
    {
        if (!ImageTools.IsAlpine(image) || IsOwn(project) || Of(project) is not { Count: > 0 } libraries) return [];
        var names = libraries.Select(static library => $"'{library.Alpine}'");
        return [new($"apk add --no-cache {string.Join(' ', names.Order(StringComparer.Ordinal))}", Reason(libraries))];
    }

    /// <summary>The packages that need the libraries, as a clause.</summary>
    public static string Reason(IReadOnlyList<AppLibrary> libraries) =>
        WordList.And(libraries.Select(static library => $"{library.Package} loads {library.Library}"));

    /// <summary>Whether the app reads time zones, which the images without ICU do not have either.</summary>
    public static bool NeedsTimeZones(DotNetProject project) =>
        project.Needs.UsesTimeZones
        || project.ContainerEnvironmentVariables.ContainsKey("TZ")
        || Array.Exists(TimeZones, package => project.Needs.Packages?.Versions.ContainsKey(package) == true);

    /// <summary>Why no image of .NET has what the app loads, with the remedy; null if one has it.</summary>
    public static Problem? Problem(DotNetProject project, string image)
    {
        if (project.IsWindows) return null;
        if (!IsOwn(project) && project.Needs.Packages?.Versions.TryGetValue("Microsoft.Playwright", out var version) == true)
        {
            return new(
                "Microsoft.Playwright starts browsers, which .NET's images do not have.",
                $"Set ContainerBaseImage to mcr.microsoft.com/playwright/dotnet:v{version}-noble.");
        }

        if (IsOwn(project) || ImageTools.HasApt(image) || ImageTools.IsAlpine(image) || Of(project) is not [var first, ..]) return null;
        var instead = first.Package.StartsWith(SkiaSharp, StringComparison.Ordinal) ? $"reference {NoDependencies}" : "set it to alpine";
        return new(
            $"{first.Package} loads {first.Library}. {image} does not contain it, and has no package manager to install it.",
            $"Set ContainerFamily to noble, leave it empty, or {instead}.");
    }

    private static bool IsOwn(DotNetProject project) => project.ContainerBaseImage.Length > 0;

    private static bool IsLoaded(AppLibrary library, RestoredPackages packages) =>
        library.Package != Drawing
        || !packages.Versions.TryGetValue(Drawing, out var version)
        || !int.TryParse(version.Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major)
        || major < DrawingOnWindowsOnly;
}
