using ContainerGuard.Files;

namespace ContainerGuard.Generation.Python;

/// <summary>The process of a Python application.</summary>
/// <param name="Words">The program and its arguments.</param>
/// <param name="HearsTerm">Whether it stops on SIGTERM. As PID 1 Python does not, but its servers do.</param>
/// <param name="Port">The port, if it is known.</param>
/// <param name="IsInstalled">Whether it is a command of the project's own package.</param>
internal sealed record PythonProcess(IReadOnlyList<string> Words, bool HearsTerm, int? Port = null, bool IsInstalled = false)
{
    private const int DefaultPort = 8080;

    private const int StreamlitPort = 8501;

    private static readonly string[] MainFiles = ["main.py", "app.py", "server.py"];

    /// <summary>Servers that stop on SIGTERM.</summary>
    private static readonly string[] Servers =
        ["gunicorn", "uvicorn", "hypercorn", "daphne", "waitress-serve", "granian", "uwsgi", "streamlit", "celery", "fastapi"];

    /// <summary>Variables of the process.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>Django's folder of collected static files, relative to the application; null if there is nothing to collect.</summary>
    public DjangoStaticFiles? StaticFiles { get; init; }

    /// <summary>The application's process, or why it is not known, with the remedy.</summary>
    public static (PythonProcess? Process, Problem? Problem) Find(IFileSystem disk, AppProject app, PythonProject project)
    {
        var manage = disk.ReadText(Path.Combine(app.Directory, "manage.py"));

        // Other tools have a manage.py, too: Flask-Script, FlaskGroup.
        if (manage?.Contains("django", StringComparison.OrdinalIgnoreCase) == false) manage = null;
        var collected = manage is null ? null : DjangoStaticFiles.Of(disk, app.Directory, manage);
        if (app.Process.Count > 0) return (new PythonProcess(app.Process, HearsTerm: true) { StaticFiles = collected }, null);

        var given = app.ContainerPorts.FirstOrDefault(static port => port.Protocol == "tcp")?.Number;
        var port = given ?? DefaultPort;
        if (Procfile.Web(disk, app.Directory, port, out var problem) is { } web)
        {
            if (Development(web.Words) is { } development)
            {
                return (null, new(
                    $"The line 'web' of the Procfile runs '{development}', which is for development.",
                    "Add gunicorn or uvicorn to the dependencies, and start it in this line."));
            }

            return (OfLine(disk, app, web, port, given) with { StaticFiles = collected }, null);
        }

        if (problem is not null) return (null, problem);
        var modules = new PythonModules(disk, app.Directory);
        if (manage is not null)
        {
            var (django, obstacle) = Django(manage, project, port, modules, disk, app);
            return (django is null ? null : django with { StaticFiles = collected }, obstacle);
        }

        if (project.DependsOn("django") && modules.OnlyPackageWith("manage.py") is { } below)
        {
            return (null, new(
                $"manage.py is in the folder '{below}', below the project.",
                "Move the project file and the requirements there, or set the start command: "
                    + $"<ContainerAppCommand Include=\"gunicorn;--chdir;{below};--bind;0.0.0.0:{port};"
                    + $"{SettingsIn(disk, app, below)}.wsgi\" />."));
        }

        var servers = new PythonServers(project, port, given ?? StreamlitPort);
        if (Named(disk, app, project) is { } entry) return servers.Of(entry);
        Problem? incomplete = null;
        foreach (var (module, text) in PythonEntry.Files(disk, app.Directory))
        {
            if (PythonEntry.In(module, text) is { } found) return servers.Of(found);
            incomplete ??= PythonEntry.ProblemIn(module, text);
        }

        if (incomplete is not null) return (null, incomplete);

        foreach (var name in MainFiles)
        {
            if (disk.ReadText(Path.Combine(app.Directory, name)) is { } text)
            {
                return (new PythonProcess(["python", name], text.Contains("SIGTERM", StringComparison.Ordinal)), null);
            }
        }

        if (project.IsPackage)
        {
            var scripts = project.Scripts.ToList();
            var script = scripts is [var only] ? only : scripts.Find(name => name.Equals(app.Name, StringComparison.OrdinalIgnoreCase));
            if (script is not null) return (new PythonProcess([script], HearsTerm: false, IsInstalled: true), null);
        }

        return (null, new(
            "The start command is not known: no main.py, app.py, server.py or manage.py, and no single command in [project.scripts].",
            $"Add <ContainerAppCommand Include=\"{modules.Command(project.IsPackage ? [.. project.Scripts] : [])}\" />."));
    }

    /// <summary>
    /// The process of a Procfile. Its variable PORT is the contract of the file; without it gunicorn listens only on this machine
    /// (docs.gunicorn.org, "bind").
    /// </summary>
    private static PythonProcess OfLine(IFileSystem disk, AppProject app, Procfile web, int port, int? given)
    {
        var environment = new Dictionary<string, string>(web.Environment, StringComparer.Ordinal);
        var isNumber = environment.TryGetValue("PORT", out var own) & int.TryParse(own, out var named);
        if (!web.UsesPort) environment.TryAdd("PORT", $"{port}");
        var isGunicorn = web.Words.Any(static word => NameOf(word) == "gunicorn");
        var binds = web.Words.Any(static word => word.StartsWith("-b", StringComparison.Ordinal)
            || word.StartsWith("--bind", StringComparison.Ordinal));
        var listens = web.UsesPort ? port : isGunicorn && !binds ? isNumber ? named : port : given;
        var hears = web.Words.Any(static word => Array.IndexOf(Servers, NameOf(word)) >= 0)
            || web.Words.Any(word => word.EndsWith(".py", StringComparison.Ordinal)
                && disk.ReadText(Path.Combine(app.Directory, word))?.Contains("SIGTERM", StringComparison.Ordinal) == true);
        return new(web.Words, hears, listens) { Environment = environment };
    }

    private static string NameOf(string word) => word[(word.LastIndexOf('/') + 1)..];

    /// <summary>A server for development; null for any other command.</summary>
    private static string? Development(IReadOnlyList<string> words) => words switch
    {
        ["python" or "python3", "manage.py", "runserver", ..] => "manage.py runserver",
        ["flask", ..] when words.Contains("run") => "flask run",
        ["fastapi", "dev", ..] => "fastapi dev",
        _ when words.Contains("--reload") => $"{words[0]} --reload",
        _ => null,
    };

    /// <summary>The object that a setting names: FastAPI's in pyproject.toml, Flask's in .flaskenv.</summary>
    private static PythonEntry? Named(IFileSystem disk, AppProject app, PythonProject project)
    {
        if (project.FastApiEntry?.Split(':') is [var module, var name]) return new(module, name, PythonInterface.Asgi);
        foreach (var line in (disk.ReadText(Path.Combine(app.Directory, ".flaskenv")) ?? "").Split('\n'))
        {
            if (!line.TrimStart().StartsWith("FLASK_APP", StringComparison.Ordinal)
                || line.IndexOf('=') is not (> 0 and var equals))
            {
                continue;
            }

            var parts = line[(equals + 1)..].Trim().Trim('"', '\'').Split(':');
            var file = parts[0].EndsWith(".py", StringComparison.Ordinal) ? parts[0][..^3] : parts[0];
            var flask = file.Replace('/', '.');
            if (parts.Length > 1)
            {
                return new(flask, parts[1].Split('(')[0], PythonInterface.Wsgi, IsFactory: parts[1].StartsWith("create",
                    StringComparison.Ordinal));
            }

            var path = flask.Replace('.', '/');
            var text = disk.ReadText(Path.Combine(app.Directory, path + ".py")) ?? disk.ReadText(Path.Combine(app.Directory, path,
                "__init__.py"));
            return (text is null ? null : PythonEntry.In(flask, text)) ?? new(flask, "app", PythonInterface.Wsgi);
        }

        return null;
    }

    /// <summary>The package with the settings of a manage.py.</summary>
    private static string SettingsIn(IFileSystem disk, AppProject app, string folder) =>
        DjangoStaticFiles.SettingsModule(disk.ReadText(Path.Combine(app.Directory, folder, "manage.py")) ?? "")?.Split('.')[0]
            ?? PythonModules.Unknown;

    private static (PythonProcess? Process, Problem? Problem) Django(
        string manage, PythonProject project, int port, PythonModules modules, IFileSystem disk, AppProject app)
    {
        var set = (DjangoStaticFiles.SettingsModule(manage) ?? "").Split('.')[0];
        var package = set.Length > 0 ? set
            : modules.OnlyPackageWith("wsgi.py") ?? modules.OnlyPackageWith("asgi.py") ?? PythonModules.Unknown;
        var servers = new PythonServers(project, port, port);
        var isBeside = set.Length == 0 || disk.DirectoryExists(Path.Combine(app.Directory, package));
        var folder =
            isBeside ? "" : modules.OnlyPackageWith($"{package}/wsgi.py") ?? modules.OnlyPackageWith($"{package}/asgi.py") ?? "";
        var isAsync = !servers.HasWsgi
            && (disk.FileExists(Path.Combine(app.Directory, folder, package, "asgi.py")) || servers.HasAsgi);
        var (process, problem) = servers.Of(new(
            isAsync ? $"{package}.asgi" : $"{package}.wsgi", "application", isAsync ? PythonInterface.Asgi : PythonInterface.Wsgi));
        if (process is not null && set.Length == 0)
        {
            return (null, new(
                "manage.py does not set DJANGO_SETTINGS_MODULE, so the application's name is not known.",
                $"Add <ContainerAppCommand Include=\"{string.Join(';', process.Words)}\" />."));
        }

        // manage.py adds the folder to sys.path. The server does not run manage.py.
        if (process is not null && folder.Length > 0)
        {
            process = process with
            {
                Environment = new Dictionary<string, string> { ["PYTHONPATH"] = $"{FinalStage.Directory(app)}/{folder}" },
            };
        }

        return problem is null ? (process, null) : (null, new(
            "This Django application has no server for production.",
            $"Add gunicorn to its dependencies, or start another server: "
                + $"<ContainerAppCommand Include=\"uvicorn;--host;0.0.0.0;--port;{port};{package}.asgi:application\" />."));
    }
}
