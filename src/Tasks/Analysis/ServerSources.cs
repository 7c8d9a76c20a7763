using ContainerGuard.Context;
using ContainerGuard.Dockerfile;
using ContainerGuard.Files;

namespace ContainerGuard.Analysis;

/// <summary>
/// The server of a container in Node.js, Python or Go, as its sources in the build context show it: whether it listens, and whether
/// anything in them handles SIGTERM.
/// </summary>
internal sealed record ServerSources
{
    private const int MostFiles = 2_000;
    private const int MostBytes = 256 * 1024;

    /// <summary>Folders of other programs, of packages and of tests.</summary>
    private static readonly string[] Others =
        ["node_modules", "vendor", "site-packages", "venv", ".venv", ".git", "test", "tests", "__tests__", "testdata", "docs", "e2e"];

    /// <summary>Options of <c>node</c> that load other code first, or that have a value.</summary>
    private static readonly string[] OtherCode =
        ["-r", "-e", "-p", "-C", "--require", "--import", "--loader", "--experimental-loader", "--eval", "--print", "--env-file"];

    private static readonly ServerSources Node = new()
    {
        Extensions = [".js", ".mjs", ".cjs", ".ts", ".mts", ".cts", "package.json"],
        Listening = [".listen("],

        // The names of the signal, and of packages that handle it.
        Handling = ["sigterm", "graceful", "shutdown", "terminus", "lightship", "close-with-grace", "exit-hook", "signal-exit",
            "node-cleanup", "stoppable", "pm2"],
        Remedy = "Add process.on('SIGTERM', () => server.close()).",
    };

    private static readonly ServerSources Python = new()
    {
        Extensions = [".py"],
        Listening = ["serve_forever(", "start_server(", "grpc.server(", "run_simple(", "from waitress", "waitress.serve(",
            "socketio.run("],
        ListeningWith = (".run(", ["Flask(", "Dash(", "Bottle("]),

        // The names of the signal, and of servers that handle it.
        Handling = ["sigterm", "add_signal_handler", "signal.signal", "graceful", "uvicorn", "hypercorn", "gunicorn", "granian", "daphne",
            "run_app(", "sanic", "quart"],
        Remedy = "Add signal.signal(signal.SIGTERM, …) with a handler that stops the server.",
    };

    private static readonly ServerSources Go = new()
    {
        Extensions = [".go"],
        Listening = ["ListenAndServe", "net.Listen(", "grpc.NewServer("],
        ListeningWith = (".", ["gin.Default(", "gin.New(", "echo.New(", "fiber.New("]),

        // The names of the signal, and of frameworks that handle it.
        Handling = ["os/signal", "sigterm", "graceful", "signalhandler", "signalcontext", "fx.new(", "kratos", "oklog/run"],
        EndsAtOnce = true,
        Remedy = "Use signal.NotifyContext and http.Server.Shutdown.",
    };

    /// <summary>How to handle the signal: a sentence.</summary>
    public required string Remedy { get; init; }

    /// <summary>Whether the runtime ends a program on SIGTERM even as PID 1. Go does; Node.js and Python do not.</summary>
    public bool EndsAtOnce { get; private init; }

    /// <summary>The endings of the files that belong to the application.</summary>
    private string[] Extensions { get; init; } = [];

    /// <summary>Texts of a program that accepts connections.</summary>
    private string[] Listening { get; init; } = [];

    /// <summary>A text that tells it only together with another one.</summary>
    private (string Call, string[] Framework)? ListeningWith { get; init; }

    /// <summary>Texts, in lower case, of a program that handles the signal.</summary>
    private string[] Handling { get; init; } = [];

    /// <summary>The server that the container starts without a handler; null for other programs, and if the sources do not tell.</summary>
    public static ServerSources? WithoutHandler(FileAnalysis file)
    {
        if (file is not { Process: { Name: { } name } process, Facts.CertainContext: { } context }) return null;
        var (language, entries) = name switch
        {
            "node" or "nodejs" => (Node, NodeEntries(process, file)),
            "python" or "python3" => (Python, PythonEntries(process)),
            _ when IsBuiltByGo(file, name) => (Go, null),

            // python -m shop.api
            _ when !name.Contains('/') => (Python, [$"{name.Replace('.', '/')}.py", $"{name.Replace('.', '/')}/__main__.py"]),
            _ => (null, null),
        };
        if (language is null) return null;
        if (entries is not null)
        {
            var folder = file.Image!.State.WorkingDirectory.Value ?? "/";
            var entry = entries.Select(path => CopiedFile.Of(file, context, AbsolutePath.Join(folder, path), MostBytes))
                .FirstOrDefault(static text => text is not null);
            if (entry is null || !language.Listens(entry.Text) || language.Handles(entry.Text)) return null;
        }

        return language.HasNoHandler(context, needsListener: entries is null) ? language : null;
    }

    private bool HasNoHandler(BuildContext context, bool needsListener)
    {
        var whole = context.IsComplete ? context : context.Whole;
        if (!whole.IsComplete) return false;
        var (left, listens) = (MostFiles, !needsListener);
        foreach (var entry in whole.Entries)
        {
            if (entry.Kind != FileKind.File || !Array.Exists(Extensions, ending => entry.Path.EndsWith(ending, StringComparison.Ordinal))
                || entry.Path.EndsWith("_test.go", StringComparison.Ordinal)
                || entry.Path.Split('/')[..^1].Any(static folder => Array.IndexOf(Others, folder) >= 0))
            {
                continue;
            }

            // A file that is not sent or is too large may have the handler.
            if (left-- == 0) return false;
            if (whole.ReadSource(entry.Path, MostBytes)?.Text is not { } text) return false;
            if (Handles(text)) return false;
            listens |= Listens(text);
        }

        return listens;
    }

    private bool Listens(string text) =>
        Array.Exists(Listening, word => text.Contains(word, StringComparison.Ordinal))
        || (ListeningWith is { } pair && text.Contains(pair.Call, StringComparison.Ordinal)
            && Array.Exists(pair.Framework, word => text.Contains(word, StringComparison.Ordinal)));

    private bool Handles(string text) => Array.Exists(Handling, word => text.Contains(word, StringComparison.OrdinalIgnoreCase));

    /// <summary>The files that <c>node</c> may mean by its argument; empty where an option loads other code first.</summary>
    private static string[] NodeEntries(ContainerProcess process, FileAnalysis file)
    {
        foreach (var argument in process.Arguments)
        {
            var option = argument.Split('=')[0];
            if (argument.Contains('$') || Array.IndexOf(OtherCode, option) >= 0) return [];
            if (argument.StartsWith('-')) continue;
            var main = argument is "." or "./" && file.Facts.Manifests.Node?.Main is { Length: > 0 } named ? named : argument;
            return [main, main + ".js", main + "/index.js"];
        }

        return [];
    }

    private static string[] PythonEntries(ContainerProcess process)
    {
        foreach (var argument in process.Arguments)
        {
            if (argument.Contains('$') || argument is "-c" or "-W" or "-X") return [];
            if (!argument.StartsWith('-')) return [argument];
        }

        return [];
    }

    /// <summary>Whether <c>go build -o</c> made the program.</summary>
    private static bool IsBuiltByGo(FileAnalysis file, string program)
    {
        foreach (var (_, command) in file.Commands.Of("go"))
        {
            if (command.Line.SubCommand != "build") continue;
            var words = command.Arguments.Select(static argument => argument.Value ?? "").ToList();
            var at = words.IndexOf("-o");
            var output = at >= 0 ? words.ElementAtOrDefault(at + 1)
                : words.Find(static word => word.StartsWith("-o=", StringComparison.Ordinal))?[3..];
            if (output is not null && output[(output.LastIndexOf('/') + 1)..] == program) return true;
        }

        return false;
    }
}
