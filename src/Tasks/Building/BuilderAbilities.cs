using ContainerGuard.Programs;

namespace ContainerGuard.Building;

/// <summary>
/// What a builder of buildx can do. The engine's own one (driver <c>docker</c>) writes no archives, no attestations and no times of its own into layers, unless
/// the engine keeps its images in containerd's store.
/// </summary>
internal static class BuilderAbilities
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Whether it is more than the engine's own one without containerd's store; true where nobody knows, and the build itself then says what is wrong.</summary>
    /// <param name="docker">The program, absolute.</param>
    /// <param name="builder">The builder's name; empty for the one in use.</param>
    /// <param name="folder">Where it runs.</param>
    /// <param name="cancellation">Ctrl+C.</param>
    public static async Task<bool> ExportsAsync(string docker, string builder, string folder, CancellationToken cancellation)
    {
        var inspected = await AskAsync(["buildx", "inspect", .. builder.Length > 0 ? (string[])[builder] : []]).ConfigureAwait(false);
        if (DriverIn(inspected) != "docker") return true;
        var store = await AskAsync(["info", "--format", "{{json .DriverStatus}}"]).ConfigureAwait(false);
        return store.Length == 0 || store.Contains("io.containerd.snapshotter", StringComparison.Ordinal);

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
