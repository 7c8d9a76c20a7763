using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Engine;

/// <summary>An engine that nobody has built anything with, with containerd's image store; gone on dispose, with all that it has.</summary>
internal sealed class CleanBuilder : IAsyncDisposable
{
    private static readonly string Script = RepositoryRoot.Combine("build", "engine", "builder.sh");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("containerguard-builder-");

    private CleanBuilder()
    {
    }

    /// <summary>The value of <c>DOCKER_HOST</c> that reaches it.</summary>
    public string Host { get; private set; } = "";

    /// <summary>Starts one.</summary>
    public static async Task<CleanBuilder> Start()
    {
        var builder = new CleanBuilder();
        var start = await Command.RunAsync("bash", [Script, "start", builder._folder.FullName], RepositoryRoot.Path);
        builder.Host = start.ShouldSucceed().StandardOutput.Trim();
        return builder;
    }

    public async ValueTask DisposeAsync() =>
        (await Command.RunAsync("bash", [Script, "stop", _folder.FullName], RepositoryRoot.Path)).ShouldSucceed();
}
