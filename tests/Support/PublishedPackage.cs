using System.Security.Cryptography;
using System.Text;

namespace ContainerGuard.Tests.Support;

/// <summary>
/// The package as a person gets it: packed from this working copy by <c>dotnet pack</c> into a feed of its own, once for a state of
/// the sources however many test assemblies ask. Use it as an assembly fixture; it is also where throwaway projects come from.
/// </summary>
public sealed class PublishedPackage : IAsyncLifetime
{
    private static readonly string[] Inputs =
        ["src", "build", "docs", "README.md", "LICENSE", "THIRD-PARTY-NOTICES.txt", "Directory.Build.props", "Directory.Packages.props"];

    private readonly string _home = Path.Combine(Path.GetTempPath(), $"containerguard-tests-{System.Environment.UserName}");

    /// <summary>
    /// A version that no one has published and that changes with the sources, so that no cache can answer with an older build.
    /// </summary>
    public string Version { get; } = $"0.1.0-test.h{HashOfInputs()}";

    /// <summary>Folder that is a NuGet feed with this one package.</summary>
    public string Feed => Path.Combine(_home, "feed", Version);

    /// <summary>
    /// Folder that is a NuGet feed with this package and the tool, from <see cref="InstalledToolAsync"/> on. It is not <see cref="Feed"/>,
    /// which image builds mount: a package that appears there beside a build restores again what was cached.
    /// </summary>
    public string ToolFeed => Path.Combine(_home, "tool-feed", Version);

    /// <summary>Absolute path of the .nupkg.</summary>
    public string PackageFile => Path.Combine(Feed, $"ContainerGuard.{Version}.nupkg");

    /// <summary>
    /// NUGET_PACKAGES of the throwaway projects: not the person's own, which must not fill up with test versions. What that one
    /// already holds is used from there (NUGET_FALLBACK_PACKAGES), so that nothing is downloaded twice.
    /// </summary>
    public string PackagesFolder => Path.Combine(_home, "packages");

    /// <summary>
    /// The variables that make <c>dotnet</c> restore into <see cref="PackagesFolder"/> and read no person's registry credentials.
    /// </summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>
    {
        ["NUGET_PACKAGES"] = PackagesFolder,
        ["NUGET_FALLBACK_PACKAGES"] = MachinePackagesFolder(),
        ["DOCKER_CONFIG"] = Directory.CreateDirectory(Path.Combine(_home, "docker-config")).FullName,
    };

    /// <summary>A new folder outside the repository whose <c>nuget.config</c> adds the feed; projects go into it.</summary>
    /// <param name="name">The folder's own name, for tests whose subject is an awkward path.</param>
    public TestWorkspace NewWorkspace(string name = "work") => new(this, name);

    /// <summary>A workspace that is a repository, so that it is the build context.</summary>
    /// <param name="name">The folder's own name.</param>
    public TestWorkspace NewRepository(string name = "work")
    {
        var workspace = NewWorkspace(name);
        workspace.Write(".git/HEAD", "ref: refs/heads/main\n");
        return workspace;
    }

    /// <summary>Packs, unless this state of the sources was packed before.</summary>
    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Feed);
        Directory.CreateDirectory(PackagesFolder);

        // Test assemblies run at the same time, and two packs at once would write the same obj folder.
        using var turn = await WaitForLockAsync(Path.Combine(_home, "pack.lock"));
        if (!File.Exists(PackageFile))
        {
            // Not restored here: `dotnet test` just did, and a restore with another version would make the next build restore again.
            var result = await DotNetCli.RunAsync(
                RepositoryRoot.Path,
                ["pack", "src/Tasks", "--configuration", "Release", "--no-restore", "--nologo", "--verbosity", "quiet",
                    $"-p:Version={Version}", $"-p:PackageOutputPath={Feed}"]);
            result.ShouldSucceed();
            File.Exists(PackageFile).ShouldBeTrue($"{result.CommandLine} made no {PackageFile}");
        }
    }

    /// <summary>
    /// The command <c>containerguard</c>, from a package that is packed from this working copy into <see cref="ToolFeed"/> and installed
    /// with <c>dotnet tool install</c>: its absolute path. Packed and installed once for a state of the sources.
    /// </summary>
    public async Task<string> InstalledToolAsync()
    {
        var folder = Path.Combine(_home, "tools", Version);
        var command = Path.Combine(folder, OperatingSystem.IsWindows() ? "containerguard.exe" : "containerguard");
        using var turn = await WaitForLockAsync(Path.Combine(_home, "pack.lock"));
        if (File.Exists(command)) return command;
        Directory.CreateDirectory(ToolFeed);
        foreach (var file in Directory.EnumerateFiles(Feed))
        {
            File.Copy(file, Path.Combine(ToolFeed, Path.GetFileName(file)), overwrite: true);
        }

        // The restore is that of the tests, so its version is that of the sources; only the package has the version of the test.
        List<string> pack =
        [
            "pack", "src/Tool", "--configuration", "Release", "--nologo", "--verbosity", "quiet", $"-p:Version={Version}",
            $"-p:PackageOutputPath={ToolFeed}",
        ];
        if (File.Exists(RepositoryRoot.Combine("src", "Tool", "obj", "project.assets.json"))) pack.Add("--no-restore");
        (await DotNetCli.RunAsync(RepositoryRoot.Path, pack)).ShouldSucceed();
        (await DotNetCli.RunAsync(
            _home, ["tool", "install", "ContainerGuard.Tool", "--tool-path", folder, "--version", Version, "--add-source", ToolFeed],
            Environment)).ShouldSucceed();
        return command;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static string MachinePackagesFolder()
    {
        var set = System.Environment.GetEnvironmentVariable("NUGET_PACKAGES");
        var folder = string.IsNullOrEmpty(set)
            ? Path.Combine(System.Environment.GetFolderPath(System.Environment.SpecialFolder.UserProfile), ".nuget", "packages")
            : set;

        // NuGet refuses a fallback folder that is missing.
        return Directory.CreateDirectory(folder).FullName;
    }

    private static string HashOfInputs()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(System.Environment.Version.ToString()));
        foreach (var file in Inputs.Select(input => RepositoryRoot.Combine(input)).SelectMany(FilesOf).Order(StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(Path.GetRelativePath(RepositoryRoot.Path, file)));
            hash.AppendData(File.ReadAllBytes(file));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..12];

        static IEnumerable<string> FilesOf(string path) => File.Exists(path)
            ? [path]
            : Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)
                .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"));
    }

    private static async Task<FileStream> WaitForLockAsync(string path)
    {
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                await Task.Delay(200);
            }
        }
    }
}
