using ContainerGuard.Processes;

namespace ContainerGuard.Building;

/// <summary>A builder of buildx, by its abilities.</summary>
internal enum BuilderKind
{
    /// <summary>
    /// The engine's builder (driver <c>docker</c>) without containerd's image store. It supports no archives and no attestations, and
    /// cannot change times in layers.
    /// </summary>
    Engine,

    /// <summary>
    /// The engine's builder with containerd's image store. It unpacks an image before it stores or pushes it, which fails for layers with
    /// changed times.
    /// </summary>
    EngineWithContainerd,

    /// <summary>BuildKit itself, on this machine or another.</summary>
    BuildKit,
}

/// <summary>Asks docker for the abilities of a builder.</summary>
internal static class BuilderAbilities
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Whether docker has the buildx plug-in. A docker without it reads the flags as its own, and a podman that is installed as docker
    /// answers with its own version.
    /// </summary>
    /// <param name="docker">The program, absolute.</param>
    /// <param name="folder">Where it runs.</param>
    /// <param name="cancellationToken">Ctrl+C.</param>
    public static async Task<bool> HasBuildxAsync(string docker, string folder, CancellationToken cancellationToken)
    {
        var result =
            await ProgramRun.RunAsync(docker, ["buildx", "version"], "", folder, Limit, 1 << 20, cancellationToken).ConfigureAwait(false);

        // Such as "github.com/docker/buildx v0.14.0 171fcbe".
        return result.ExitCode == 0 && result.Output.Contains("/buildx", StringComparison.Ordinal);
    }

    /// <summary>The kind of a builder. It is BuildKit if docker does not answer: the build then reports the reason.</summary>
    /// <param name="docker">The program, absolute.</param>
    /// <param name="builder">The builder's name; empty for the one in use.</param>
    /// <param name="folder">Where it runs.</param>
    /// <param name="cancellationToken">Ctrl+C.</param>
    public static async Task<BuilderKind> KindAsync(string docker, string builder, string folder, CancellationToken cancellationToken)
    {
        var inspected = await AskAsync(["buildx", "inspect", .. builder.Length > 0 ? (string[])[builder] : []]).ConfigureAwait(false);
        if (DriverIn(inspected) != "docker") return BuilderKind.BuildKit;
        var store = await AskAsync(["info", "--format", "{{json .DriverStatus}}"]).ConfigureAwait(false);
        return store.Length == 0 ? BuilderKind.BuildKit
            : store.Contains("io.containerd.snapshotter", StringComparison.Ordinal) ? BuilderKind.EngineWithContainerd
            : BuilderKind.Engine;

        async Task<string> AskAsync(string[] arguments)
        {
            var result = await ProgramRun.RunAsync(docker, arguments, "", folder, Limit, 1 << 20, cancellationToken).ConfigureAwait(false);
            return result.ExitCode == 0 ? result.Output.Trim() : "";
        }
    }

    /// <summary>The driver in what <c>docker buildx inspect</c> prints; empty if it prints none.</summary>
    public static string DriverIn(string text)
    {
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (line.StartsWith("Driver:")) return line["Driver:".Length..].Trim().ToString();
        }

        return "";
    }
}
