using System.Text.RegularExpressions;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Publish;

/// <summary>
/// GitHub and VS Code show a finding at its place: their problem matchers take every line of a build that has a code of ours.
/// </summary>
public sealed partial class ProblemMatcherTests(PublishedPackage package)
{
    private const string Naive = """
        FROM node
        MAINTAINER me
        ENV DB_PASSWORD=hunter2
        RUN apt-get update
        RUN apt-get install curl | tee log
        RUN cd /src && sudo npm install
        ADD . /src
        RUN curl -k https://example.com/install.sh | sh
        EXPOSE 22
        USER root
        CMD npm start

        """;

    [Fact]
    public async Task Findings_in_files_about_files_and_about_the_project_are_all_matched()
    {
        using var workspace = package.Locked();
        var app = workspace.Web().Environment("GITHUB_ACTIONS", "true")
            .Property("ContainerGuardPining", "off")
            .Property("ContainerGuardShellCheck", "no-such-program")
            .Item("ContainerGuardDockerfile", "Dockerfile;Missing.Dockerfile")
            .File("Dockerfile", Naive);

        var output = (await app.Publish()).ShouldFail().Output;

        var found = ShouldAllMatch(output, app.ProjectFile);
        found.Count.ShouldBeGreaterThan(15, output);
        found.ShouldContain(line => line.File == app.Combine("Dockerfile") && line.Code == "CG3001" && line.Line == 10);
        found.ShouldContain(line => line.File == app.Combine("Missing.Dockerfile") && line.Code == "CG0004" && line.Line == 1);
        found.ShouldContain(line => line.File == app.ProjectFile && line.Code == "CG0032" && line.Line == 1);
        found.ShouldContain(line => line.File == app.ProjectFile && line.Code == "CG0002" && line.Line > 1);
    }

    [Theory]
    [InlineData("CG0003", "-p:ContainerGuardLevel=hihg")]
    [InlineData("CG0004", "-p:ContainerGuardBaseline=missing.json")]
    [InlineData("CG0001", "-p:_ContainerGuardMSBuildVersion=17.14.8")]
    [InlineData("CG0020", "-p:ContainerGuardLockFile=broken.json")]
    public async Task What_stops_a_publish_is_matched(string code, string argument)
    {
        using var workspace = package.Locked();
        var app = workspace.Web().Environment("GITHUB_ACTIONS", "true").File("broken.json", "{").File("Dockerfile", Naive);

        var output = (await app.Publish(argument)).ShouldFail().Output;

        ShouldAllMatch(output, app.ProjectFile).ShouldContain(line => line.Code == code, output);
    }

    [Fact]
    public async Task What_is_wrong_with_a_registry_is_matched()
    {
        using var workspace = package.NewWorkspace();
        var app = workspace.Web().Environment("GITHUB_ACTIONS", "true").Mirror("mcr.microsoft.com", "localhost:1/mcr");

        var output = (await app.Target("ContainerGuardPin")).ShouldFail().Output;

        ShouldAllMatch(output, app.ProjectFile).ShouldContain(line => line.Code == "CG0010", output);
    }

    /// <summary>Elsewhere the name of the project stays as it is.</summary>
    [Fact]
    public async Task VS_Code_matches_what_is_about_the_project()
    {
        using var workspace = package.Locked();
        var app = workspace.Web().Property("ContainerGuardLevel", "hihg");

        var line = (await app.Build()).ShouldFail().Output.Split('\n').First(static line => Coded().IsMatch(line)).TrimEnd('\r');

        foreach (var matcher in ProblemMatcher.All.Where(static matcher => matcher != ProblemMatcher.SetupDotNet))
        {
            var found = matcher.Match(line).ShouldNotBeNull(line);
            (found.File, found.Severity, found.Code).ShouldBe((app.ProjectFile, "error", "CG0003"), line);
            found.Line.ShouldBeGreaterThan(1, "where the property is set");
        }
    }

    /// <summary>What GitHub shows of the lines with a code of ours, each once.</summary>
    private static List<(string File, int Line, int Column, string Severity, string Code)> ShouldAllMatch(string output, string project)
    {
        List<(string File, int Line, int Column, string Severity, string Code)> found = [];
        foreach (var line in output.Split('\n')
            .Select(static line => line.TrimEnd('\r')).Where(static line => Coded().IsMatch(line)).Distinct())
        {
            line.ShouldEndWith($" [{project}]");
            foreach (var matcher in ProblemMatcher.All)
            {
                var match = matcher.Match(line).ShouldNotBeNull($"{matcher} does not match: {line}");
                Path.IsPathRooted(match.File).ShouldBeTrue(line);
                match.Code.ShouldStartWith("CG");
                match.Severity.ShouldBeOneOf("error", "warning");
                if (matcher == ProblemMatcher.SetupDotNet) found.Add(match with { File = Path.GetFullPath(match.File) });
            }
        }

        return found;
    }

    [GeneratedRegex(@"\b(error|warning) CG\d{4}\b")]
    private static partial Regex Coded();
}
