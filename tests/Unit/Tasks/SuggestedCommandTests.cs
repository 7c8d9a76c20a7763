using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Unit.Tasks;

/// <summary>A command in a message works in the folder where the build was started.</summary>
public sealed class SuggestedCommandTests : IDisposable
{
    private const string Plain = "Run 'dotnet build -t:ContainerGuardFix' to pin it.";

    private readonly TemporaryDirectory _folder = new();
    private readonly Dictionary<string, string> _properties = [];

    public SuggestedCommandTests()
    {
        Project("web", hasPackage: true);
        Project("lib", hasPackage: false);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_only_project_of_the_folder_need_not_be_named() => In("web").ShouldBe(Plain);

    [Fact]
    public void Without_the_folder_nothing_is_known_and_nothing_is_named() =>
        new SuggestedCommand(_folder.Combine("web", "web.csproj"), "", _properties).In(Plain).ShouldBe(Plain);

    [Fact]
    public void One_of_two_projects_of_a_folder_is_named()
    {
        _folder.Write("web/tests.csproj", "<Project />");

        In("web").ShouldBe("Run 'dotnet build web.csproj -t:ContainerGuardFix' to pin it.");
    }

    [Theory]
    [InlineData("", "web/web.csproj")]
    [InlineData("lib", "../web/web.csproj")]
    public void From_another_folder_the_project_is_named(string folder, string path) =>
        In(folder).ShouldBe($"Run 'dotnet build {path} -t:ContainerGuardFix' to pin it.");

    [Fact]
    public void A_path_with_a_blank_is_quoted()
    {
        Project("my web", hasPackage: true);

        In("", "my web").ShouldBe("""Run 'dotnet build "my web/my web.csproj" -t:ContainerGuardFix' to pin it.""");
    }

    [Fact]
    public void A_solution_with_a_project_without_the_package_cannot_run_the_target_so_the_project_is_named()
    {
        Solution("web", "lib");

        In("").ShouldBe("Run 'dotnet build web/web.csproj -t:ContainerGuardFix' to pin it.");
    }

    [Fact]
    public void A_solution_whose_projects_all_have_the_package_runs_the_target_in_each()
    {
        Project("api", hasPackage: true);
        _folder.Write("node/node.proj", """<Project Sdk="ContainerGuard/0.1.0" />""");
        Solution("web", "api", "node/node.proj");

        In("").ShouldBe(Plain);
    }

    [Fact]
    public void A_build_that_was_started_far_away_by_an_IDE_gives_the_command_for_the_project_s_folder()
    {
        Directory.CreateDirectory(_folder.Combine("a", "b", "c"));

        In("a/b/c").ShouldBe(Plain);
    }

    [Fact]
    public void A_text_without_a_command_stays_as_it_is() =>
        new SuggestedCommand("/missing/a.csproj", "/missing", _properties).In("No tag.").ShouldBe("No tag.");

    private string In(string folder, string project = "web") =>
        new SuggestedCommand(
            _folder.Combine(project, $"{project}.csproj"), Path.TrimEndingDirectorySeparator(_folder.Combine(folder)), _properties)
            .In(Plain);

    private void Project(string name, bool hasPackage)
    {
        _folder.Write($"{name}/{name}.csproj", """<Project Sdk="Microsoft.NET.Sdk.Web" />""");
        var import = hasPackage ? """<Import Project="$(NuGetPackageRoot)containerguard/0.1.0/build/ContainerGuard.targets" />""" : "";
        _folder.Write($"{name}/obj/{name}.csproj.nuget.g.targets", $"<Project>{import}</Project>");
    }

    private void Solution(params string[] projects)
    {
        _properties["SolutionPath"] = _folder.Write("all.slnx", "<Solution />");
        var lines = projects.Select(project =>
        {
            var path = project.Contains('/', StringComparison.Ordinal) ? project : $"{project}/{project}.csproj";
            return $"""<ProjectConfiguration Project="x" AbsolutePath="{_folder.Combine(path)}">Debug|AnyCPU</ProjectConfiguration>""";
        });
        _properties["CurrentSolutionConfigurationContents"] = $"<SolutionConfiguration>{string.Concat(lines)}</SolutionConfiguration>";
    }
}
