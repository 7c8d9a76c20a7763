using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Publish;

/// <summary>The commands of the how-to guides, in the order in which a reader types them.</summary>
public sealed class HowToTests(PublishedPackage package)
{
    private const string OldDockerfile = """
        FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
        WORKDIR /src
        COPY . .
        RUN dotnet publish -c Release -o /out

        FROM mcr.microsoft.com/dotnet/aspnet:10.0
        MAINTAINER team@example.com
        ENV PASSWORD=hunter2-of-the-team
        COPY --from=build /out /app
        USER root
        ENTRYPOINT dotnet /app/app.dll

        """;

    /// <summary>The pages, and the Dockerfile of their reader.</summary>
    public static TheoryData<string, string?> Pages { get; } = new()
    {
        { "docs/how-to/existing-repository.md", OldDockerfile },
        { "docs/how-to/migrate.md", VisualStudioFiles.Dockerfile },
        { "docs/how-to/offline.md", null },
        { "docs/fixing.md", OldDockerfile },
    };

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Each_command_works(string page, string? dockerfile)
    {
        using var workspace = package.Locked();
        workspace.Write("containerguard.lock.json", Workspaces.LockFile(
            ("mcr.microsoft.com/dotnet/sdk:10.0", Workspaces.SdkDigest, ""),
            ("mcr.microsoft.com/dotnet/aspnet:10.0", Workspaces.RuntimeDigest, ""),
            ("mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled-extra", Workspaces.RuntimeDigest, "1654")));
        var app = workspace.Web();
        if (dockerfile is not null) app.File("Dockerfile", dockerfile);

        foreach (var command in DocumentedSession.Read(page))
        {
            var words = command.Text.Split(' ');
            if (words[0] == "containerguard")
            {
                var folder = Path.GetDirectoryName(app.Combine("Dockerfile"))!;
                var result = await Command.RunAsync(await package.InstalledToolAsync(), words[1..], folder, package.Environment);
                // A check that finds something ends with 1.
                if (words[1] != "check" || result.ExitCode != 1) result.ShouldSucceed();
                continue;
            }

            words[0].ShouldBe("dotnet");
            (await app.DotNet(words[1..])).ShouldSucceed();
        }
    }

    /// <summary>The guide is about a publish that fails without it.</summary>
    [Fact]
    public async Task The_repository_of_the_guide_does_not_publish_before()
    {
        using var workspace = package.Locked();
        var result = await workspace.Web().File("Dockerfile", OldDockerfile).Publish();

        result.ShouldFail();
        result.Output.ShouldContain("dotnet build -t:ContainerGuardUpdateBaseline");
    }
}
