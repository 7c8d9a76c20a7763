namespace ContainerGuard.Generation.Ruby;

/// <summary>The images that an application is built with and runs on. Tags as docker-library/ruby publishes them (its README).</summary>
internal sealed record RubyImages
{
    private const string Slim = "slim";

    /// <summary>The Debian that the official images stand on where a tag names none.</summary>
    private const string Newest = "trixie";

    private static readonly string[] KnownSystems = [Newest, "bookworm"];

    /// <summary>With compilers and headers: native extensions are built for the C library that they run on.</summary>
    public required string Build { get; init; }

    public required string Final { get; init; }

    /// <summary>Why the final one, as a clause.</summary>
    public required string Reason { get; init; }

    /// <summary>The distribution, as far as packages are known of it: trixie, bookworm, alpine; else empty.</summary>
    public string System { get; private init; } = "";

    /// <summary>What has to be pinned, build image first.</summary>
    public IReadOnlyList<string> References => Build == Final ? [Build] : [Build, Final];

    /// <param name="project">The project.</param>
    /// <param name="version">The Ruby.</param>
    /// <param name="needsDebian">Whether packages of Debian are installed: these have other names and versions in each release.</param>
    public static RubyImages For(AppProject project, RubyVersion version, bool needsDebian)
    {
        var image = $"ruby:{version.Tag}";
        if (project.ContainerBaseImage is { Length: > 0 } own)
        {
            return new() { Build = ImageTools.IsAlpine(own) ? image + "-alpine" : image, Final = own, Reason = "the base image that ContainerBaseImage names, which has to hold the same Ruby at the same place" };
        }

        var family = project.ContainerFamily.ToLowerInvariant();
        if (family is "" or Slim)
        {
            const string Reason = "slim: the official image without compilers";
            return needsDebian
                ? new() { Build = $"{image}-{Newest}", Final = $"{image}-{Slim}-{Newest}", Reason = $"{Reason}, on the Debian whose packages are named below", System = Newest }
                : new() { Build = image, Final = $"{image}-{Slim}", Reason = Reason };
        }

        var system = family.StartsWith(Slim + "-", StringComparison.Ordinal) ? family[(Slim.Length + 1)..] : family;
        return new()
        {
            Build = $"{image}-{system}",
            Final = $"{image}-{family}",
            Reason = $"{family}, as ContainerFamily says",
            System = ImageTools.IsAlpine(system) ? "alpine" : Array.Find(KnownSystems, known => known == system) ?? "",
        };
    }
}
