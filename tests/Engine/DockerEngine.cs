using System.ComponentModel;
using System.Text.Json;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Engine;

/// <summary>
/// The real Docker engine, with buildx, the registry and the stand-in base images that <c>build/engine</c> installs. Where that is
/// installed it is started on demand and left running, as any engine is; where it is not, <see cref="Require"/> says so.
/// </summary>
public sealed class DockerEngine : IAsyncLifetime
{
    private readonly Dictionary<string, string> _environment = DotNetCli.CleanEnvironment();
    private string? _whyMissing;

    /// <summary>Host and port of the registry with the stand-ins; plain HTTP on loopback.</summary>
    public string Registry { get; private set; } = "";

    /// <summary>Where mcr.microsoft.com is mirrored.</summary>
    public string MicrosoftMirror => $"{Registry}/mcr";

    /// <summary>A stand-in with a shell.</summary>
    public string Debian => $"{Registry}/library/debian:12-slim";

    /// <summary>Where Docker Hub is mirrored.</summary>
    public string HubMirror => Registry;

    /// <summary>The variables by which a program finds this engine and its client.</summary>
    public IEnumerable<KeyValuePair<string, string>> Variables =>
        _environment.Where(variable => variable.Key is "PATH" or "DOCKER_HOST" or "DOCKER_CONFIG");

    /// <summary>Whether there is an engine.</summary>
    public bool IsAvailable => _whyMissing is null;

    /// <summary>Skips the test where there is no engine; on CI, where there must be one, fails it.</summary>
    public void Require()
    {
        if (_whyMissing is not null)
        {
            var message = $"This test needs the Docker engine that build/engine/install.sh installs: {_whyMissing}";
            if (Environment.GetEnvironmentVariable("CI") is "true" or "1")
            {
                Assert.Fail(message);
            }

            Assert.Skip(message);
        }
    }

    public async ValueTask InitializeAsync()
    {
        try
        {
            var start = await Start();
            if (start.ExitCode != 0)
            {
                _whyMissing = start.Output.Trim();
                return;
            }

            foreach (var line in start.StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                var assignment = line.Trim()["export ".Length..].Split('=', 2);
                _environment[assignment[0]] =
                    assignment[1].Trim('"').Replace("$PATH", Environment.GetEnvironmentVariable("PATH"), StringComparison.Ordinal);
            }

            Registry = _environment["CONTAINERGUARD_TEST_REGISTRY"];
        }
        catch (Win32Exception)
        {
            _whyMissing = "this machine has no bash to start it with";
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Makes the stand-ins of a group that <c>build/engine/images.sh</c> makes on demand, unless they are there.</summary>
    public static async Task Make(string group) => (await Start(group)).ShouldSucceed();

    private static Task<CommandResult> Start(params IEnumerable<string> groups) =>
        Command.RunAsync("bash", [RepositoryRoot.Combine("build", "engine", "start.sh"), .. groups], RepositoryRoot.Path);

    /// <summary>Runs <c>docker</c> and returns its result, whatever its exit code.</summary>
    /// <param name="workingDirectory">Absolute path.</param>
    /// <param name="arguments">From the command's name on.</param>
    public Task<CommandResult> Docker(string workingDirectory, params IEnumerable<string> arguments) =>
        Command.RunAsync(_environment["CONTAINERGUARD_TEST_DOCKER"], arguments, workingDirectory, _environment);

    /// <summary>Runs <c>docker</c> with more variables, and returns its result, whatever its exit code.</summary>
    /// <param name="workingDirectory">Absolute path.</param>
    /// <param name="variables">In addition to those of the engine.</param>
    /// <param name="arguments">From the command's name on.</param>
    public Task<CommandResult> Docker(
        string workingDirectory, IReadOnlyDictionary<string, string> variables, IEnumerable<string> arguments) =>
        Command.RunAsync(
            _environment["CONTAINERGUARD_TEST_DOCKER"], arguments, workingDirectory,
            new Dictionary<string, string>(_environment.Concat(variables)));

    /// <summary>Runs <c>docker buildx</c>, without <c>docker</c> before it, which takes longer than buildx itself.</summary>
    /// <param name="arguments">From the command's name on.</param>
    public Task<CommandResult> Buildx(params IEnumerable<string> arguments) =>
        Command.RunAsync(
            Path.Combine(_environment["DOCKER_CONFIG"], "cli-plugins", "docker-buildx"), arguments, Path.GetTempPath(), _environment);

    /// <summary>Builds an image of a context and asserts that it worked.</summary>
    /// <param name="context">Absolute path of the context.</param>
    /// <param name="dockerfile">Absolute path of the Dockerfile.</param>
    /// <param name="arguments">Further options of <c>docker build</c>.</param>
    public async Task<BuiltImage> Build(string context, string dockerfile, params IEnumerable<string> arguments)
    {
        var (tag, options) = BuildOptions();
        var result = await Docker(context, ["build", .. options, "--file", dockerfile, .. arguments, context]);
        return new BuiltImage(this, tag, result.ShouldSucceed());
    }

    /// <summary>Builds an image by the very command that a person was told to copy into a shell, and asserts that it worked.</summary>
    /// <param name="workingDirectory">Absolute path of the folder in which the person stands.</param>
    /// <param name="commandLine">A <c>docker buildx build</c> command for a POSIX shell.</param>
    public async Task<BuiltImage> BuildAsTold(string workingDirectory, string commandLine)
    {
        var (tag, options) = BuildOptions();
        var result = await Command.RunAsync("bash", ["-c", $"{commandLine} {string.Join(' ', options)}"], workingDirectory, _environment);
        return new BuiltImage(this, tag, result.ShouldSucceed());
    }

    /// <summary>
    /// A tag that no other test uses, and the one option that this engine needs: it has no bridge, so a RUN that downloads uses the host's
    /// network.
    /// </summary>
    private static (string Tag, string[] Options) BuildOptions()
    {
        var tag = $"containerguard-test:{Guid.NewGuid():n}";
        return (tag, ["--network=host", "--progress=plain", "--tag", tag]);
    }

    /// <summary>Runs BuildKit's own checks of a Dockerfile, <c>docker build --check</c>: exit code 0 means no warning.</summary>
    public Task<CommandResult> BuildCheck(string context, string dockerfile) =>
        Docker(context, "build", "--check", "--file", dockerfile, context);

    /// <summary>
    /// Starts a container. It has a loopback of its own and nothing else, so that every one can listen on the port it always listens
    /// on, and two tests never meet.
    /// </summary>
    /// <param name="image">Reference or id.</param>
    /// <param name="options">Further options of <c>docker run</c>.</param>
    public async Task<RunningContainer> Run(string image, params IEnumerable<string> options)
    {
        var result = await Docker(Path.GetTempPath(), ["run", "--detach", "--network=none", .. options, image]);
        return new RunningContainer(this, result.ShouldSucceed().StandardOutput.Trim());
    }

    /// <summary>
    /// Makes a tag of the registry name what another one names, as a publisher of images does: <c>library/new:1</c>,
    /// <c>mcr/dotnet/sdk:10.0</c>.
    /// </summary>
    public async Task Tag(string name, string source) =>
        (await Docker(Path.GetTempPath(), "buildx", "imagetools", "create", "--tag", $"{Registry}/{name}", $"{Registry}/{source}"))
            .ShouldSucceed();

    /// <summary>What <c>docker inspect</c> says of an image or a container.</summary>
    public async Task<JsonElement> Inspect(string name)
    {
        var result = await Docker(Path.GetTempPath(), "inspect", name);
        using var document = JsonDocument.Parse(result.ShouldSucceed().StandardOutput);
        return document.RootElement[0].Clone();
    }

    /// <summary>
    /// Sends a plain HTTP GET from within the network of a container, waiting up to half a minute for its port to open. The request is
    /// sent by a shell in a second container, as the first one may have none.
    /// </summary>
    internal async Task<HttpAnswer> Get(string container, int port, string path)
    {
        const string Request = """
            for _ in $(seq 300); do exec 3<>/dev/tcp/127.0.0.1/$0 && break; sleep 0.1; done 2>/dev/null
            printf 'GET %s HTTP/1.0\r\nHost: localhost\r\n\r\n' "$1" >&3 && cat <&3
            """;
        var result = await Docker(
            Path.GetTempPath(), "run", "--rm", $"--network=container:{container}", Debian, "bash", "-c", Request, $"{port}", path);
        if (result.ExitCode != 0)
        {
            var logs = await Docker(Path.GetTempPath(), "logs", container);
            Assert.Fail($"Nothing answered on port {port}:{Environment.NewLine}{result.Output}{logs.Output}");
        }

        return HttpAnswer.Parse(result.StandardOutput);
    }
}
