using System.Text.RegularExpressions;

namespace ContainerGuard.Packages.Readers.DotNet;

/// <summary>
/// The shared frameworks of .NET, which are NuGet packages in vulnerability data: <c>Microsoft.NETCore.App.Runtime.linux-x64</c>.
/// </summary>
internal static partial class SharedFrameworks
{
    /// <summary>The variables of .NET's images, and the frameworks whose versions they are.</summary>
    private static readonly (string Variable, string Framework)[] Variables =
        [("DOTNET_VERSION", "Microsoft.NETCore.App"), ("ASPNET_VERSION", "Microsoft.AspNetCore.App")];

    /// <summary>Whether a NuGet package is a runtime pack.</summary>
    public static bool IsRuntime(string name) => name.StartsWith("Microsoft.", StringComparison.OrdinalIgnoreCase)
        && (name.Contains(".App.Runtime.", StringComparison.OrdinalIgnoreCase)
            || name.Contains(".ILCompiler.", StringComparison.OrdinalIgnoreCase));

    /// <summary>The frameworks that the environment of an image names.</summary>
    /// <param name="environment">Reads a variable; null if it is not set.</param>
    /// <param name="runtimeIdentifier">The runtime identifier of the image: <c>linux-musl-x64</c>.</param>
    public static IEnumerable<Package> OfEnvironment(Func<string, string?> environment, string runtimeIdentifier)
    {
        foreach (var (variable, framework) in Variables)
        {
            if (environment(variable) is { } version && VersionForm().IsMatch(version))
            {
                yield return Of(framework, version, runtimeIdentifier);
            }
        }
    }

    /// <summary>
    /// The framework of a folder <c>shared/Microsoft.NETCore.App/10.0.12</c>; null for another path.
    /// </summary>
    /// <param name="path">A file in the folder, relative to the root.</param>
    /// <param name="runtimeIdentifier">The runtime identifier of the image.</param>
    public static Package? OfFolder(string path, string runtimeIdentifier)
    {
        var match = FolderForm().Match(path);
        return match.Success ? Of(match.Groups[1].Value, match.Groups[2].Value, runtimeIdentifier) with { Path = path } : null;
    }

    /// <summary>The runtime identifier of an image.</summary>
    /// <param name="os">The system in the configuration: <c>linux</c>.</param>
    /// <param name="architecture">The architecture in the configuration: <c>amd64</c>.</param>
    /// <param name="usesMusl">Whether its C library is musl.</param>
    public static string RuntimeIdentifier(string os, string architecture, bool usesMusl)
    {
        var processor = architecture switch
        {
            "amd64" => "x64",
            "386" => "x86",
            _ => architecture,
        };
        return os == "windows" ? $"win-{processor}" : usesMusl ? $"linux-musl-{processor}" : $"linux-{processor}";
    }

    private static Package Of(string framework, string version, string runtimeIdentifier) => new()
    {
        Type = PackageType.NuGet,
        Name = $"{framework}.Runtime.{runtimeIdentifier}",
        Version = version,
        Role = PackageRole.Runtime,
    };

    /// <summary>The libraries that every version of these frameworks has.</summary>
    [GeneratedRegex(
        @"(?:^|/)shared/(Microsoft\.(?:NETCore|AspNetCore|WindowsDesktop)\.App)/([0-9]+\.[0-9]+\.[0-9]+[0-9A-Za-z.+-]*)/"
            + @"(?:System\.Private\.CoreLib|Microsoft\.AspNetCore|PresentationCore)\.dll\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex FolderForm();

    [GeneratedRegex(@"^[0-9]+\.[0-9]+\.[0-9]+[0-9A-Za-z.+-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex VersionForm();
}
