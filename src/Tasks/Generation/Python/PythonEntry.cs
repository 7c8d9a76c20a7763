using ContainerGuard.Files;

namespace ContainerGuard.Generation.Python;

/// <summary>The kinds of objects that a server of Python serves.</summary>
internal enum PythonInterface
{
    /// <summary>WSGI: Flask, Bottle, Falcon, Dash.</summary>
    Wsgi,

    /// <summary>ASGI: FastAPI, Starlette, Litestar, Quart.</summary>
    Asgi,

    /// <summary>A script of streamlit.</summary>
    Streamlit,
}

/// <summary>The object of an application, in one of its modules.</summary>
/// <param name="Module">The module: <c>app.main</c>.</param>
/// <param name="Name">The variable, or the function that creates the object.</param>
/// <param name="Interface">Its kind.</param>
/// <param name="IsFactory">Whether it is a function.</param>
internal sealed record PythonEntry(string Module, string Name, PythonInterface Interface, bool IsFactory = false)
{
    private static readonly string[] Names = ["main", "app", "server", "api", "wsgi", "asgi", "application", "run", "streamlit_app"];

    private static readonly string[] WsgiClasses = ["Flask(", "APIFlask(", "Bottle(", "falcon.App(", "Dash(", "dash.Dash(",
        "connexion.FlaskApp("];

    private static readonly string[] AsgiClasses =
        ["FastAPI(", "Starlette(", "Litestar(", "Quart(", "fastapi.FastAPI(", "NinjaAPI(", "falcon.asgi.App(", "socketio.ASGIApp(",
            "BlackSheep("];

    private static readonly string[] Factories = ["create_app", "make_app", "get_app", "build_app", "create_application",
        "get_application"];

    /// <summary>The files that can have it: those in the folder first, then those in its packages.</summary>
    /// <param name="disk">The disk.</param>
    /// <param name="folder">The application's folder, absolute.</param>
    public static IEnumerable<(string Module, string Text)> Files(IFileSystem disk, string folder)
    {
        foreach (var name in Names)
        {
            if (disk.ReadText(Path.Combine(folder, name + ".py")) is { } text) yield return (name, text);
        }

        var packages = disk.List(folder).Where(static entry => entry.Kind == FileKind.Directory && IsName(entry.Name))
            .Select(static entry => entry.Name).Where(static name => name is not ("tests" or "test" or "docs" or "migrations" or "venv"))
            .Order(StringComparer.Ordinal).ToArray();
        foreach (var package in packages.OrderBy(static name => name is "app" or "src" ? 0 : 1))
        {
            foreach (var name in (IEnumerable<string>)[.. Names, "__init__"])
            {
                if (disk.ReadText(Path.Combine(folder, package, name + ".py")) is { } text)
                {
                    yield return (name == "__init__" ? package : $"{package}.{name}", text);
                }
            }
        }
    }

    /// <summary>The object in a module; null if it has none.</summary>
    public static PythonEntry? In(string module, string text)
    {
        if (text.Contains("import streamlit", StringComparison.Ordinal)) return new(module, "", PythonInterface.Streamlit);
        foreach (var name in AsgiClasses)
        {
            if (Variable(text, name) is { } variable) return new(module, variable, PythonInterface.Asgi);
        }

        foreach (var name in WsgiClasses)
        {
            if (Variable(text, name) is { } variable)
            {
                if (!name.EndsWith("Dash(", StringComparison.Ordinal)) return new(module, variable, PythonInterface.Wsgi);

                // A Dash object serves by its member 'server', which a server of WSGI finds only as a variable.
                if (Variable(text, $"{variable}.server") is { } server) return new(module, server, PythonInterface.Wsgi);
            }
        }

        // app = create_app(), and a function that creates the object.
        foreach (var factory in Factories)
        {
            if (Variable(text, factory + "(") is { } variable) return new(module, variable, KindOf(text));
            if (Parameters(text, factory) is { } parameters && Required(parameters) is null)
            {
                return new(module, factory, KindOf(text), IsFactory: true);
            }
        }

        if (LastPart(module) is not ("wsgi" or "asgi")) return null;
        foreach (var variable in (ReadOnlySpan<string>)["app", "application"])
        {
            if (Imports(text, variable) || Variable(text, "") == variable)
            {
                return new(module, variable, LastPart(module) == "wsgi" ? PythonInterface.Wsgi : PythonInterface.Asgi);
            }
        }

        return null;
    }

    /// <summary>Why a module with an application has no object that a server can serve; null if it has none.</summary>
    public static Problem? ProblemIn(string module, string text)
    {
        foreach (var factory in Factories)
        {
            if (Parameters(text, factory) is not { } parameters || Required(parameters) is not { } needed) continue;
            return new(
                $"The function '{factory}' in the module '{module}' needs the argument '{needed}', so no server can call it.",
                $"Give '{needed}' a default value, or set the start command: <ContainerAppCommand Include=\"gunicorn;--bind;0.0.0.0:8080;"
                    + $"{module}:{factory}('production')\" />.");
        }

        return (Variable(text, "Dash(") ?? Variable(text, "dash.Dash(")) is not { } dash ? null : new(
            $"The Dash application '{dash}' in the module '{module}' has no variable that a server of WSGI can serve.",
            $"Add the line 'server = {dash}.server' to it.");
    }

    /// <summary>The parameters of a function at the top level; null without it.</summary>
    private static string? Parameters(string text, string function)
    {
        var define = $"def {function}(";
        var at = text.StartsWith(define, StringComparison.Ordinal) ? 0 : text.IndexOf("\n" + define, StringComparison.Ordinal);
        if (at < 0) return null;
        var start = text.IndexOf('(', at) + 1;
        var depth = 1;
        for (var end = start; end < text.Length; end++)
        {
            if (text[end] is '(' or '[' or '{') depth++;
            else if (text[end] is ')' or ']' or '}' && --depth == 0) return text[start..end];
        }

        return "";
    }

    /// <summary>The first parameter without a default; null if each has one.</summary>
    private static string? Required(string parameters)
    {
        var depth = 0;
        var start = 0;
        for (var at = 0; at <= parameters.Length; at++)
        {
            var character = at < parameters.Length ? parameters[at] : ',';
            if (character is '(' or '[' or '{') depth++;
            else if (character is ')' or ']' or '}') depth--;
            if (at < parameters.Length && (character != ',' || depth > 0)) continue;
            var one = parameters[start..at].Trim();
            start = at + 1;
            if (one.Length == 0 || one[0] is '*' or '/' or '#' || one.Contains('=', StringComparison.Ordinal)) continue;
            return one.Split(':')[0].Trim();
        }

        return null;
    }

    private static string LastPart(string module) => module[(module.LastIndexOf('.') + 1)..];

    /// <summary>The kind of what a factory creates, by the classes that the module names; a factory alone is usually Flask's.</summary>
    private static PythonInterface KindOf(string text) =>
        Array.Exists(AsgiClasses, name => text.Contains(name, StringComparison.Ordinal)) ? PythonInterface.Asgi : PythonInterface.Wsgi;

    private static bool Imports(string text, string name)
    {
        foreach (var line in text.Split('\n'))
        {
            if (!line.StartsWith("from ", StringComparison.Ordinal)) continue;
            var at = line.IndexOf(" import ", StringComparison.Ordinal);
            if (at < 0) continue;
            foreach (var part in line[(at + " import ".Length)..].Split('#')[0].Split(','))
            {
                if (part.Trim() == name || part.Trim().EndsWith(" as " + name, StringComparison.Ordinal)) return true;
            }
        }

        return false;
    }

    /// <summary>The variable at the top level to which a call is assigned: <c>app = Flask(…</c>.</summary>
    private static string? Variable(string text, string call)
    {
        foreach (var line in text.Split('\n'))
        {
            if (line.Length == 0 || char.IsWhiteSpace(line[0]) || line[0] == '#') continue;
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || !line.AsSpan(equals + 1).TrimStart().StartsWith(call, StringComparison.Ordinal)) continue;
            var name = line[..equals].Split(':')[0].Trim();
            if (IsName(name)) return name;
        }

        return null;
    }

    private static bool IsName(string text) =>
        text.Length > 0 && !char.IsAsciiDigit(text[0]) && text.All(static character => char.IsAsciiLetterOrDigit(character)
            || character == '_');
}
