using System.Text.RegularExpressions;
using ContainerGuard.Files;

namespace ContainerGuard.Generation.DotNet;

/// <summary>Finds a database in a file among the connection strings of a project's settings files.</summary>
internal static partial class DatabaseSettings
{
    /// <summary>Packages of databases in files.</summary>
    private static readonly string[] Packages =
        ["Microsoft.Data.Sqlite", "Microsoft.Data.Sqlite.Core", "System.Data.SQLite", "System.Data.SQLite.Core", "sqlite-net-pcl",
            "LiteDB"];

    /// <summary>The settings file and the path in it, relative to the application; null without one.</summary>
    /// <param name="files">The disk.</param>
    /// <param name="folder">The folder of the project, absolute.</param>
    /// <param name="packages">The restored packages.</param>
    public static (string File, string Path)? FileOf(IFileSystem files, string folder, RestoredPackages? packages)
    {
        if (packages is null || !Array.Exists(Packages, packages.Versions.ContainsKey)) return null;
        foreach (var name in (ReadOnlySpan<string>)["appsettings.Production.json", "appsettings.json"])
        {
            if (files.ReadText(Path.Combine(folder, name)) is { } text && Source().Match(text) is { Success: true } match)
            {
                return (name, match.Groups["path"].Value);
            }
        }

        return null;
    }

    /// <summary>A relative path with the ending of a database (learn.microsoft.com, "Microsoft.Data.Sqlite, connection strings").</summary>
    [GeneratedRegex("""(Data ?Source|Filename)\s*=\s*(?<path>[^/\\:;"|{$][^:;"|{$]*\.(db3?|sqlite3?))\s*[;"]""", RegexOptions.IgnoreCase)]
    private static partial Regex Source();
}
