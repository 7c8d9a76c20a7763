namespace ContainerGuard.Generation.Python;

/// <summary>The servers among a project's dependencies, and their commands.</summary>
/// <param name="project">The project.</param>
/// <param name="port">The port of a web server.</param>
/// <param name="streamlitPort">The port of streamlit.</param>
internal sealed class PythonServers(PythonProject project, int port, int streamlitPort)
{
    /// <summary>Whether a server of WSGI is a dependency.</summary>
    public bool HasWsgi => project.DependsOn("gunicorn") || project.DependsOn("waitress") || project.DependsOn("granian")
        || HasUwsgi;

    private bool HasUwsgi => project.DependsOn("uwsgi") || project.DependsOn("pyuwsgi");

    /// <summary>Whether a server of ASGI is a dependency.</summary>
    public bool HasAsgi => HasUvicorn || project.DependsOn("hypercorn") || project.DependsOn("daphne") || project.DependsOn("granian");

    public bool IsKnown => HasWsgi || HasAsgi;

    /// <summary>The package fastapi brings uvicorn with these extras.</summary>
    private bool HasUvicorn => project.DependsOn("uvicorn") || project.HasExtra("fastapi", "standard") || project.HasExtra("fastapi",
        "all");

    /// <summary>The process that serves an object, or why it has no server.</summary>
    public (PythonProcess? Process, Problem? Problem) Of(PythonEntry entry)
    {
        var target = $"{entry.Module}:{entry.Name}";
        return entry.Interface switch
        {
            PythonInterface.Streamlit => (Server(
                streamlitPort, "streamlit", "run", entry.Module.Replace('.', '/') + ".py", "--server.address=0.0.0.0",
                $"--server.port={streamlitPort}", "--server.headless=true", "--browser.gatherUsageStats=false"), null),
            PythonInterface.Asgi => Asgi(entry, target),
            _ => Wsgi(entry, target),
        };
    }

    private (PythonProcess? Process, Problem? Problem) Asgi(PythonEntry entry, string target)
    {
        if (HasUvicorn)
        {
            string[] factory = entry.IsFactory ? ["--factory"] : [];
            return (Server(port, ["uvicorn", "--host", "0.0.0.0", "--port", $"{port}", .. factory, target]), null);
        }

        if (project.DependsOn("hypercorn")) return (Server(port, "hypercorn", "--bind", $"0.0.0.0:{port}", Called(entry, target)), null);
        if (project.DependsOn("daphne")) return (Server(port, "daphne", "-b", "0.0.0.0", "-p", $"{port}", target), null);
        if (project.DependsOn("granian")) return (Granian("asgi", entry, target), null);
        return (null, new(
            $"The application '{target}' has no server for production.",
            "Add uvicorn to its dependencies, or start another server: "
                + $"<ContainerAppCommand Include=\"hypercorn;--bind;0.0.0.0:{port};{target}\" />."));
    }

    private (PythonProcess? Process, Problem? Problem) Wsgi(PythonEntry entry, string target)
    {
        // gunicorn's workers write heartbeat files. On a read-only file system only shared memory is writable.
        if (project.DependsOn("gunicorn"))
        {
            return (Server(port, "gunicorn", "--bind", $"0.0.0.0:{port}", "--worker-tmp-dir", "/dev/shm", Called(entry, target)), null);
        }

        if (project.DependsOn("waitress"))
        {
            string[] call = entry.IsFactory ? ["--call"] : [];
            return (Server(port, ["waitress-serve", "--host=0.0.0.0", $"--port={port}", .. call, target]), null);
        }

        if (project.DependsOn("granian")) return (Granian("wsgi", entry, target), null);

        // Without these options, SIGTERM reloads uWSGI, and it runs without an application (uwsgi-docs, "Options").
        if (HasUwsgi)
        {
            return (Server(
                port, "uwsgi", $"--http=0.0.0.0:{port}", $"--module={Called(entry, target)}", "--master", "--enable-threads", "--need-app",
                "--die-on-term"), null);
        }

        return (null, new(
            $"The application '{target}' has no server for production.",
            "Add gunicorn to its dependencies, or start another server: "
                + $"<ContainerAppCommand Include=\"waitress-serve;--port={port};{target}\" />."));
    }

    private PythonProcess Granian(string kind, PythonEntry entry, string target)
    {
        string[] factory = entry.IsFactory ? ["--factory"] : [];
        return Server(port, ["granian", "--interface", kind, "--host", "0.0.0.0", "--port", $"{port}", .. factory, target]);
    }

    private static string Called(PythonEntry entry, string target) => entry.IsFactory ? $"{target}()" : target;

    private static PythonProcess Server(int port, params string[] words) => new(words, HearsTerm: true, port);
}
