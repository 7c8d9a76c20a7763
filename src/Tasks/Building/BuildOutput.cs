namespace ContainerGuard.Building;

/// <summary>Where a built image goes.</summary>
internal enum OutputKind
{
    /// <summary>To the images of this machine.</summary>
    Load,

    /// <summary>To the registry that its name begins with.</summary>
    Push,

    /// <summary>To a tar archive of an OCI image layout.</summary>
    OciArchive,

    /// <summary>To a tar archive that <c>docker load</c> reads.</summary>
    DockerArchive,
}

/// <summary>Where a built image goes: <c>ContainerGuardBuildOutput</c>.</summary>
/// <param name="Kind">The kind of destination.</param>
/// <param name="Path">The archive, absolute; empty for the other kinds.</param>
internal sealed record BuildOutput(OutputKind Kind, string Path = "")
{
    public static BuildOutput Load { get; } = new(OutputKind.Load);

    public bool IsArchive => Kind is OutputKind.OciArchive or OutputKind.DockerArchive;

    /// <param name="value">The property; empty to follow the SDK's properties.</param>
    /// <param name="archive">The SDK's <c>ContainerArchiveOutputPath</c>.</param>
    /// <param name="registry">The SDK's <c>ContainerRegistry</c>.</param>
    /// <param name="repository">The name of an archive when only its folder is given, as in the SDK.</param>
    /// <param name="fullPath">Makes a path absolute.</param>
    /// <returns>Null for an invalid value.</returns>
    public static BuildOutput? Read(string value, string archive, string registry, string repository, Func<string, string> fullPath)
    {
        if (value.Length == 0)
        {
            if (archive.Length > 0) return Archive(OutputKind.DockerArchive, archive);
            return registry.Length > 0 ? new BuildOutput(OutputKind.Push) : Load;
        }

        var colon = value.IndexOf(':', StringComparison.Ordinal);
        var path = colon < 0 ? "" : value[(colon + 1)..].Trim();
        return value[..(colon < 0 ? value.Length : colon)].ToUpperInvariant() switch
        {
            "LOAD" when colon < 0 => Load,
            "PUSH" when colon < 0 => new BuildOutput(OutputKind.Push),
            "OCI" when path.Length > 0 => Archive(OutputKind.OciArchive, path),
            "DOCKER" when path.Length > 0 => Archive(OutputKind.DockerArchive, path),
            _ => null,
        };

        BuildOutput Archive(OutputKind kind, string path)
        {
            var absolute = fullPath(path);
            var isFolder = path[^1] is '/' or '\\' || System.IO.Path.GetExtension(path).Length == 0;
            return new BuildOutput(kind, isFolder ? System.IO.Path.Combine(absolute, repository.Replace('/', '-') + ".tar") : absolute);
        }
    }
}
