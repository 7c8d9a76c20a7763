using ContainerGuard.Images;

namespace ContainerGuard.Generation.Ruby;

/// <summary>The images to build and run an application. The tags are those of docker-library/ruby (README).</summary>
internal sealed record RubyImages
{
    private const string Slim = "slim";

    /// <summary>The Debian release of official tags that do not name one: the newest.</summary>
    private static readonly string Newest = OfferedCycles.Of(EndOfLifeData.Debian)[0].Codename!;

    private static readonly string[] KnownSystems = [Newest, "bookworm"];

    /// <summary>The image with compilers and headers. It has the C library of the final image, for native extensions.</summary>
    public required string Build { get; init; }

    public required string Final { get; init; }

    /// <summary>A clause that says why the final image was chosen.</summary>
    public required string Reason { get; init; }

    /// <summary>The distribution, if its packages are known: trixie, bookworm, alpine; else empty.</summary>
    public string System { get; private init; } = "";

    /// <summary>The images to pin, build image first.</summary>
    public IReadOnlyList<string> References => Build == Final ? [Build] : [Build, Final];

    /// <param name="project">The project.</param>
    /// <param name="version">The Ruby version.</param>
    /// <param name="needsDebian">Whether Debian packages are installed, whose names and versions depend on the release.</param>
    public static RubyImages For(AppProject project, RubyVersion version, bool needsDebian)
    {
        var image = $"ruby:{version.Tag}";
        if (project.ContainerBaseImage is { Length: > 0 } own)
        {
            return new() { Build = ImageTools.IsAlpine(own) ? image + "-alpine" : image, Final = own,
                Reason = "the base image from ContainerBaseImage, which must have the same Ruby in the same folder" };
        }

        var family = project.ContainerFamily.ToLowerInvariant();
        if (family is "" or Slim)
        {
            const string Reason = "slim: the official image without compilers";
            return needsDebian
                ? new() { Build = $"{image}-{Newest}", Final = $"{image}-{Slim}-{Newest}",
                    Reason = $"{Reason}, on the Debian release of the packages below", System = Newest }
                : new() { Build = image, Final = $"{image}-{Slim}", Reason = Reason };
        }

        var system = family.StartsWith(Slim + "-", StringComparison.Ordinal) ? family[(Slim.Length + 1)..] : family;
        return new()
        {
            Build = $"{image}-{system}",
            Final = $"{image}-{family}",
            Reason = $"{family}, from ContainerFamily",
            System = ImageTools.IsAlpine(system) ? "alpine" : Array.Find(KnownSystems, known => known == system) ?? "",
        };
    }
}
