using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;
using ContainerGuard.Text;

namespace ContainerGuard.Tests.Unit.Rules.Projects;

/// <summary>The options of dotnet publish override the properties of the project; what a build argument decides is unknown.</summary>
public sealed class PublishedAppTests
{
    private static readonly ProjectFacts Project = new()
    {
        ProjectFile = "/context/src/App/App.csproj",
        AssemblyName = "App",
        TargetFrameworks = ["net8.0"],
        IsExecutable = true,
        IsSelfContained = false,
        PublishAot = false,
        PublishSingleFile = false,
        UseAppHost = true,
        RollForward = "",
        RuntimeIdentifier = "",
    };

    [Theory]
    [InlineData("", false)]
    [InlineData("--self-contained", true)]
    [InlineData("--self-contained true -o /app", true)]
    [InlineData("--self-contained false", false)]
    [InlineData("--self-contained=false", false)]
    [InlineData("--sc", true)]
    [InlineData("--no-self-contained", false)]
    [InlineData("--self-contained -c Release", true)]
    [InlineData("--self-contained $SC", null)]
    [InlineData("-p:SelfContained=true", true)]
    [InlineData("/p:SelfContained=true", true)]
    [InlineData("-p SelfContained=true", true)]
    [InlineData("\"--property:SelfContained=false;PublishAot=true\"", true)]
    [InlineData("-p:PublishTrimmed=true", true)]
    [InlineData("-p:SelfContained=$SC", null)]
    [InlineData("-r linux-x64", false)]
    public void Self_contained(string options, bool? expected) => App($"src/App/App.csproj {options}").IsSelfContained.ShouldBe(expected);

    /// <summary>Up to .NET 7 a runtime identifier made the application self-contained.</summary>
    [Fact]
    public void A_runtime_identifier_of_an_old_framework_decides_nothing() =>
        App("src/App/App.csproj -f net6.0 -r linux-x64").IsSelfContained.ShouldBeNull();

    [Theory]
    [InlineData("", "")]
    [InlineData("-r linux-musl-x64", "linux-musl-x64")]
    [InlineData("--runtime=linux-arm64", "linux-arm64")]
    [InlineData("-a $TARGETARCH", null)]
    [InlineData("--os linux", null)]
    [InlineData("--runtime linux-$ARCH", null)]
    public void Runtime_identifier(string options, string? expected) =>
        App($"src/App/App.csproj {options}").RuntimeIdentifier.ShouldBe(expected);

    [Theory]
    [InlineData("", "net8.0")]
    [InlineData("-f net10.0", "net10.0")]
    [InlineData("--framework=net10.0", "net10.0")]
    [InlineData("-f $FRAMEWORK", "")]
    public void Framework(string options, string expected) =>
        string.Join(',', App($"src/App/App.csproj {options}").Frameworks.Select(static framework => framework.Moniker)).ShouldBe(expected);

    [Theory]
    [InlineData("src/App/App.csproj")]
    [InlineData("./src/App/app.csproj -c Release")]
    [InlineData("-c Release src/App")]
    [InlineData("--verbosity quiet /src/App/App.csproj /m")]
    public void A_command_that_names_the_project_is_its_own(string arguments) => App(arguments).Project.ShouldBe(Project);

    [Theory]
    [InlineData("src/Other/Other.csproj")]
    [InlineData("$PROJECT")]
    public void A_command_that_names_another_project_is_not(string arguments) => App(arguments).Project.ShouldBeNull();

    [Fact]
    public void Several_other_projects_are_none() =>
        Of("FROM a AS b\nRUN dotnet publish A.csproj && dotnet publish B.csproj\n").ShouldBeNull();

    [Fact]
    public void The_own_project_is_found_among_several() =>
        Of("FROM a AS b\nRUN dotnet publish Tool.csproj && dotnet publish src/App/App.csproj -f net10.0\n").ShouldNotBeNull()
            .Frameworks.ShouldHaveSingleItem().Major.ShouldBe(10);

    private static PublishedApp App(string arguments) => Of($"FROM a\nARG SC ARCH FRAMEWORK PROJECT\nRUN dotnet publish {arguments}\n")!;

    private static PublishedApp? Of(string text) => new FileAnalysis(
        DockerfileModel.Create(DockerfileParser.Parse(SourceText.From(text, "Dockerfile"))),
        Check.Facts with { Project = Project, Folder = "/context" }).App;
}
