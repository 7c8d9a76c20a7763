namespace ContainerGuard.Rules;

/// <summary>A server that its makers' documentation keeps out of production.</summary>
/// <param name="Command">How it is called.</param>
/// <param name="Effect">Why it has no place there: a clause.</param>
/// <param name="Remedy">What to start in its place.</param>
internal sealed record DevelopmentServer(string Command, string Effect, string Remedy)
{
    /// <summary>The one that a container starts; null when it starts another program.</summary>
    public static DevelopmentServer? Of(ContainerProcess process) => (process.Name, process.Arguments) switch
    {
        ("flask", var words) when words.Contains("run") => new("flask run", "it is neither made nor tested for other people's requests", "a WSGI server, such as gunicorn,"),
        (['p', 'y', 't', 'h', 'o', 'n', ..], var words) when words.Contains("runserver") => Django,
        ("manage.py" or "django-admin", ["runserver", ..]) => Django,
        ("uvicorn" or "gunicorn" or "hypercorn", var words) when words.Contains("--reload") => new($"{process.Name} --reload", "it watches the sources, and starts anew when one changes", $"{process.Name} without --reload"),
        ("http.server" or "SimpleHTTPServer", _) => new($"python -m {process.Name}", "it has only the simplest checks, as its documentation says", "a web server, such as nginx,"),
        ("fastapi", ["dev", ..]) => new("fastapi dev", "it watches the sources, and starts anew when one changes", "'fastapi run'"),
        ("php", ["artisan" or "./artisan", "serve", ..]) => Php("php artisan serve"),
        ("php", ["-S", ..]) => Php("php -S"),
        ("nodemon" or "ts-node-dev" or "webpack-dev-server", _) => Watching(process.Name!, "the built application with node"),
        ("next" or "nuxt" or "nuxi", ["dev", ..]) => Watching($"{process.Name} dev", "what the build has made"),
        ("ng" or "vue-cli-service" or "webpack", ["serve", ..]) => Watching($"{process.Name} serve", "a web server over what the build has made"),
        ("react-scripts", ["start", ..]) => Watching("react-scripts start", "a web server over what the build has made"),
        ("vite", [] or ["dev" or "serve" or ['-', ..], ..]) => Watching("vite", "a web server over what the build has made"),
        _ => null,
    };

    private static DevelopmentServer Django { get; } = new("manage.py runserver", "Django's makers have not audited it for safety and speed", "a WSGI server, such as gunicorn,");

    private static DevelopmentServer Php(string command) => new(command, "it answers one request after the other, and is not meant for a public network", "PHP-FPM, or Apache with PHP,");

    private static DevelopmentServer Watching(string command, string remedy) => new(command, "it watches the sources and builds them in the container", remedy);
}
