using ContainerGuard.Generation;

namespace ContainerGuard.Building;

/// <summary>A command: a program and its arguments, run without a shell.</summary>
internal sealed record ToolCommand(string Program, IReadOnlyList<string> Arguments)
{
    /// <summary>Environment variables that the program gets in addition.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Variables { get; init; } = [];

    /// <param name="forWindows">Whether to quote it for PowerShell (and cmd, without variables) instead of a POSIX shell.</param>
    public string Text(bool forWindows) =>
        string.Concat(Variables.Select(variable => forWindows
            ? $"$env:{variable.Key}='{variable.Value.Replace("'", "''", StringComparison.Ordinal)}'; "
            : $"{variable.Key}={CommandLine.Quote(variable.Value)} ")) + CommandLine.Join([Program, .. Arguments], forWindows);

    /// <summary>A field of a list <c>name=value</c>, which buildx and buildah read as CSV (RFC 4180).</summary>
    public static string Field(string name, string value) => value.AsSpan().IndexOfAny(',', '"') < 0
        ? $"{name}={value}"
        : $"\"{name}={value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}

/// <summary>How ContainerGuard runs a build.</summary>
/// <param name="ResultFile">The file for the result of the program, absolute.</param>
/// <param name="Builder">The kind of builder, for buildx.</param>
internal sealed record BuildRun(string ResultFile, BuilderKind Builder = BuilderKind.BuildKit)
{
    /// <summary>An archive that one command writes for the next, absolute.</summary>
    public string ArchiveFile => ResultFile + ".tar";

    /// <summary>The file for the digest of the pushed image, absolute.</summary>
    public string DigestFile => ResultFile + ".digest";

    /// <summary>The temporary name of a manifest list among the images of this machine.</summary>
    public string ListName => $"localhost/{Path.GetFileName(ResultFile)}";
}
