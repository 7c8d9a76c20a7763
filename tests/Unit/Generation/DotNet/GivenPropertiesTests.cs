using ContainerGuard.Generation;
using ContainerGuard.Generation.DotNet;
using ContainerGuard.Tests.Unit.Context;

namespace ContainerGuard.Tests.Unit.Generation.DotNet;

/// <summary>What the build on this machine was told, or found, holds in the image.</summary>
public sealed class GivenPropertiesTests
{
    private const string App = "/repo/src/Api/Api.csproj";
    private const string Version = "org.opencontainers.image.version";

    [Theory]
    [InlineData("Version", "1.2.3", "-p:Version=1.2.3")]
    [InlineData("DefineConstants", "A;B", "-p:DefineConstants=A%3BB")]
    [InlineData("PublishReadyToRun", "true", "-p:PublishReadyToRun=true")]
    [InlineData("MyFlavour", "blue", "-p:MyFlavour=blue")]
    public void A_property_of_the_command_line_is_one_of_the_image(string name, string value, string option)
    {
        var commands = Commands((name, value));

        Has(commands, "dotnet restore ", $" {option} ");
        Has(commands, "dotnet publish ", $" {option} ");
    }

    [Theory]
    [InlineData("Unread", "x")]
    [InlineData("ApiToken", "secret")]
    [InlineData("SolutionDir", "/home/me/")]
    [InlineData("ToolsFolder", "/opt/tools")]
    [InlineData("PublishDir", "out/")]
    [InlineData("_IsPublishing", "true")]
    public void One_that_nothing_reads_and_secrets_and_paths_of_this_machine_are_not(string name, string value) =>
        Commands((name, value)).ShouldAllBe(command => !command.Contains(name));

    [Fact]
    public void The_configuration_is_that_of_the_command()
    {
        var commands = Commands(("Configuration", "Staging"));

        Has(commands, "dotnet publish ", " -c Staging ");
        Has(commands, "dotnet restore ", " -p:Configuration=Staging ");
    }

    [Theory]
    [InlineData("MinVer/6.0.0")]
    [InlineData("Nerdbank.GitVersioning/3.9.0")]
    [InlineData("GitVersion.MsBuild/6.0.0")]
    [InlineData("Microsoft.SourceLink.GitHub/8.0.0")]
    public void A_version_from_git_gets_the_history_as_a_named_context(string package)
    {
        var plan = PlanOf(WithLabel, ("/repo/.git/HEAD", ""), (Assets, AssetsWith(package)));

        plan.Inputs.NamedContexts.ShouldBe([new NamedContext("git-history", "/repo/.git", "/src/.git")]);
        GeneratedImage.Of(plan).Stage("build").Mounts.ShouldContain("type=bind,from=git-history,target=/src/.git");
        GeneratedImage.Of(plan).Label(Version).ShouldBe(package.Contains("SourceLink", StringComparison.Ordinal) ? "1.0.0" : null);
    }

    [Fact]
    public void Without_such_a_package_there_is_no_history_and_the_label_is_the_version()
    {
        var plan = PlanOf(WithLabel, ("/repo/.git/HEAD", ""), (Assets, AssetsWith("Other/1.0.0")));

        plan.Inputs.NamedContexts.ShouldBeEmpty();
        GeneratedImage.Of(plan).Label(Version).ShouldBe("1.0.0");
    }

    [Fact]
    public void A_work_tree_whose_history_is_elsewhere_is_refused() => PlanOf(
        Project.Web(), ("/repo/.git", "gitdir: /elsewhere"), (Assets, AssetsWith("MinVer/6.0.0"))).Problem()!
        .ShouldContain("MinVer computes the version from git, but /repo/.git is a file, which points to a repository elsewhere.");

    [Fact]
    public void A_root_above_the_context_is_refused_where_it_matters()
    {
        PlanOf(Project.Web(), ("/.git/HEAD", ""), (Assets, AssetsWith("Nerdbank.GitVersioning/3.9.0"))).Problem()!
            .ShouldContain("Set ContainerGuardContext to the root of the repository, or set ContainerGuardLayout=publish");
        PlanOf(Project.Web(), ("/.git/HEAD", ""), (Assets, AssetsWith("MinVer/6.0.0"))).Problem().ShouldBeNull();
    }

    [Fact]
    public void Variables_in_a_configuration_of_NuGet_are_secrets_from_the_environment()
    {
        var plan = PlanOf(Project.Web(), ("/repo/nuget.config", """
            <configuration><packageSources><add key="corp" value="https://feed.corp/v3/index.json" /></packageSources>
              <packageSourceCredentials><corp><add key="Username" value="%FEED_USER%" /><add key="ClearTextPassword" value="%FEED_TOKEN%" /></corp></packageSourceCredentials></configuration>
            """));

        plan.Inputs.SecretVariables.ShouldBe(["FEED_TOKEN", "FEED_USER"]);
        plan.Inputs.Files.ShouldContain("nuget.config");
        GeneratedImage.Of(plan).Stage("build").Mounts.ShouldContain("type=secret,id=FEED_TOKEN,env=FEED_TOKEN");
    }

    [Theory]
    [InlineData("https://feed.corp/v3/index.json", true)]
    [InlineData("https://other.corp/v3/index.json", false)]
    public void A_configuration_of_the_person_counts_if_restore_used_its_source(string used, bool isSecret) => (PlanOf(
        Project.Web(),
        ("/home/me/.nuget/NuGet/NuGet.Config",
            """<configuration><packageSources><add key="corp" value="https://feed.corp/v3/index.json" /></packageSources></configuration>"""),
        ("/repo/nuget.config", "<configuration><packageSources><clear /></packageSources></configuration>"),
        ("/repo/src/Api/obj/Api.csproj.nuget.dgspec.json", $$"""
            { "projects": { "{{App}}": { "restore": { "configFilePaths": ["/repo/nuget.config", "/home/me/.nuget/NuGet/NuGet.Config"],
              "sources": { "{{used}}": {} } } } } }
            """)).Inputs.Secrets.Count == 1).ShouldBe(isSecret);

    private const string Assets = "/repo/src/Api/obj/project.assets.json";

    private static void Has(IReadOnlyList<string> commands, string start, string option) => commands.ShouldContain(
        command => command.StartsWith(start, StringComparison.Ordinal) && command.Contains(option, StringComparison.Ordinal));

    private static DotNetProject WithLabel => Project.Web() with
    {
        PackageVersion = "1.0.0", Labels = new Dictionary<string, string> { [Version] = "1.0.0" },
    };

    private static IReadOnlyList<string> Commands(params (string Name, string Value)[] given) => GeneratedImage.Of(PlanOf(
        Project.Web() with
        {
            Given = GivenProperties.Of(given.ToDictionary(static one => one.Name, static one => one.Value)),
        })).Stage("build").Commands;

    private static ContainerPlan PlanOf(DotNetProject project, params (string Path, string Text)[] files) => DotNetPlanner.Answer(
        project,
        new MemoryFileSystem([
            (App, "<Project><PropertyGroup><A>$(MyFlavour)$(ApiToken)$(ToolsFolder)</A></PropertyGroup></Project>"), .. files]),
        "/repo/src/Api/obj");

    private static string AssetsWith(string package) => $$"""
        { "libraries": { "{{package}}": { "type": "package" } },
          "project": { "frameworks": { "net10.0": { "dependencies": { "{{package.Split('/')[0]}}": {} } } } } }
        """;
}
