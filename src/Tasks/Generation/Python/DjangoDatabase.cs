using ContainerGuard.Files;

namespace ContainerGuard.Generation.Python;

/// <summary>Finds out whether Django's database is a file beside the sources (docs.djangoproject.com, "DATABASES").</summary>
internal static class DjangoDatabase
{
    private const string Engine = "django.db.backends.sqlite3";

    /// <summary>Words of settings that can come from the environment of the container.</summary>
    private static readonly string[] Environment = ["environ", "getenv", "env(", "env.", "dj_database_url", "config("];

    /// <summary>
    /// The file of settings, relative to the application; null if the database is another one, or a variable can name another.
    /// </summary>
    /// <param name="disk">The disk.</param>
    /// <param name="folder">The application's folder, absolute.</param>
    public static string? FileOf(IFileSystem disk, string folder)
    {
        if (disk.ReadText(Path.Combine(folder, "manage.py")) is not { } manage
            || DjangoStaticFiles.SettingsModule(manage) is not { } module)
        {
            return null;
        }

        var file = module.Replace('.', '/') + ".py";
        if (disk.ReadText(Path.Combine(folder, file)) is not { } text) return null;
        var at = text.IndexOf("DATABASES", StringComparison.Ordinal);
        if (at < 0 || !text[at..].Contains(Engine, StringComparison.Ordinal)) return null;
        return Array.Exists(Environment, word => text[at..].Contains(word, StringComparison.Ordinal)) ? null : file;
    }
}
