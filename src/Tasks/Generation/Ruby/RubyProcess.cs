using ContainerGuard.Context;

namespace ContainerGuard.Generation.Ruby;

/// <summary>What starts a Ruby application.</summary>
/// <param name="Words">The program and its arguments.</param>
/// <param name="Port">Where it serves, where that is known.</param>
/// <param name="IsServer">Whether it is one of Ruby's servers, which stop in order on SIGINT.</param>
internal sealed record RubyProcess(IReadOnlyList<string> Words, int? Port = null, bool IsServer = false)
{
    private const int RailsPort = 3000;
    private const int RackPort = 9292;
    private const int SinatraPort = 4567;

    private static readonly string[] MainFiles = ["main.rb", "app.rb", "server.rb"];

    /// <summary>What serves a <c>config.ru</c> by way of rackup.</summary>
    private static readonly string[] RackServers = ["falcon", "thin", "webrick"];

    private static readonly string[] Bundled = ["bundle", "exec"];

    /// <summary>The application's process, or why none was found, with the way out.</summary>
    public static (RubyProcess? Process, string? Obstacle) Find(IFileSystem disk, AppProject app, RubyApp ruby)
    {
        var given = app.ContainerPorts.FirstOrDefault(static port => port.Protocol == "tcp")?.Number;
        if (app.Process.Count > 0) return (new(app.Process, given), null);

        bool IsThere(string file) => disk.FileExists(Path.Combine(app.Directory, file));
        if (ruby.IsRails || IsThere("config.ru"))
        {
            var port = given ?? (ruby.IsRails ? RailsPort : RackPort);
            string[] where = ["-p", $"{port}"];

            // puma reads its own configuration, and that by custom the variable PORT.
            if (ruby.Has("puma")) return (Server([.. Bundled, "puma", .. IsThere("config/puma.rb") ? [] : where]), null);
            if (ruby.IsRails) return (Server(["./bin/rails", "server", "-b", "0.0.0.0", .. where, "-P", "/tmp/server.pid"]), null);
            if (Array.Exists(RackServers, ruby.Has)) return (Server([.. Bundled, "rackup", "-o", "0.0.0.0", .. where]), null);
            return (null, "config.ru says what is served, and no gem in Gemfile.lock serves it. Run 'bundle add puma' and commit, "
                + "or name the server, one item for each word: <ContainerAppCommand Include=\"bundle;exec;unicorn\" />.");

            RubyProcess Server(string[] words) => new(words, port, IsServer: true);
        }

        foreach (var name in MainFiles)
        {
            if (!IsThere(name)) continue;

            // Bundler's own file makes the gems known, so that nothing stands between the engine and Ruby.
            var isSinatra = ruby.Has("sinatra");
            return (new(!ruby.Installs ? ["ruby", name] : ["ruby", "-rbundler/setup", name], given ?? (isSinatra ? SinatraPort : (int?)null), isSinatra), null);
        }

        return (null, "Nothing says what starts: there is no config.ru, main.rb, app.rb or server.rb in the folder. "
            + "Name it, one item for each word: <ContainerAppCommand Include=\"bundle;exec;shop\" />.");
    }
}
