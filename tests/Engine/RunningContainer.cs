using System.Globalization;

namespace ContainerGuard.Tests.Engine;

/// <summary>A container that was started; removed on dispose, whatever its state.</summary>
public sealed class RunningContainer(DockerEngine engine, string id) : IAsyncDisposable
{
    /// <summary>Its full identifier.</summary>
    public string Id => id;

    /// <summary>Sends <c>GET path</c>, waiting until the port is open.</summary>
    public Task<HttpAnswer> Get(string path = "/", int port = 8080) => engine.Get(id, port, path);

    /// <summary>The numeric user of the first process, as the kernel sees it.</summary>
    public async Task<int> UserId() => (await FirstProcess()).User;

    /// <summary>The numeric user of the first process, once a script has become this program; half a minute at most.</summary>
    /// <param name="program">The name of the program, as the kernel sees it.</param>
    public async Task<int> UserIdOf(string program)
    {
        var process = await FirstProcess();
        for (var attempt = 0; attempt < 150 && process.Program != program; attempt++)
        {
            await Task.Delay(200);
            process = await FirstProcess();
        }

        process.Program.ShouldBe(program);
        return process.User;
    }

    private async Task<(int User, string Program)> FirstProcess()
    {
        var result = await engine.Docker(Path.GetTempPath(), "top", id, "-eo", "uid,pid,comm");
        var words = result.ShouldSucceed().StandardOutput.Split('\n')[1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return (int.Parse(words[0], CultureInfo.InvariantCulture), words[2]);
    }

    /// <summary>What it wrote so far.</summary>
    public async Task<string> Logs() => (await engine.Docker(Path.GetTempPath(), "logs", id)).Output;

    /// <summary>Waits until it wrote this text, half a minute at most.</summary>
    public async Task WaitForLog(string text)
    {
        for (var attempt = 0; attempt < 150; attempt++)
        {
            if ((await Logs()).Contains(text, StringComparison.Ordinal))
            {
                return;
            }

            await Task.Delay(200);
        }

        Assert.Fail($"The container did not write '{text}' within half a minute but:{Environment.NewLine}{await Logs()}");
    }

    /// <summary>Waits until the engine has made up its mind about its health, and returns that: <c>healthy</c>, <c>unhealthy</c>.</summary>
    public async Task<string> Health(TimeSpan patience)
    {
        var status = "starting";
        for (var end = DateTime.UtcNow + patience; status == "starting" && DateTime.UtcNow < end; await Task.Delay(200))
        {
            status = (await engine.Inspect(id)).GetProperty("State").GetProperty("Health").GetProperty("Status").GetString()!;
        }

        return status;
    }

    /// <summary>Waits for it to end by itself and returns its exit code.</summary>
    public async Task<int> Wait() =>
        int.Parse((await engine.Docker(Path.GetTempPath(), "wait", id)).ShouldSucceed().StandardOutput, CultureInfo.InvariantCulture);

    /// <summary>
    /// Stops it as an orchestrator does: SIGTERM, then SIGKILL after ten seconds. An exit code of 137 means that it had to be killed.
    /// </summary>
    public async Task<(int ExitCode, TimeSpan Duration)> Stop()
    {
        var stop = (await engine.Docker(Path.GetTempPath(), "stop", id)).ShouldSucceed();
        var container = await engine.Inspect(id);
        return (container.GetProperty("State").GetProperty("ExitCode").GetInt32(), stop.Duration);
    }

    public async ValueTask DisposeAsync() => await engine.Docker(Path.GetTempPath(), "rm", "--force", "--volumes", id);
}
