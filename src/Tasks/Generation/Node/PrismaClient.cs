using System.Globalization;
using System.Text.RegularExpressions;
using ContainerGuard.Analysis;
using ContainerGuard.Files;

namespace ContainerGuard.Generation.Node;

/// <summary>
/// Prisma's client, which its command line generates from a schema (prisma.io/docs, "Generating Prisma Client"). With the command line
/// among
/// the development packages, an install for the final image does not generate it.
/// </summary>
/// <param name="Schema">The option that names the schema, for a place that the command line does not search; empty for none.</param>
/// <param name="IsInPackages">Whether the client is in node_modules, and not in the sources.</param>
/// <param name="HasEngine">Whether the client loads a native library that needs OpenSSL.</param>
internal sealed partial record PrismaClient(string Schema, bool IsInPackages, bool HasEngine)
{
    /// <summary>The major version whose client needs no native library.</summary>
    private const int FirstWithoutEngine = 7;

    /// <summary>The files of settings, which the command line runs.</summary>
    private static readonly string[] Settings =
        ["prisma.config.ts", "prisma.config.mts", "prisma.config.js", "prisma.config.mjs", ".config/prisma.ts", ".config/prisma.js"];

    /// <summary>
    /// The variables without which the settings cannot be read, although generating the client uses no database (prisma.io/docs,
    /// "Prisma Config", <c>env</c>).
    /// </summary>
    public IReadOnlyList<string> Variables { get; init; } = [];

    /// <summary>Values for <see cref="Variables"/>, to write before a command of the build.</summary>
    public string Placeholders => string.Concat(Variables.Select(static name => $"{name}=postgresql://not-used-by-the-build "));

    /// <summary>The arguments of the command line.</summary>
    public string Command => $"prisma generate{Schema}";

    /// <param name="files">The disk.</param>
    /// <param name="folder">The application's folder, absolute.</param>
    /// <param name="manifest">Its package.json.</param>
    /// <returns>Null without Prisma, or if its packages generate the client by themselves in the final image.</returns>
    public static PrismaClient? Of(IFileSystem files, string folder, PackageJson manifest)
    {
        if (!manifest.DevDependencies.TryGetValue("prisma", out var version) && !manifest.Dependencies.TryGetValue("prisma",
            out version))
        {
            return null;
        }

        if (!manifest.Dependencies.ContainsKey("@prisma/client")) return null;
        if (PathOf(files, folder, manifest) is not { } path) return null;
        var schema = files.ReadText(Path.Combine(folder, path)) ?? files.ReadText(Path.Combine(folder, path, "schema.prisma")) ?? "";
        var major = version.TrimStart('^', '~', '>', '=', ' ').Split('.')[0];
        return new(
            manifest.PrismaSchema.Length > 0 || path != "prisma/schema" ? "" : " --schema prisma/schema",
            IsInPackages: !WritesToSources(schema),
            HasEngine: !int.TryParse(major, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                || number < FirstWithoutEngine)
        {
            Variables =
            [
                .. Settings.Select(name => files.ReadText(Path.Combine(folder, name))).OfType<string>()
                    .SelectMany(static text => Variable().Matches(text)).Select(static match => match.Groups[1].Value).Distinct(),
            ],
        };
    }

    /// <summary>A variable that Prisma requires: its function <c>env</c>, unlike <c>process.env</c>, throws without it.</summary>
    [GeneratedRegex("""(?<![\w.])env(?:<\w+>)?\(\s*['"`]([A-Za-z_]\w*)['"`]""")]
    private static partial Regex Variable();

    /// <summary>The file or folder of the schema, relative to the package; null without one.</summary>
    public static string? PathOf(IFileSystem files, string folder, PackageJson manifest) =>
        manifest.PrismaSchema.Length > 0 ? manifest.PrismaSchema
            : files.FileExists(Path.Combine(folder, "prisma", "schema.prisma")) ? "prisma/schema.prisma"
            : files.FileExists(Path.Combine(folder, "schema.prisma")) ? "schema.prisma"
            : files.DirectoryExists(Path.Combine(folder, "prisma", "schema")) ? "prisma/schema"
            : null;

    /// <summary>The path that the command line needs: the folder <c>prisma</c> as a whole, which also has parts of the schema.</summary>
    public static string? PlaceOf(IFileSystem files, string folder, PackageJson manifest) =>
        PathOf(files, folder, manifest) is { } path && path.StartsWith("prisma/", StringComparison.Ordinal)
            ? "prisma"
            : PathOf(files, folder, manifest);

    /// <summary>Whether the generator has an output folder that is not in node_modules.</summary>
    private static bool WritesToSources(string schema)
    {
        var isInGenerator = false;
        foreach (var rawLine in schema.Split('\n'))
        {
            var line = rawLine.Trim();
            if (line.StartsWith("generator ", StringComparison.Ordinal))
            {
                isInGenerator = true;
            }
            else if (line == "}")
            {
                isInGenerator = false;
            }
            else if (isInGenerator && line.StartsWith("output", StringComparison.Ordinal) && line.Contains('=', StringComparison.Ordinal))
            {
                return !line.Contains("node_modules", StringComparison.Ordinal);
            }
        }

        return false;
    }
}
