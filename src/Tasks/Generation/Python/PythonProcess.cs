using ContainerGuard.Files;

namespace ContainerGuard.Generation.Python;

/// <summary>The process of a Python application.</summary>
/// <param name="Words">The program and its arguments.</param>
/// <param name="HearsTerm">Whether it stops on SIGTERM. As process 1 Python does not, but its servers do.</param>
/// <param name="Port">The port, if it is known.</param>
/// <param name="IsInstalled">Whether it is a command of the project's own package.</param>
internal sealed record PythonProcess(IReadOnlyList<string> Words, bool HearsTerm, int? Port = null, bool IsInstalled = false)
{
    private static readonly string[] MainFiles = ["main.py", "app.py", "server.py"];

    /// <summary>The application's process, or why it is not known, with the remedy.</summary>
    public static (PythonProcess? Process, Problem? Problem) Find(IFileSystem disk, AppProject app, PythonProject project)
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

        return (null, new(
            "The start command is not known: no main.py, app.py, server.py or manage.py, and no single command in [project.scripts].",
            "Add <ContainerAppCommand Include=\"python;-m;shop\" />."));
    }

    private static (PythonProcess? Process, Problem? Problem) Django(string manage, PythonProject project, int port)
    {
        if (!project.DependsOn("gunicorn"))
        {
            return (null, new(
                "This Django application has no server for production.",
                "Add gunicorn to its dependencies, or name another server: "
                    + "<ContainerAppCommand Include=\"uvicorn;shop.asgi:application\" />."));
        }

        const string Variable = "DJANGO_SETTINGS_MODULE";
        var at = manage.IndexOf(Variable, StringComparison.Ordinal);
        var quoted = at < 0 ? [] : manage[(at + Variable.Length + 1)..].Split(['"', '\'']);
        var settings = quoted.Length > 1 ? quoted[1] : "";
        var package = settings.Split('.')[0];
        return package.Length > 0
            ? (Gunicorn($"{package}.wsgi:application", port), null)
            : (null, new(
                "manage.py does not set DJANGO_SETTINGS_MODULE, so the application's name is not known.",
                "Add <ContainerAppCommand Include=\"gunicorn;shop.wsgi:application\" />."));
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

    /// <summary>gunicorn's workers write heartbeat files. On a read-only file system only shared memory is writable.</summary>
    private static PythonProcess Gunicorn(string application, int port) =>
        new(["gunicorn", "--bind", $"0.0.0.0:{port}", "--worker-tmp-dir", "/dev/shm", application], HearsTerm: true, port);

    /// <summary>The variable at the top level to which a call is assigned: <c>app = Flask(…</c>.</summary>
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
