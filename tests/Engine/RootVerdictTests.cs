using ContainerGuard.Analysis;
using ContainerGuard.Rules;
using ContainerGuard.Tests.Support;
using ContainerGuard.Text;

namespace ContainerGuard.Tests.Engine;

/// <summary>Root or not: what is said with the lock file at hand is what the kernel says of the running process.</summary>
public sealed class RootVerdictTests(DockerEngine engine, LockedImages images) : EngineTest(engine), IClassFixture<LockedImages>
{
    private static readonly string[] Endings =
    [
        "",
        "USER 1000:1000",
        "USER 1000\nUSER root",
        "USER $APP_UID",
        "USER 1000\nFROM base AS last",
        "USER 1000\nFROM base AS last\nUSER 0:1000",
    ];

    [Theory]
    [InlineData("debian:bookworm-slim")]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:10.0")]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled")]
    [InlineData("mcr.microsoft.com/dotnet/runtime:10.0-noble-chiseled-extra")]
    [InlineData("mcr.microsoft.com/dotnet/runtime-deps:10.0-noble")]
    [InlineData("mcr.microsoft.com/dotnet/sdk:10.0")]
    [InlineData("node:24-slim")]
    [InlineData("python:3.11-slim")]
    public async Task A_known_base_tells_whether_the_process_is_root(string image)
    {
        foreach (var ending in Endings)
        {
            // Some bases have no program that waits.
            var text =
                $"FROM {image} AS base\nCOPY --from=debian:bookworm-slim /bin/sleep /wait\n{ending}\nENTRYPOINT [\"/wait\", \"60\"]\n";
            var facts = new FileFacts { Today = new DateOnly(2026, 11, 25), Locked = images.Locked };
            var verdict = FinalImage.Of(RuleRunner.Read(SourceText.From(text, "Dockerfile"), facts), facts)!.RunsAsRoot;

            using var folder = new TemporaryDirectory();
            var dockerfile = folder.Write("Dockerfile", text);
            await using var built = await Engine.Build(folder.Path, dockerfile, images.BuildOptions);
            await using var container = await built.Run();
            verdict.ShouldBe(await container.UserId() == 0, text);
        }
    }
}
