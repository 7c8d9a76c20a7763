using ContainerGuard.Tests.Support;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace ContainerGuard.Tests.Unit.Tasks;

/// <summary>Names, values, metadata and paths of a project's settings.</summary>
public sealed class PrepareGuardTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();
    private readonly RecordingEngine _engine = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", "", "..", "src")]
    [InlineData("docker/Dockerfile", "", "..", "src/app")]
    [InlineData("docker\\Dockerfile", "", "..\\..", "src")]
    [InlineData("", "docker/Dockerfile", "..", "src/app")]
    [InlineData("", "a/Dockerfile;b/Dockerfile", "..", "src")]
    [InlineData("docker/Dockerfile", "other/deep/Dockerfile", "..", "src/app")]
    public void The_context_of_Visual_Studio_is_relative_to_the_Dockerfile(string path, string items, string context, string expected)
    {
        var task = Task();
        task.DockerfilePath = path;
        task.Dockerfiles = [.. items.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(item => new TaskItem(item))];
        task.DockerfileContext = context;

        task.Execute().ShouldBeTrue();

        task.ContextPath.ShouldBe(_folder.Combine(expected.Split('/')));
        task.ContextProperty.ShouldBe("DockerfileContext");
    }

    [Theory]
    [InlineData(true, "", "go")]
    [InlineData(true, "node", "node")]
    [InlineData(false, "", "")]
    public void The_stack_is_detected_by_the_manifest_unless_a_property_names_it(bool detects, string named, string expected)
    {
        _folder.Write("src/app/go.mod", "module app\n");
        var task = Task();
        (task.DetectsStack, task.Stack) = (detects, named);

        task.Execute().ShouldBeTrue();

        task.Stack.ShouldBe(expected);
    }

    [Fact]
    public void Our_context_is_relative_to_the_project_and_wins()
    {
        var task = Task();
        (task.Context, task.DockerfileContext, task.DockerfilePath) = ("..", "..", "docker/Dockerfile");

        task.Execute();

        task.ContextPath.ShouldBe(_folder.Combine("src"));
    }

    [Theory]
    [InlineData("ContainerGuardContext", "../missing")]
    [InlineData("DockerfileContext", "../missing")]
    public void A_context_that_does_not_exist_is_an_error(string property, string value)
    {
        var task = Task();
        if (property == "DockerfileContext") task.DockerfileContext = value;
        else task.Context = value;

        task.Execute().ShouldBeFalse();

        _engine.Errors.ShouldBe([$"CG0004 The build context '{_folder.Combine("src", "missing")}' does not exist. Correct {property}."]);
    }

    [Fact]
    public void A_context_of_one_Dockerfile_that_does_not_exist_is_an_error()
    {
        var task = Task();
        task.Dockerfiles = [new TaskItem("Dockerfile", new Dictionary<string, string> { ["Context"] = "missing" })];

        task.Execute().ShouldBeFalse();

        var missing = _folder.Combine("src", "app", "missing");
        _engine.Errors.ShouldBe([$"CG0004 The build context '{missing}' does not exist. Correct the Context of 'Dockerfile'."]);
    }

    [Fact]
    public void A_value_that_two_properties_take_from_a_third_is_reported_once()
    {
        var task = Task();
        foreach (var name in (string[])["ContainerGuardDryRun", "ContainerGuardFixDryRun", "ContainerGuardUpdateDryRun"])
        {
            task.Settings.SetMetadata(name, "y");
        }

        task.Execute().ShouldBeFalse();

        _engine.Errors.ShouldBe(["CG0003 ContainerGuardDryRun has the invalid value 'y'. Did you mean 'yes'? Write one of: true, false."]);
    }

    [Fact]
    public void An_item_that_is_written_as_a_property_is_shown_as_an_item()
    {
        Run("""
            <Project>
              <PropertyGroup>
                <ContainerGuardMirror>mcr.microsoft.com=registry.corp/mcr</ContainerGuardMirror>
              </PropertyGroup>
            </Project>
            """);

        _engine.Findings.ShouldBe(["CG0002 app.csproj 3"]);
        _engine.Messages.Single().ShouldBe(
            """'ContainerGuardMirror' is an item, not a property. Write <ContainerGuardMirror Include="mcr.microsoft.com" Registry="registry.corp/mcr" /> in an ItemGroup.""");
    }

    [Fact]
    public void A_property_that_is_written_as_an_item_is_shown_as_a_property()
    {
        Run("""<Project><ItemGroup><ContainerGuardLevel Include="strict" /></ItemGroup></Project>""");

        _engine.Findings.ShouldBe(["CG0002 app.csproj 1"]);
        _engine.Messages.Single().ShouldBe("'ContainerGuardLevel' is a property, not an item. "
            + "Write <ContainerGuardLevel>strict</ContainerGuardLevel> in a PropertyGroup.");
    }

    [Fact]
    public void An_item_on_the_command_line_is_shown_as_an_item()
    {
        _engine.GlobalProperties["ContainerGuardDockerfile"] = "docker/Dockerfile";

        Run("<Project />");

        _engine.Messages.Single().ShouldBe(
            """'ContainerGuardDockerfile' is an item, not a property. Write <ContainerGuardDockerfile Include="docker/Dockerfile" /> in an ItemGroup. This setting is on the command line.""");
    }

    [Fact]
    public void A_target_that_is_written_as_a_property_is_shown_as_a_command()
    {
        _engine.GlobalProperties["ContainerGuardFix"] = "true";

        Run("<Project />");

        _engine.Messages.Single().ShouldContain("'dotnet build -t:ContainerGuardFix'");
    }

    [Fact]
    public void A_secret_is_never_repeated()
    {
        _engine.GlobalProperties["ContainerGuardSecret"] = "token=hunter2";
        _engine.GlobalProperties["ContainerGuardCredential"] = "registry.corp=hunter2";

        Run("<Project />");

        _engine.Messages.Count.ShouldBe(2);
        _engine.Messages.ShouldAllBe(
            message => !message.Contains("hunter2", StringComparison.Ordinal) && message.Contains("Include=", StringComparison.Ordinal));
    }

    [Fact]
    public void Names_in_conditions_definitions_and_foreign_items_are_no_problem()
    {
        Run("""
            <Project>
              <ItemDefinitionGroup>
                <ContainerGuardSecret><Source>secret.txt</Source></ContainerGuardSecret>
              </ItemDefinitionGroup>
              <ItemGroup Condition="'$(ContainerGuardLevel)' == 'strict'">
                <ContainerGuardSecret Include="id" />
                <Compile Update="a.cs"><ContainerGuardSecret>x</ContainerGuardSecret></Compile>
              </ItemGroup>
              <Target Name="T"><PropertyGroup><ContainerGuardLevel>all</ContainerGuardLevel></PropertyGroup></Target>
            </Project>
            """);

        _engine.Findings.ShouldBeEmpty();
    }

    [Fact]
    public void Unknown_metadata_is_a_warning_at_its_place_with_the_nearest_name()
    {
        Run(
            """
            <Project>
              <ItemGroup>
                <ContainerGuardAptPackage Include="curl"
                    Verison="8.14.1" />
              </ItemGroup>
            </Project>
            """,
            Item("ContainerGuardAptPackage", "curl", ("Verison", "8.14.1"))).ShouldBeTrue();

        _engine.Findings.ShouldBe(["CG0002 app.csproj 4"]);
        _engine.Messages.Single().ShouldBe("ContainerGuardAptPackage 'curl' has the unknown metadata 'Verison'. Did you mean 'Version'?");
    }

    [Fact]
    public void Missing_metadata_is_an_error_with_the_item_to_write()
    {
        Run(
            """<Project><ItemGroup><ContainerGuardMirror Include="mcr.microsoft.com;quay.io" /></ItemGroup></Project>""",
            Item("ContainerGuardMirror", "quay.io")).ShouldBeFalse();

        _engine.Findings.ShouldBe(["CG0002 app.csproj 1"]);
        _engine.Errors.Single().ShouldBe(
            """CG0002 ContainerGuardMirror 'quay.io' has no Registry. Write <ContainerGuardMirror Include="quay.io" Registry="registry.corp/mcr" />.""");
    }

    [Theory]
    [InlineData(
        "ContainerGuardImage", "debian:13", "Policy", "weekly",
        "Policy of ContainerGuardImage 'debian:13' has the invalid value 'weekly'. Write one of: digest, patch, minor, lts, major.")]
    [InlineData(
        "ContainerGuardImage", "debian:13", "MinimumAge", "3d",
        "MinimumAge of ContainerGuardImage 'debian:13' has the invalid value '3d'. Write a whole number from 0.")]
    [InlineData(
        "ContainerGuardAptPackage", "curl", "Stage", "finale",
        "Stage of ContainerGuardAptPackage 'curl' has the invalid value 'finale'. Did you mean 'final'? Write one of: build, final.")]
    [InlineData(
        "ContainerGuardFragment", "limits.Dockerfile", "At", "top",
        "At of ContainerGuardFragment 'limits.Dockerfile' has the invalid value 'top'. Write one of: begin, end.")]
    [InlineData("ContainerGuardExpect", "fille", "Path", "/app", "ContainerGuardExpect 'fille' is not valid: ")]
    [InlineData(
        "ContainerGuardExpect", "port", "Value", "80800",
        "ContainerGuardExpect 'port' is not valid: the Value '80800' is not a port such as 8080 or 53/udp.")]
    [InlineData("ContainerGuardExpect", "port", "Value", "53/icmp", "ContainerGuardExpect 'port' is not valid: the Value '53/icmp' is")]
    public void A_wrong_value_of_metadata_is_an_error_at_its_place(
        string item, string include, string metadata, string value, string message)
    {
        Run(
            $"""
            <Project>
              <ItemGroup>
                <{item} Include="{include}"
                    {metadata}="{value}" />
              </ItemGroup>
            </Project>
            """,
            Item(item, include, (metadata, value))).ShouldBeFalse();

        _engine.Errors.Single().ShouldStartWith($"{(item == "ContainerGuardExpect" ? "CG0079" : "CG0003")} {message}");
    }

    [Theory]
    [InlineData("ContainerGuardImage", "Policy", "Minor")]
    [InlineData("ContainerGuardAptPackage", "Stage", "BUILD")]
    [InlineData("ContainerGuardFragment", "At", "begin")]
    public void A_value_of_metadata_may_be_written_in_any_case(string item, string metadata, string value)
    {
        Run("<Project />", Item(item, "x", (metadata, value))).ShouldBeTrue();

        _engine.Findings.ShouldBeEmpty();
    }

    [Fact]
    public void Required_metadata_with_a_misspelt_name_is_one_error()
    {
        Run("<Project />", Item("ContainerGuardMirror", "quay.io", ("Regsitry", "registry.corp"))).ShouldBeFalse();

        _engine.Errors.Single().ShouldContain("Did you mean 'Registry'?");
    }

    [Theory]
    [InlineData("ContainerGuardSecret", "Source")]
    [InlineData("ContainerGuardSecret", "EnvironmentVariable")]
    [InlineData("ContainerGuardMirror", "Registry")]
    [InlineData("ContainerGuardRun", "Command")]
    [InlineData("ContainerGuardCopy", "Destination")]
    public void The_metadata_that_an_item_needs_is_enough(string type, string metadata)
    {
        Run("<Project />", Item(type, "a", (metadata, "b"), ("Visible", "false"))).ShouldBeTrue();

        _engine.Findings.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("ContainerGuardSecret", "Source or EnvironmentVariable")]
    [InlineData("ContainerGuardRun", "Command")]
    [InlineData("ContainerGuardCopy", "Destination")]
    public void Without_the_metadata_that_an_item_needs_it_is_an_error(string type, string missing)
    {
        Run("<Project />", Item(type, "a")).ShouldBeFalse();

        _engine.Errors.Single().ShouldStartWith($"CG0002 {type} 'a' has no {missing}. Write <{type} Include=\"a\" ");
    }

    [Fact]
    public void An_invalid_value_is_reported_where_it_is_written()
    {
        var task = Task("<Project><PropertyGroup>\n<ContainerGuardLevel>stict</ContainerGuardLevel></PropertyGroup></Project>");
        task.Settings = Named(task.Common.ItemSpec, ("ContainerGuardLevel", "stict"));

        task.Execute().ShouldBeFalse();

        _engine.Findings.ShouldBe(["CG0003 app.csproj 2"]);
    }

    /// <summary>CG0002 is a warning, which MSBuild's own lists may change. Without the .NET SDK, MSBuild does not apply them.</summary>
    [Theory]
    [InlineData("WarningsAsErrors", "CG0002", "error")]
    [InlineData("TreatWarningsAsErrors", "true", "error")]
    [InlineData("NoWarn", "CG0002", null)]
    public void The_lists_of_warnings_hold_for_settings_too(string list, string value, string? expected)
    {
        var task = Task("<Project><PropertyGroup><ContainerGuardLevle>all</ContainerGuardLevle></PropertyGroup></Project>");
        task.Common.SetMetadata(list, value);

        task.Execute().ShouldBe(expected is null);

        _engine.Errors.Count.ShouldBe(expected is null ? 0 : 1);
        _engine.Findings.Count.ShouldBe(expected is null ? 0 : 1);
    }

    [Fact]
    public void Each_invalid_value_is_reported_once()
    {
        var task = Task();
        task.Settings = Named(task.Common.ItemSpec, [.. SettingTable.Checked.Select(static setting => (setting.Name, $"?{setting.Name}"))]);

        task.Execute().ShouldBeFalse();

        _engine.Errors.Select(static error => error.Split(' ')[1]).ShouldBe(SettingTable.Checked.Select(static setting => setting.Name));
    }

    private bool Run(string project, params ITaskItem[] items)
    {
        var task = Task(project);
        task.Items = items;
        return task.Execute();
    }

    private PrepareGuard Task(string project = "<Project />")
    {
        var path = _folder.Write("src/app/app.csproj", project);
        _folder.Write("src/app/docker/Dockerfile", "FROM scratch\n");
        _folder.Write("src/app/other/deep/Dockerfile", "FROM scratch\n");
        return new() { BuildEngine = _engine, Common = CommonItems.Of(path), Settings = new TaskItem(path),
            ProjectFiles = [new TaskItem(path)], Output = "obj/Dockerfile" };
    }

    private static TaskItem Item(string type, string include, params (string Name, string Value)[] metadata) =>
        Named(include, [("ContainerGuardType", type), .. metadata]);

    private static TaskItem Named(string include, params (string Name, string Value)[] metadata)
    {
        var item = new TaskItem(include);
        foreach (var (name, value) in metadata) item.SetMetadata(name, value);
        return item;
    }
}
