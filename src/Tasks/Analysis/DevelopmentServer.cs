namespace ContainerGuard.Analysis;

/// <summary>A server that is not for production, according to its own documentation.</summary>
/// <param name="Command">The command that starts it.</param>
/// <param name="Effect">Why it is not for production: a clause with the subject "it".</param>
/// <param name="Remedy">What to start instead: an object, with a comma after an apposition.</param>
internal sealed record DevelopmentServer(string Command, string Effect, string Remedy)
{
    /// <summary>The development server that a container starts; null when it starts another program.</summary>
    public static DevelopmentServer? Of(ContainerProcess process) => (process.Name, process.Arguments) switch
    {
        ("flask", var words) when words.Contains("run") =>
            new("flask run", "it is not designed to be secure, stable or efficient", "a WSGI server, such as gunicorn,"),
        (['p', 'y', 't', 'h', 'o', 'n', ..], var words) when words.Contains("runserver") => Django,
        ("manage.py" or "django-admin", ["runserver", ..]) => Django,
        ("uvicorn" or "gunicorn" or "hypercorn", var words) when words.Contains("--reload") =>
            new($"{process.Name} --reload", "it watches the sources, and restarts after each change", $"{process.Name} without --reload"),
        ("http.server" or "SimpleHTTPServer", _) =>
            new($"python -m {process.Name}", "it has only basic security checks", "a web server, such as nginx,"),
        ("fastapi", ["dev", ..]) => new("fastapi dev", "it watches the sources, and restarts after each change", "'fastapi run'"),
        ("php", ["artisan" or "./artisan", "serve", ..]) => Php("php artisan serve"),
        ("php", ["-S", ..]) => Php("php -S"),
        ("nodemon" or "ts-node-dev" or "webpack-dev-server", _) => Watching(process.Name!, "the built application with node"),
        ("next" or "nuxt" or "nuxi", ["dev", ..]) => Watching($"{process.Name} dev", "the built application"),
        ("ng" or "vue-cli-service" or "webpack", ["serve", ..]) => Watching($"{process.Name} serve", "a web server with the built files"),
        ("react-scripts", ["start", ..]) => Watching("react-scripts start", "a web server with the built files"),
        ("vite", [] or ["dev" or "serve" or ['-', ..], ..]) => Watching("vite", "a web server with the built files"),
        _ => null,
    };

    private static DevelopmentServer Django { get; } =
        new("manage.py runserver", "it was not tested for security or performance", "a WSGI server, such as gunicorn,");

    private static DevelopmentServer Php(string command) =>
        new(command, "it is not for public networks, and answers one request at a time", "PHP-FPM, or Apache with PHP,");

    private static DevelopmentServer Watching(string command, string remedy) =>
        new(command, "it watches the sources and builds them in the container", remedy);
}
