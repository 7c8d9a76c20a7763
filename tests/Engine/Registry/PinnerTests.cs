using System.Diagnostics;
using ContainerGuard.Images;
using ContainerGuard.Pinning;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Engine.Registry;

/// <summary>Pinning from the references to the lock file, against a real registry.</summary>
public class PinnerTests : RegistryTest
{
    private TemporaryDirectory _folder = null!;
    private RegistryServer _registry = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _folder = Own(new TemporaryDirectory());
        _registry = await StartRegistry();
    }

    private PinningOptions Options => new() { LockFile = _folder.Combine("containerguard.lock.json"), TemporaryFolder = _folder.Path };

    private static async Task<PinningResult> Pin(PinningOptions options, params string[] references)
    {
        using var pinner = new Pinner(options, new ResolutionCache());
        return await pinner.PinAsync(references.Select(ImageReference.Parse), Cancelled);
    }

    [Fact]
    public async Task A_tag_that_moves_is_followed_only_by_an_update()
    {
        var reference = $"{_registry.Authority}/dotnet/aspnet:10.0";
        await _registry.PushAsync("dotnet/aspnet", "10.0", Index);
        await Pin(Options, reference);
        var before = await File.ReadAllBytesAsync(Options.LockFile, Cancelled);

        await _registry.PushAsync("dotnet/aspnet", "10.0", DockerList);
        var pinned = await Pin(Options, reference);
        (await File.ReadAllBytesAsync(Options.LockFile, Cancelled)).ShouldBe(before);
        pinned.DigestOf(ImageReference.Parse(reference))!.ToString().ShouldBe(Index.Digest);

        using var pinner = new Pinner(Options, new ResolutionCache());
        (await pinner.UpdateAsync(new UpdateRequest { Today = new DateOnly(2026, 11, 26), Write = _ => true }, Cancelled)).Changes
            .ShouldHaveSingleItem().To.ToString().ShouldBe(DockerList.Digest);
        (await Pin(Options with { Locked = true }, reference)).DigestOf(ImageReference.Parse(reference))!.ToString()
            .ShouldBe(DockerList.Digest);
    }

    [Fact]
    public async Task A_mirror_of_mcr_is_resolved()
    {
        await _registry.PushAsync("mcr/dotnet/sdk", "10.0", Index);
        ImageMirrors.TryCreate([("mcr.microsoft.com", $"{_registry.Authority}/mcr")], out var mirrors, out _).ShouldBeTrue();

        var result = await Pin(Options with { Mirrors = mirrors! }, "mcr.microsoft.com/dotnet/sdk:10.0");

        result.Problems.ShouldBeEmpty();
        result.LockFile.Images.Keys.ShouldBe(["mcr.microsoft.com/dotnet/sdk:10.0"]);
        result.DigestOf(ImageReference.Parse("mcr.microsoft.com/dotnet/sdk:10.0"))!.ToString().ShouldBe(Index.Digest);
    }

    [Fact]
    public async Task Twenty_images_of_a_publish_take_little_longer_than_one()
    {
        for (var i = 0; i < 21; i++)
        {
            await _registry.PushAsync("library/app", $"{i}", TestImage.CreateIndex(docker: false, TestImage.Create(salt: $"{i}"), Arm64));
        }

        await Pin(Options, $"{_registry.Authority}/library/app:20");
        var clock = Stopwatch.StartNew();
        var result = await Pin(Options, [.. Enumerable.Range(0, 20).Select(i => $"{_registry.Authority}/library/app:{i}")]);
        var elapsed = clock.Elapsed;

        TestContext.Current.TestOutputHelper!.WriteLine($"20 references in {elapsed.TotalMilliseconds:0} ms");
        result.Problems.ShouldBeEmpty();
        result.LockFile.Images.Count.ShouldBe(21);
        elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10));
    }
}
