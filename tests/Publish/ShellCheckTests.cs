using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Publish;

/// <summary>ShellCheck at the edge of a real build; a shell script stands in for it, and finds the same fault in every script.</summary>
public sealed class ShellCheckTests(PublishedPackage package)
{
    private const string Findings = """
        echo run >> "$(dirname "$0")/runs"
        shift 3
        printf '{"comments":['
        separator=
        for file; do
          printf '%s{"file":"%s","line":2,"endLine":2,"column":1,"endColumn":3,"level":"warning","code":2164,"message":"Use cd || exit.","fix":null}' "$separator" "$file"
          separator=,
        done
        printf ']}'
        exit 1
        """;

    [Fact]
    public async Task The_scripts_of_all_files_are_one_question_and_its_findings_stand_in_the_files()
    {
        using var workspace = Repository(Findings, "");

        var result = (await Build(workspace)).ShouldSucceed();

        var found = result.Warnings.Where(warning => warning.Code == "CG6012").ToList();
        found.Select(warning => (warning.File, warning.Line, warning.Column)).ShouldBe(
            [(workspace.Combine("a.Dockerfile"), 2, 5), (workspace.Combine("b.Dockerfile"), 3, 5)], ignoreOrder: true);
        found[0].Message.ShouldContain("SC2164: Use cd || exit");
        workspace.Read("tools/runs").ShouldBe("run\n");
    }

    [Theory]
    [InlineData("<NoWarn>CG6012</NoWarn>")]
    [InlineData("<ContainerGuardShellCheck>false</ContainerGuardShellCheck>")]
    [InlineData("<ContainerGuardLevel>minimum</ContainerGuardLevel>")]
    public async Task Nothing_is_started_where_nothing_of_it_would_be_reported(string properties)
    {
        using var workspace = Repository(Findings, properties);

        (await Build(workspace)).ShouldSucceed().Warnings.ShouldNotContain(warning => warning.Code == "CG6012");

        File.Exists(workspace.Combine("tools", "runs")).ShouldBeFalse();
    }

    [Fact]
    public async Task One_that_prints_rubbish_is_said_once_and_the_rest_is_checked()
    {
        using var workspace = Repository("echo hello", "");

        var result = (await Build(workspace)).ShouldSucceed();

        var warning = result.Warnings.Where(warning => warning.Code == "CG0032").ShouldHaveSingleItem();
        warning.Message.ShouldContain("Its output is not valid.");
        result.Warnings.ShouldContain(other => other.Code == "CG2001");
    }

    [Fact]
    public async Task One_that_is_named_and_not_there_is_said()
    {
        using var workspace = Repository("", "<ContainerGuardShellCheck>tools/none</ContainerGuardShellCheck>");

        (await Build(workspace)).ShouldSucceed().Warnings
            .Where(warning => warning.Code == "CG0032").ShouldHaveSingleItem().Message.ShouldContain("'tools/none'");
    }

    private Task<CommandResult> Build(TestWorkspace workspace) =>
        DotNetCli.RunAsync(workspace.Path, ["build", "Repository.proj"], package.Environment);

    private TestWorkspace Repository(string program, string properties)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The stand-in for ShellCheck is a shell script, which Windows does not start.");
        var workspace = package.Locked();
        workspace.Write("Repository.proj", $"""
            <Project Sdk="ContainerGuard/{package.Version}">
              <PropertyGroup>
                <ContainerGuardPinning>off</ContainerGuardPinning>
                <ContainerGuardShellCheck>tools/shellcheck</ContainerGuardShellCheck>
                {properties}
              </PropertyGroup>
              <ItemGroup>
                <ContainerGuardDockerfile Include="*.Dockerfile" />
              </ItemGroup>
            </Project>
            """);
        workspace.Write("a.Dockerfile", "FROM debian\nRUN cd /x; ls\nUSER 1\n");
        workspace.Write("b.Dockerfile", "FROM debian\n# twice\nRUN cd /x; ls\nUSER 1\n");
        var path = workspace.Write("tools/shellcheck", $"#!/bin/sh\n{program}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return workspace;
    }
}
