using ContainerGuard.Programs;

namespace ContainerGuard.Building;

/// <summary>A builder of buildx by what it can do with what it built.</summary>
internal enum BuilderKind
{
    /// <summary>The engine's own (driver <c>docker</c>) without containerd's image store: no archives, no attestations, no times of its own in layers.</summary>
    Engine,

    /// <summary>The engine's own with containerd's image store: it unpacks whatever it keeps or pushes, and refuses to do so with other times in layers.</summary>
    EngineWithContainerd,

    /// <summary>BuildKit itself, wherever it runs.</summary>
    BuildKit,
}

/// <summary>Finds out what a builder of buildx can do.</summary>
internal static class BuilderAbilities
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Which kind it is; BuildKit where nobody knows, and the build itself then says what is wrong.</summary>
    /// <param name="docker">The program, absolute.</param>
    /// <param name="builder">The builder's name; empty for the one in use.</param>
    /// <param name="folder">Where it runs.</param>
    /// <param name="cancellation">Ctrl+C.</param>
    public static async Task<BuilderKind> KindAsync(string docker, string builder, string folder, CancellationToken cancellation)
    {
        var inspected = await AskAsync(["buildx", "inspect", .. builder.Length > 0 ? (string[])[builder] : []]).ConfigureAwait(false);
        if (DriverIn(inspected) != "docker") return BuilderKind.BuildKit;
        var store = await AskAsync(["info", "--format", "{{json .DriverStatus}}"]).ConfigureAwait(false);
        return store.Length == 0 ? BuilderKind.BuildKit
            : store.Contains("io.containerd.snapshotter", StringComparison.Ordinal) ? BuilderKind.EngineWithContainerd
            : BuilderKind.Engine;

        async Task<string> AskAsync(string[] arguments)
        {
            var result = await ProgramRun.RunAsync(docker, arguments, "", folder, Limit, 1 << 20, cancellation).ConfigureAwait(false);
            return result.ExitCode == 0 ? result.Output.Trim() : "";
        }
    }

    /// <summary>The driver in what <c>docker buildx inspect</c> prints; empty where it prints none.</summary>
    public static string DriverIn(string text)
    {
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (line.StartsWith("Driver:")) return line["Driver:".Length..].Trim().ToString();
        }

        return "";
    }
}
