using ContainerGuard.Context;

namespace ContainerGuard.Generation.Python;

/// <summary>What starts a Python application.</summary>
/// <param name="Words">The program and its arguments.</param>
/// <param name="HearsTerm">Whether it ends in order on SIGTERM: Python itself does not as process 1, its servers do.</param>
/// <param name="Port">Where it serves, where that is known.</param>
/// <param name="IsInstalled">Whether it is a command that the project's own package brings.</param>
internal sealed record PythonProcess(IReadOnlyList<string> Words, bool HearsTerm, int? Port = null, bool IsInstalled = false)
{
    private static readonly string[] MainFiles = ["main.py", "app.py", "server.py"];

    /// <summary>The application's process, or why none was found, with the way out.</summary>
    public static (PythonProcess? Process, string? Obstacle) Find(IFileSystem disk, AppProject app, PythonProject project)
    {
        if (app.Process.Count > 0) return (new PythonProcess(app.Process, HearsTerm: true), null);

        var port = 8080;
        foreach (var given in app.ContainerPorts)
        {
            if (given.Protocol != "tcp") continue;
            port = given.Number;
            break;
        }

        if (disk.ReadText(Path.Combine(app.Directory, "manage.py")) is { } manage) return Django(manage, project, port);
        foreach (var name in MainFiles)
        {
            if (disk.ReadText(Path.Combine(app.Directory, name)) is { } text) return (OfFile(name, text, project, port), null);
        }

        if (project.IsPackage)
        {
            var scripts = project.Scripts.ToList();
            var script = scripts is [var only] ? only : scripts.Find(name => name.Equals(app.Name, StringComparison.OrdinalIgnoreCase));
            if (script is not null) return (new PythonProcess([script], HearsTerm: false, IsInstalled: true), null);
        }

        return (null, "Nothing says what starts: there is no main.py, app.py, server.py or manage.py in the folder, and no single command in [project.scripts]. "
            + "Name it, one item for each word: <ContainerAppCommand Include=\"python;-m;shop\" />.");
    }

    private static (PythonProcess? Process, string? Obstacle) Django(string manage, PythonProject project, int port)
    {
        if (!project.DependsOn("gunicorn"))
        {
            return (null, "This is a Django application, and 'manage.py runserver' is made for developers alone. Add gunicorn to the project's dependencies, "
                + "or name another server, one item for each word: <ContainerAppCommand Include=\"uvicorn;shop.asgi:application\" />.");
        }

        const string Variable = "DJANGO_SETTINGS_MODULE";
        var at = manage.IndexOf(Variable, StringComparison.Ordinal);
        var quoted = at < 0 ? [] : manage[(at + Variable.Length + 1)..].Split(['"', '\'']);
        var settings = quoted.Length > 1 ? quoted[1] : "";
        var package = settings.Split('.')[0];
        return package.Length > 0
            ? (Gunicorn($"{package}.wsgi:application", port), null)
            : (null, "manage.py does not say which settings it takes (DJANGO_SETTINGS_MODULE), so nobody knows the application's name. "
                + "Name it, one item for each word: <ContainerAppCommand Include=\"gunicorn;shop.wsgi:application\" />.");
    }

    private static PythonProcess OfFile(string name, string text, PythonProject project, int port)
    {
        var module = name[..^".py".Length];
        if (project.DependsOn("gunicorn") && Variable(text, "Flask(") is { } flask) return Gunicorn($"{module}:{flask}", port);
        if (project.DependsOn("uvicorn") && (Variable(text, "FastAPI(") ?? Variable(text, "Starlette(")) is { } served)
        {
            return new PythonProcess(["uvicorn", "--host", "0.0.0.0", "--port", $"{port}", $"{module}:{served}"], HearsTerm: true, port);
        }

        return new PythonProcess(["python", name], text.Contains("SIGTERM", StringComparison.Ordinal));
    }

    /// <summary>gunicorn's workers show that they live by files, which a read-only root file system has room for in shared memory alone.</summary>
    private static PythonProcess Gunicorn(string application, int port) =>
        new(["gunicorn", "--bind", $"0.0.0.0:{port}", "--worker-tmp-dir", "/dev/shm", application], HearsTerm: true, port);

    /// <summary>The name that a line without indentation gives to what a call makes: <c>app = Flask(…</c>.</summary>
    private static string? Variable(string text, string call)
    {
        foreach (var line in text.Split('\n'))
        {
            if (line.Length == 0 || char.IsWhiteSpace(line[0]) || line[0] == '#') continue;
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || !line.AsSpan(equals + 1).TrimStart().StartsWith(call, StringComparison.Ordinal)) continue;
            var name = line[..equals].Split(':')[0].Trim();
            if (name.All(static character => char.IsAsciiLetterOrDigit(character) || character == '_')) return name;
        }

        return null;
    }
}
