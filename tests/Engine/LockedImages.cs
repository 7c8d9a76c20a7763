using ContainerGuard.Images;
using ContainerGuard.Pinning;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Engine;

/// <summary>
/// Stand-ins of base images: what a lock file says of them, and how the engine finds their stand-ins by the names that
/// people write.
/// </summary>
public sealed class LockedImages(DockerEngine engine) : IAsyncLifetime
{
    private static readonly string[] Names =
    [
        "debian:bookworm-slim", "fedora:41", "mcr.microsoft.com/dotnet/aspnet:10.0", "mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled",
        "mcr.microsoft.com/dotnet/runtime:10.0-noble-chiseled-extra", "mcr.microsoft.com/dotnet/runtime-deps:10.0-noble",
        "mcr.microsoft.com/dotnet/sdk:10.0", "node:24", "node:24-slim",
        "opensuse/leap:15.6", "python:3.11-slim", "rockylinux:9",
    ];

    /// <summary>What a file may still say of an image that was updated since; the stand-in is the same.</summary>
    private static readonly string DigestOfBefore = $"sha256:{new string('0', 63)}1";

    private LockFile _lockFile = LockFile.Empty;
    private ImageMirrors _mirrors = ImageMirrors.None;

    /// <summary>What the lock file of a project with these images says.</summary>
    internal Func<ImageReference, ResolvedImage?> Locked => _lockFile.Find;

    /// <summary>Options of <c>docker build</c> that lead from each name, with and without its digest, to the stand-in.</summary>
    public IEnumerable<string> BuildOptions => _lockFile.Images.SelectMany(image =>
    {
        var (reference, digest) = (ImageReference.Parse(image.Key), image.Value.Digest);
        var (name, standIn) = (reference.Familiar, $"docker-image://{_mirrors.Apply(reference).WithDigest(digest).Familiar}");
        return (string[])["--build-context", $"{name}={standIn}", "--build-context", $"{name}@{digest}={standIn}", "--build-context",
            $"{name}@{DigestOfBefore}={standIn}"];
    });

    public async ValueTask InitializeAsync()
    {
        if (!engine.IsAvailable) return;

        await DockerEngine.Make("languages");
        using var folder = new TemporaryDirectory();
        ImageMirrors.TryCreate([(ImageReference.DockerHub, engine.HubMirror),
            ("mcr.microsoft.com", engine.MicrosoftMirror)], out var mirrors, out _).ShouldBeTrue();
        _mirrors = mirrors!;
        var options =
            new PinningOptions { LockFile = folder.Combine("containerguard.lock.json"), TemporaryFolder = folder.Path, Mirrors = _mirrors };
        using var pinner = new Pinner(options, new ResolutionCache());
        var pinned = await pinner.PinAsync(Names.Select(ImageReference.Parse), TestContext.Current.CancellationToken);
        pinned.Problems.ShouldBeEmpty();
        _lockFile = pinned.LockFile;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
