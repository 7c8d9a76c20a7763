using System.Globalization;
using ContainerGuard.Files;
using ContainerGuard.Shell;

namespace ContainerGuard.Generation;

/// <summary>The line <c>web:</c> of a <c>Procfile</c> (devcenter.heroku.com, "The Procfile"), which names the process of an
/// application.</summary>
/// <param name="Words">The program and its arguments, with the port in place of <c>$PORT</c>.</param>
/// <param name="Environment">The variables that it sets.</param>
/// <param name="UsesPort">Whether it listens on the port that is passed.</param>
internal sealed record Procfile(IReadOnlyList<string> Words, IReadOnlyDictionary<string, string> Environment, bool UsesPort)
{
    /// <summary>Programs that run others, and that no image of a generated Dockerfile has.</summary>
    private static readonly string[] Foreign =
        ["make", "just", "task", "invoke", "honcho", "foreman", "forego", "overmind", "docker", "docker-compose", "heroku", "sudo"];

    /// <summary>Reads the line.</summary>
    /// <param name="files">The disk.</param>
    /// <param name="folder">The application's folder, absolute.</param>
    /// <param name="port">The port of the container.</param>
    /// <param name="problem">Why the line cannot be the process, with the remedy.</param>
    /// <returns>Null without such a line.</returns>
    public static Procfile? Web(IFileSystem files, string folder, int port, out Problem? problem)
    {
        problem = null;
        if (files.ReadText(Path.Combine(folder, "Procfile")) is not { } text) return null;
        foreach (var line in text.Split('\n'))
        {
            if (!line.StartsWith("web:", StringComparison.Ordinal)) continue;
            var command = line["web:".Length..].Trim();
            var web = Of(command, port);
            if (web is not null && Array.IndexOf(Foreign, web.Words[0]) < 0) return web;
            problem = new Problem(
                $"The line 'web' of the Procfile is '{command}', which needs "
                    + $"{(web is null ? "a shell" : $"'{web.Words[0]}', and the image does not have it")}.",
                web is null && Server(command, port) is { } server
                    ? "Start only the server, and run the other commands as a step of the deployment: "
                        + $"<ContainerAppCommand Include=\"{server}\" />."
                    : "Set the start command: <ContainerAppCommand Include=\"program;argument\" />.")
            {
                Path = Path.Combine(folder, "Procfile"),
            };
            return null;
        }

        return null;
    }

    /// <summary>
    /// The last command of a line with several, as the value of an item; null if it is not a plain command. gunicorn gets an address,
    /// because without one it listens only on this machine (docs.gunicorn.org, "bind").
    /// </summary>
    private static string? Server(string command, int port)
    {
        var last = command[(Math.Max(command.LastIndexOf("&&", StringComparison.Ordinal) + 1, command.LastIndexOf(';')) + 1)..].Trim();
        if (last.Length == command.Length || Of(last, port) is not { Environment.Count: 0 } web) return null;
        if (Array.IndexOf(Foreign, web.Words[0]) >= 0 || web.Words.Any(static word => TextScan.HasAny(word, ";\"<&"))) return null;
        var binds = web.Words.Any(static word =>
            word.StartsWith("-b", StringComparison.Ordinal) || word.StartsWith("--bind", StringComparison.Ordinal));
        return string.Join(';', web.Words) + (web.Words[0] == "gunicorn" && !binds ? $";--bind;0.0.0.0:{port}" : "");
    }

    /// <summary>Reads a command line that needs no shell; null for another one.</summary>
    /// <param name="command">The command line.</param>
    /// <param name="port">The port in place of <c>$PORT</c>.</param>
    public static Procfile? Of(string command, int port)
    {
        var number = port.ToString(CultureInfo.InvariantCulture);
        var replaced = command.Replace("${PORT}", number, StringComparison.Ordinal).Replace("$PORT", number, StringComparison.Ordinal);
        for (var at = replaced.IndexOf("${PORT:-", StringComparison.Ordinal); at >= 0;
            at = replaced.IndexOf("${PORT:-", StringComparison.Ordinal))
        {
            var end = replaced.IndexOf('}', at);
            if (end < 0) return null;
            replaced = replaced[..at] + number + replaced[(end + 1)..];
        }

        var script = ShellScript.Parse(replaced);
        if (!script.IsWellFormed || script.Body.Pipelines is not [{ IsNegated: false, Join: ShellJoin.None } pipeline]) return null;
        if (pipeline.Elements is not [ShellCommand { Redirections.IsEmpty: true } only]) return null;
        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var assignment in only.Assignments)
        {
            if (assignment.Value.Value is not { } value) return null;
            environment[assignment.Name] = value;
        }

        var words = new List<string>();
        foreach (var word in only.Words)
        {
            if (word.Value is not { } value) return null;
            words.Add(value);
        }

        if (words is ["exec", ..]) words.RemoveAt(0);
        return words.Count == 0 ? null : new(words, environment, replaced != command);
    }
}
