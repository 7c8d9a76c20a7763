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
    [InlineData("--self-contained:true", true)]
    [InlineData("-p:PublishProfile=Linux", null)]
    [InlineData("-p:PublishProfile=Linux --self-contained", true)]
    [InlineData("@options.rsp", null)]
    public void Self_contained(string options, bool? expected) => App($"src/App/App.csproj {options}").IsSelfContained.ShouldBe(expected);

    /// <summary>Up to .NET 7 a runtime identifier made the application self-contained.</summary>
    [Fact]
    public void A_runtime_identifier_of_an_old_framework_decides_nothing() =>
        App("src/App/App.csproj -f net6.0 -r linux-x64").IsSelfContained.ShouldBeNull();

    [Theory]
    [InlineData("", "")]
    [InlineData("-r linux-musl-x64", "linux-musl-x64")]
    [InlineData("--runtime=linux-arm64", "linux-arm64")]
    [InlineData("-r:linux-x64", "linux-x64")]
    [InlineData("/p:RuntimeIdentifier=linux-x64", "linux-x64")]
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

    /// <summary>One of them is for another processor, for example. What they do not agree on is unknown.</summary>
    [Theory]
    [InlineData("--self-contained", "--self-contained -r linux-arm64", true, null)]
    [InlineData("-r linux-x64", "-r linux-arm64", false, null)]
    [InlineData("-r linux-x64", "--self-contained -r linux-x64", null, "linux-x64")]
    public void Two_publishes_of_the_project_decide_what_they_have_in_common(string one, string other, bool? selfContained, string? rid)
    {
        var app = Of($"FROM a\nRUN dotnet publish App.csproj {one} || dotnet publish App.csproj {other}\n")!;

        app.IsSelfContained.ShouldBe(selfContained);
        app.RuntimeIdentifier.ShouldBe(rid);
        app.Publish.ShouldBeNull();
        app.AssemblyName.ShouldBe("App");
    }

    [Theory]
    [InlineData("dotnet msbuild App.csproj \"/t:Restore;Publish\" -p:PublishAot=true")]
    [InlineData("dotnet build App.csproj -t:Publish /p:PublishAot=true")]
    [InlineData("dotnet build -target publish App.csproj -p PublishAot=true")]
    public void The_target_Publish_publishes_as_well(string command) => Of($"FROM a\nRUN {command}\n")!.IsAot.ShouldBe(true);

    [Fact]
    public void A_build_does_not_apply_the_properties_of_a_publish()
    {
        var project = Project with { PublishAot = true };

        Of("FROM a\nRUN dotnet build App.csproj\n", project)!.IsSelfContained.ShouldBeNull();
        Of("FROM a\nCOPY src/App/bin/Release/net8.0 /app\nCMD dotnet /app/App.dll\n", project)!.IsPublished.ShouldBeFalse();
        Of("FROM a\nCOPY src/App/bin/Release/net8.0/publish /app\nCMD dotnet /app/App.dll\n", project)!.IsPublished.ShouldBeTrue();
    }

    [Fact]
    public void A_property_that_the_command_sets_can_be_part_of_another_one()
    {
        var project = Project with
        {
            UsedProperties = new Dictionary<string, IReadOnlySet<string>>(StringComparer.OrdinalIgnoreCase)
            {
                ["AssemblyName"] = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "Prefix" },
                ["TargetFramework"] = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "Net" },
            },
        };

        Of("FROM a\nRUN dotnet publish App.csproj -p:prefix=Shop\n", project)!.AssemblyName.ShouldBeNull();
        Of("FROM a\nRUN dotnet publish App.csproj -p:Net=net10.0\n", project)!.Frameworks.ShouldBeEmpty();
        Of("FROM a\nRUN dotnet publish App.csproj -p:Other=1\n", project)!.AssemblyName.ShouldBe("App");
    }

    private static PublishedApp App(string arguments) => Of($"FROM a\nARG SC ARCH FRAMEWORK PROJECT\nRUN dotnet publish {arguments}\n")!;

    private static PublishedApp? Of(string text, ProjectFacts? project = null) => new FileAnalysis(
        DockerfileModel.Create(DockerfileParser.Parse(SourceText.From(text, "Dockerfile"))),
        Check.Facts with { Project = project ?? Project, Folder = "/context" }).App;
}
