using ContainerGuard.Analysis;
using ContainerGuard.Images;

namespace ContainerGuard.Rules.Projects;

/// <summary>A package of the application loads a native library that the final image does not have and that no RUN installs.</summary>
internal sealed class NativeLibraryMissing : Rule
{
    /// <summary>Packages and the libraries that their documentation asks for.</summary>
    private static readonly Need[] Needs =
    [
        new("SkiaSharp", "fontconfig", "libfontconfig1", "fontconfig", "SkiaSharp.NativeAssets.Linux.NoDependencies"),
        new("System.Drawing.Common", "libgdiplus", "libgdiplus", "libgdiplus", null),
        new("System.DirectoryServices.Protocols", "ldap", "libldap2", "libldap", null),
        new("DinkToPdf", "libxrender", "libxrender1", "libxrender", null),
        new("Microsoft.Data.SqlClient", "icu", "libicu-dev", "icu-libs", null, IsForGlobalization: true),
        new("System.Data.SqlClient", "icu", "libicu-dev", "icu-libs", null, IsForGlobalization: true),
    ];

    /// <summary>Packages of databases that replace SQL Server.</summary>
    private static readonly string[] OtherDatabases =
        ["Npgsql", "MySqlConnector", "MySql.Data", "Oracle.ManagedDataAccess.Core", "FirebirdSql.Data.FirebirdClient"];

    public override RuleDescriptor Descriptor { get; } =
        new("CG6023", "A package needs a native library that is not installed", Severity.Warning);

    public override void Check(FileAnalysis file, Findings findings)
    {
        if (file.App is not { Project.Restore.Value: { } restore } app
            || app.Image is not { Product: not DotNetProduct.Sdk, Image.Registry: "mcr.microsoft.com" } image
            || file.Start is not { } start || !app.IsStartedBy(start))
        {
            return;
        }

        var text = TextOfImage(file);
        foreach (var need in Needs)
        {
            if (!restore.Packages.TryGetValue(need.Package, out var version)
                || (need.Instead is { } instead && restore.Packages.ContainsKey(instead))
                || text.Contains(need.Library, StringComparison.OrdinalIgnoreCase)
                || (need.IsForGlobalization
                    ? HasOtherDatabase(restore) || !IsInvariant(app, image, file)
                    : !IsAffected(need, version, restore)))
            {
                continue;
            }

            var remedy = need.IsForGlobalization
                ? image.IsAlpine
                    ? "Install icu-libs, and set ENV DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=false."
                    : $"Use {DotNetImage.Name(image.Product, image.Version)}-noble-chiseled-extra."
                : need.Instead is not null && !image.IsAlpine ? $"Install {need.Debian}, or reference {need.Instead}."
                : $"Install {(image.IsAlpine ? need.Alpine : need.Debian)}.";
            var what = need.IsForGlobalization ? "ICU (globalization)" : need.Library;
            findings.Report(file.Image!.Stage.Root.BaseSpan,
                $"The package {need.Package} needs {what}, which '{image.Image.Familiar}' does not provide. {remedy}");
        }
    }

    /// <summary>Whether the application runs without ICU: by the project, or by the variable that these images set.</summary>
    private static bool IsInvariant(PublishedApp app, DotNetImage image, FileAnalysis file) =>
        app.Project!.InvariantGlobalization == false
        && file.Image!.State.Environment.Find("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT") is null
        && image.LacksIcu;

    /// <summary>Whether the application can use a database that replaces SQL Server, so that it need not load the package.</summary>
    private static bool HasOtherDatabase(RestoreFacts restore) => Array.Exists(OtherDatabases, restore.Packages.ContainsKey);

    /// <summary>Since version 7, System.Drawing.Common does not work on Linux at all, so its library does not help.</summary>
    private static bool IsAffected(Need need, string version, RestoreFacts restore) => need.Package switch
    {
        "SkiaSharp" => restore.Packages.ContainsKey("SkiaSharp.NativeAssets.Linux"),
        "System.Drawing.Common" when version is not (['4' or '5', '.', ..]) => false,

        // Other packages reference these without loading the library.
        _ => restore.DirectPackages.Contains(need.Package),
    };

    /// <summary>The instructions of the image that can install a library.</summary>
    private static string TextOfImage(FileAnalysis file) =>
        string.Join('\n', file.Image!.Stage.AllInstructions.Select(static instruction => instruction.ToString()));

    /// <summary>A package that needs a library.</summary>
    /// <param name="Package">The package of NuGet.</param>
    /// <param name="Library">A text that an installation of the library contains.</param>
    /// <param name="Debian">The package of Debian and Ubuntu.</param>
    /// <param name="Alpine">The package of Alpine.</param>
    /// <param name="Instead">The package of NuGet that does not need the library; null if none exists.</param>
    /// <param name="IsForGlobalization">Whether ICU is needed, which the variable for invariant globalization switches off.</param>
    private sealed record Need(
        string Package, string Library, string Debian, string Alpine, string? Instead, bool IsForGlobalization = false);
}
