using ContainerGuard.Tests.Support;
using Microsoft.Build.Execution;
using Microsoft.Build.Utilities;

namespace ContainerGuard.Tests.Unit.Tasks;

/// <summary>The practices over the properties of the SDK's PublishContainer, and the places of the findings.</summary>
public sealed class CheckContainerTests : IDisposable
{
    private const string Aspnet = "mcr.microsoft.com/dotnet/aspnet:10.0";

    private readonly TemporaryDirectory _folder = new();
    private readonly RecordingEngine _engine = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(Aspnet, "", "")]
    [InlineData(Aspnet, "1654", "")]
    [InlineData(Aspnet, "app", "")]
    [InlineData(Aspnet, "root", "CG3001")]
    [InlineData(Aspnet, "0", "CG3001")]
    [InlineData(Aspnet, "0:0", "CG3001")]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled", "", "")]
    [InlineData("mcr.microsoft.com/dotnet/runtime-deps:10.0-alpine", "", "")]
    [InlineData("debian:13-slim", "", "CG3002")]
    [InlineData("debian:13-slim", "10001", "")]
    [InlineData("debian:latest", "10001", "CG2002")]
    [InlineData("debian", "10001", "CG2001")]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:6.0", "10001", "CG2005")]
    public void The_base_image_and_the_user_are_checked(string image, string user, string code)
    {
        Task(image, user).Execute();

        Codes().ShouldBe(code.Length == 0 ? [] : [code]);
    }

    [Theory]
    [InlineData("DB_PASSWORD", "hunter2-hunter2", "CG4001")]
    [InlineData("DB_PASSWORD_FILE", "/run/secrets/db", "")]
    [InlineData("GREETING", "hello $world \"and\" 'others'", "")]
    [InlineData("ASPNETCORE_ENVIRONMENT", "Development", "CG6013")]
    [InlineData("ASPNETCORE_ENVIRONMENT", "Production", "")]
    [InlineData("ASPNETCORE_HTTP_PORTS", "80", "CG3003")]
    [InlineData("ASPNETCORE_HTTP_PORTS", "8080", "")]
    public void The_variables_are_checked_and_no_value_of_a_secret_is_shown(string name, string value, string code)
    {
        var task = Task(Aspnet, "");
        task.EnvironmentVariables = [new TaskItem(name, new Dictionary<string, string> { ["Value"] = value })];

        task.Execute();

        Codes().ShouldBe(code.Length == 0 ? [] : [code]);
        string.Concat(_engine.Messages).ShouldNotContain("hunter2");
    }

    [Fact]
    public void A_remedy_names_the_property_and_not_an_instruction()
    {
        Task(Aspnet, "root").Execute();
        Task("debian:13-slim", "").Execute();

        foreach (var message in _engine.Messages)
        {
            message.ShouldContain("ContainerUser");
            message.ShouldNotContain("'USER");
            message.ShouldNotContain("stage");
        }
    }

    [Fact]
    public void The_last_definition_is_the_place_and_a_condition_or_a_foreign_value_has_none()
    {
        _folder.Write("Directory.Build.props", Properties("<ContainerUser>root</ContainerUser>"));
        var project = _folder.Write("src/app/app.csproj", Properties("<AssemblyName>app</AssemblyName>"));
        Place("root").ShouldBe((_folder.Combine("Directory.Build.props"), 3));
        Place("0").ShouldBe((project, 0));

        _folder.Write("src/app/app.csproj", Properties("\n<ContainerUser>root</ContainerUser>"));
        Place("root").ShouldBe((project, 4));

        _folder.Write("src/Directory.Build.targets", """
            <Project>
              <Choose>
                <When Condition="'$(A)' == ''">
                  <PropertyGroup>
                    <ContainerUser>root</ContainerUser>
                  </PropertyGroup>
                </When>
              </Choose>
            </Project>
            """);
        Place("root").ShouldBe((project, 0));

        static string Properties(string properties) => $"<Project>\n<PropertyGroup>\n{properties}\n</PropertyGroup>\n</Project>";

        (string, int) Place(string value)
        {
            var place = new ContainerPlaces(project, new Dictionary<string, string>()).OfProperty("ContainerUser", value);
            return (place.Path, place.Line);
        }
    }

    [Theory]
    [InlineData("ContainerEntrypoint")]
    [InlineData("ContainerAppCommand")]
    public void A_finding_about_the_process_is_where_the_project_sets_it(string item)
    {
        const string Words = "dotnet;/app/app.dll;--urls;http://localhost:8080";
        var task = Task(Aspnet, "");
        var project = _folder.Write("app.csproj", $"<Project>\n<ItemGroup>\n<{item} Include=\"{Words}\" />\n</ItemGroup>\n</Project>");
        task.Process = [.. new ProjectInstance(project).GetItems(item)];

        task.Execute();

        _engine.Findings.ShouldBe(["CG6020 app.csproj 3"]);
    }

    private IEnumerable<string> Codes() => _engine.Findings.Select(static finding => finding.Split(' ', '(', ':')[0]);

    private CheckContainer Task(string image, string user) => new()
    {
        BuildEngine = _engine,
        Common = CommonItems.Of(_folder.Write("app.csproj", "<Project />")),
        BaseImage = image,
        User = user,
        WorkingDirectory = "/app/",
        Process = [new TaskItem("dotnet"), new TaskItem("/app/app.dll")],
        TargetFramework = "net10.0",
    };
}
