using ContainerGuard.Generation;

namespace ContainerGuard.Building;

/// <summary>A command: a program and its arguments, which no shell reads.</summary>
internal sealed record ToolCommand(string Program, IReadOnlyList<string> Arguments)
{
    /// <param name="forWindows">Whether it is quoted for cmd and PowerShell rather than for a POSIX shell.</param>
    public string Text(bool forWindows) => CommandLine.Join([Program, .. Arguments], forWindows);

    /// <summary>A value in a list of <c>name=value</c> that is read as CSV (RFC 4180), as buildx and buildah do.</summary>
    public static string Field(string name, string value) => value.AsSpan().IndexOfAny(',', '"') < 0
        ? $"{name}={value}"
        : $"\"{name}={value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}

/// <summary>How a build is run when nobody copies its command.</summary>
/// <param name="ResultFile">Where the program writes what it made, absolute.</param>
/// <param name="Builder">What builds, where that is buildx.</param>
internal sealed record BuildRun(string ResultFile, BuilderKind Builder = BuilderKind.BuildKit)
{
    /// <summary>An archive that one command writes for the next, absolute.</summary>
    public string ArchiveFile => ResultFile + ".tar";

    /// <summary>Where the digest of what was sent is written, absolute.</summary>
    public string DigestFile => ResultFile + ".digest";

    /// <summary>What a list of images is called among those of this machine until it has its names.</summary>
    public string ListName => $"localhost/{Path.GetFileName(ResultFile)}";
}
