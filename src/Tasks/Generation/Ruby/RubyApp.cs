using ContainerGuard.Files;
using ContainerGuard.Packages.Readers.Languages;

namespace ContainerGuard.Generation.Ruby;

/// <summary>The facts of a Ruby application, from its folder.</summary>
internal sealed class RubyApp
{
    /// <summary>The host name of the public gem server, without its domain.</summary>
    private const string PublicServer = "rubygems";

    /// <summary>Gems that build assets with Node.js.</summary>
    private static readonly string[] NodeGems = ["jsbundling-rails", "cssbundling-rails", "vite_ruby", "shakapacker"];

    private static readonly string[] AssetGems = ["propshaft", "sprockets"];

    private RubyApp()
    {
    }

    public required Gemfile Gemfile { get; init; }

    /// <summary>The lock file; null if it is missing or not valid.</summary>
    public required GemfileLock? Locked { get; init; }

    /// <summary>Whether a lock file exists, valid or not.</summary>
    public required bool HasLockFile { get; init; }

    public required RubyVersion Version { get; init; }

    public required RubyImages Images { get; init; }

    /// <summary>Whether gems are installed.</summary>
    public bool Installs => Locked is not null;

    /// <summary>The files that Bundler reads, relative to the application's folder.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>The folders with the application's own gems, including vendor/cache, relative to the application's folder.</summary>
    public required IReadOnlyList<string> Folders { get; init; }

    /// <summary>Whether all gems are in <c>vendor/cache</c>.</summary>
    public required bool IsVendored { get; init; }

    public required bool IsRails { get; init; }

    public bool HasBootsnap => IsRails && Has("bootsnap");

    public bool HasAssets => IsRails && Array.Exists(AssetGems, Has);

    /// <summary>Whether Node.js builds the assets.</summary>
    public required bool NeedsNode { get; init; }

    /// <summary>
    /// Bundler's variables for the passwords of gem servers (bundler.io/man/bundle-config.1, credentials for gem sources).
    /// </summary>
    public required IReadOnlyList<string> SecretVariables { get; init; }

    public bool Has(string gem) => Locked?.Has(gem) == true;

    /// <summary>Whether the gems have the program rackup, which was a part of rack before version 3.</summary>
    public bool HasRackup => Has("rackup") || Locked?.VersionOf("rack") is not { } rack || rack.Length == 0 || rack[0] is '1' or '2';

    /// <summary>Reads the folder.</summary>
    /// <param name="disk">The disk.</param>
    /// <param name="project">The project.</param>
    /// <param name="problem">Why the application cannot become a container, with the remedy.</param>
    public static RubyApp? Read(IFileSystem disk, AppProject project, out Problem? problem)
    {
        string? Text(string file) => disk.ReadText(Path.Combine(project.Directory, file));
        if (Text("Gemfile") is not { } text)
        {
            problem = new($"{project.Directory} has no Gemfile.", "Create it with 'bundle init'.");
            return null;
        }

        var gemfile = Gemfile.Parse(text);
        var lockText = Text("Gemfile.lock");
        var locked = lockText is null ? null : GemfileLock.Parse(lockText);
        if (RubyVersion.Of(disk, project.Directory, gemfile, locked, out problem) is not { } version) return null;

        bool IsThere(string file) => disk.FileExists(Path.Combine(project.Directory, file));
        var isVendored = locked is not null && disk.DirectoryExists(Path.Combine(project.Directory, "vendor", "cache"));
        var isRails = locked?.Has("railties") == true && IsThere("config/application.rb");

        // If the application is a gem, its gemspec has the dependencies, and reads the version from lib.
        var isGem = locked?.Folders.Contains(".") == true;
        var gemspecs = isGem ? disk.List(project.Directory).Select(static entry => entry.Name).Where(
            static name => name.EndsWith(".gemspec", StringComparison.Ordinal)) : [];
        return new RubyApp
        {
            Gemfile = gemfile,
            Locked = locked,
            HasLockFile = lockText is not null,
            Version = version,
            Images = RubyImages.For(project, version, NativeLibraries.NeedingDebian(locked).Count > 0),
            Files = ["Gemfile", "Gemfile.lock",
                .. ((string[])[gemfile.RubyFile, .. gemfile.Files]).Where(file => file.Length > 0 && IsThere(file)), .. gemspecs],
            Folders = [.. (locked?.Folders ?? []).Select(static folder => folder == "." ? "lib" : folder),
                .. isVendored ? ["vendor/cache"] : Array.Empty<string>()],
            IsVendored = isVendored,
            IsRails = isRails,
            NeedsNode = isRails && IsThere("package.json") && Array.Exists(NodeGems, locked!.Has),
            SecretVariables = locked is null || isVendored ? [] : Secrets(locked, Text(".bundle/config") ?? ""),
        };
    }

    /// <summary>
    /// Any server except the public one can require a password. A git host does if this machine's configuration has one for it.
    /// </summary>
    private static List<string> Secrets(GemfileLock locked, string configuration)
    {
        var variables = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var address in locked.Servers)
        {
            if (HostOf(address) is { } host && host.Split('.') is not [PublicServer, _]) variables.Add(Variable(host));
        }

        foreach (var address in locked.Repositories)
        {
            if (HostOf(address) is { } host && configuration.Contains($"{Variable(host)}:", StringComparison.Ordinal))
            {
                variables.Add(Variable(host));
            }
        }

        return [.. variables];
    }

    private static string? HostOf(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme.StartsWith("http", StringComparison.Ordinal) ? uri.Host : null;

    private static string Variable(string host) =>
        $"BUNDLE_{host.Replace("-", "___", StringComparison.Ordinal).Replace(".", "__", StringComparison.Ordinal).ToUpperInvariant()}";
}
