using System.Globalization;
using ContainerGuard.Files;

namespace ContainerGuard.Generation.Ruby;

/// <summary>The process of a Ruby application.</summary>
/// <param name="Words">The program and its arguments.</param>
/// <param name="Port">The port, if it is known.</param>
/// <param name="IsServer">Whether it is a Ruby server, which stops cleanly on SIGINT.</param>
internal sealed record RubyProcess(IReadOnlyList<string> Words, int? Port = null, bool IsServer = false)
{
    private const int RailsPort = 3000;
    private const int RackPort = 9292;
    private const int SinatraPort = 4567;

    private static readonly string[] MainFiles = ["main.rb", "app.rb", "server.rb"];

    private static readonly string[] Servers = ["puma", "rackup", "unicorn", "passenger", "falcon", "thin", "webrick"];

    private const string Unicorn = "config/unicorn.rb";

    private static readonly string[] Bundled = ["bundle", "exec"];

    /// <summary>The application's process, or why it is not known, with the remedy.</summary>
    public static (RubyProcess? Process, Problem? Problem) Find(IFileSystem disk, AppProject app, RubyApp ruby)
    {
        var given = app.ContainerPorts.FirstOrDefault(static port => port.Protocol == "tcp")?.Number;
        if (app.Process.Count > 0) return (new(app.Process, given), null);

        // The server of Rails needs options that only the command below has.
        if (Procfile.Web(disk, app.Directory, given ?? (ruby.IsRails ? RailsPort : RackPort), out _) is { Environment.Count: 0 } web
            && !(ruby.IsRails && web.Words.Any(static word => word.EndsWith("rails", StringComparison.Ordinal))))
        {
            var isServer = web.Words.Any(static word => Array.IndexOf(Servers, word) >= 0);
            var known = given ?? (web.UsesPort || isServer ? ruby.IsRails ? RailsPort : RackPort : null);
            return (new(web.Words, known, isServer), null);
        }

        bool IsThere(string file) => disk.FileExists(Path.Combine(app.Directory, file));
        if (ruby.IsRails || IsThere("config.ru"))
        {
            var port = given ?? (ruby.IsRails ? RailsPort : RackPort);
            string[] where = ["-p", $"{port}"];

            // puma reads its configuration, which usually reads the variable PORT.
            if (ruby.Has("puma")) return (Server([.. Bundled, "puma", .. IsThere("config/puma.rb") ? [] : where]), null);
            if (ruby.IsRails) return (Server(["./bin/rails", "server", "-b", "0.0.0.0", .. where, "-P", "/tmp/server.pid"]), null);
            if (RackServer(ruby, IsThere, port) is { } server) return (Server([.. Bundled, .. server]), null);
            return (null, new(
                "The application has a config.ru, but Gemfile.lock has no server for it.",
                "Run 'bundle add puma' and commit."));

            RubyProcess Server(string[] words) => new(words, port, IsServer: true);
        }

        foreach (var name in MainFiles)
        {
            if (!IsThere(name)) continue;

            // bundler/setup loads the gems, so that Ruby itself is PID 1.
            var isSinatra = ruby.Has("sinatra");
            return (new(!ruby.Installs ? ["ruby", name] : ["ruby", "-rbundler/setup", name], given
                ?? (isSinatra ? PortOfSinatra(disk.ReadText(Path.Combine(app.Directory, name)) ?? "") : null), isSinatra), null);
        }

        return (null, new(
            "The start command is not known: no config.ru, main.rb, app.rb or server.rb.",
            IsThere("Rakefile") && ruby.Has("rake")
                ? "Add <ContainerAppCommand Include=\"bundle;exec;rake\" />, or name a task after it."
                : "Add the start command: <ContainerAppCommand Include=\"ruby;-rbundler/setup;lib/shop.rb\" />."));
    }

    /// <summary>
    /// The command of the server among the gems; null without one. Each is started by its own command: since Rack 3 rackup is a gem of
    /// its own, which the others do not need.
    /// </summary>
    private static string[]? RackServer(RubyApp ruby, Func<string, bool> isThere, int port)
    {
        if (ruby.Has("unicorn"))
        {
            return ["unicorn", "-o", "0.0.0.0", "-p", $"{port}", .. isThere(Unicorn) ? ["-c", Unicorn] : Array.Empty<string>()];
        }

        if (ruby.Has("thin")) return ["thin", "start", "-a", "0.0.0.0", "-p", $"{port}"];
        if (ruby.Has("falcon")) return ["falcon", "serve", "--bind", $"http://0.0.0.0:{port}"];
        return ruby.Has("webrick") && ruby.HasRackup ? ["rackup", "-o", "0.0.0.0", "-p", $"{port}"] : null;
    }

    /// <summary>
    /// The port that the sources set (<c>set :port, 8080</c>), which counts more than the variable PORT; else Sinatra's own.
    /// </summary>
    private static int PortOfSinatra(string text)
    {
        foreach (var line in text.Split('\n'))
        {
            if (line.Trim().Split([' ', ',', '\t'], StringSplitOptions.RemoveEmptyEntries) is ["set", ":port", var number, ..]
                && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65536)
            {
                return port;
            }
        }

        return SinatraPort;
    }
}
