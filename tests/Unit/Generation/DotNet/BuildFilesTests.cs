using ContainerGuard.Context;
using ContainerGuard.Generation;
using ContainerGuard.Generation.DotNet;
using ContainerGuard.Tests.Unit.Context;

namespace ContainerGuard.Tests.Unit.Generation.DotNet;

/// <summary>The files that an evaluation reads, against the build context and the ignore file.</summary>
public sealed class BuildFilesTests
{
    private const string App = "/repo/src/Api/Api.csproj";

    [Theory]
    [InlineData("""<PropertyGroup><Root>$(MSBuildThisFileDirectory)../../</Root></PropertyGroup><Import Project="$(Root)eng/a.props" />""")]
    [InlineData("""<Import Project="$(MSBuildProjectDirectory)/../../eng/*.props" />""")]
    [InlineData("""<Import Project="..\..\**\a.props" />""")]
    [InlineData("""<Import Project="../../eng/a.props" Condition="'$(X)' == 'y' and Exists('../../eng/a.props')" />""")]
    [InlineData("""<ImportGroup><Import Project="$([MSBuild]::NormalizePath('$(MSBuildThisFileDirectory)', '..', '..', 'eng', 'a.props'))" /></ImportGroup>""")]
    [InlineData("""<Choose><When Condition="'$(X)' == ''"><ImportGroup /></When></Choose><Import Project="$([System.IO.Path]::Combine('$(MSBuildProjectDirectory)', '../../eng/a.props'))" />""")]
    public void An_import_is_found_by_its_value(string project) =>
        Collect((App, $"<Project>{project}</Project>"), ("/repo/eng/a.props", "<Project />")).Files
            .ShouldBe(["eng/a.props", "src/Api/Api.csproj"]);

    [Theory]
    [InlineData("""<Import Project="/*.props" />""")]
    [InlineData("""<ItemGroup><Compile Include="/*.cs" /><None Include="/*/a.txt" CopyToOutputDirectory="Always" /></ItemGroup>""")]
    public void A_pattern_at_the_root_of_the_disk_is_outside_the_context(string project) =>
        Collect((App, $"<Project>{project}</Project>")).Files.ShouldBe(["src/Api/Api.csproj"]);

    [Fact]
    public void An_import_whose_condition_is_false_is_not_copied() => Collect(
        (App, """<Project><PropertyGroup><A>no</A></PropertyGroup><Import Project="a.props" Condition="'$(A)' == 'yes'" /></Project>"""),
        ("/repo/src/Api/a.props", "<Project />")).Files.ShouldBe(["src/Api/Api.csproj"]);

    [Fact]
    public void An_import_of_an_import_has_the_properties_of_both() => Collect(
        ("/repo/Directory.Build.props", "<Project><PropertyGroup><Eng>$(MSBuildThisFileDirectory)eng/</Eng></PropertyGroup></Project>"),
        (App, """<Project><Import Project="$(Eng)a.props" /></Project>"""),
        ("/repo/eng/a.props", """<Project><Import Project="$(MSBuildThisFileDirectory)/more/b.props" /></Project>"""),
        ("/repo/eng/more/b.props", "<Project />")).Files.ShouldBe(
            ["Directory.Build.props", "eng/a.props", "eng/more/b.props", "src/Api/Api.csproj"]);

    [Theory]
    [InlineData("""<Version>$([System.IO.File]::ReadAllText('$(MSBuildThisFileDirectory)../../VERSION').Trim())</Version>""")]
    [InlineData("""<Version>$([System.IO.File]::ReadAllText($(MSBuildProjectDirectory)/../../VERSION))</Version>""")]
    [InlineData("""<Lines>$([System.IO.File]::ReadAllLines('../../VERSION'))</Lines>""")]
    [InlineData("""<A Condition="Exists('../../VERSION')">b</A>""")]
    public void A_file_that_an_expression_reads_is_copied(string property)
    {
        var inputs = Collect((App, $"<Project><PropertyGroup>{property}</PropertyGroup></Project>"), ("/repo/VERSION", "1.2"));

        inputs.Files.ShouldBe(["VERSION", "src/Api/Api.csproj"]);
        inputs.Doubt.ShouldBeNull();
    }

    [Theory]
    [InlineData("""<Import Project="$(Somewhere)a.props" />""")]
    [InlineData("""<PropertyGroup><V>$([System.IO.File]::ReadAllText('$(Somewhere)/VERSION'))</V></PropertyGroup>""")]
    [InlineData("""<Target Name="T" BeforeTargets="CollectPackageReferences" />""")]
    public void Where_it_is_not_known_everything_is_copied_before_restore(string project)
    {
        var inputs = Collect((App, $"<Project>{project}</Project>"));
        inputs.Doubt.ShouldNotBeNull();

        var dockerfile = Project.Generate(Project.Web(), inputs, []).Dockerfile;
        GeneratedImage.Of(dockerfile).Stage("build").Steps.TakeWhile(static step => !step.StartsWith("RUN", StringComparison.Ordinal))
            .ShouldContain("COPY . .");
        dockerfile.ShouldContain("# All files are copied before restore");
    }

    /// <summary>It is the remedy that the comment in the Dockerfile names.</summary>
    [Fact]
    public void A_file_that_the_project_names_for_restore_ends_the_doubt()
    {
        var inputs = RestoreInputCollector.Collect(
            new MemoryFileSystem(
                (App, """<Project><Target Name="T" BeforeTargets="CollectPackageReferences" /></Project>"""), ("/repo/versions.json", "{}")),
            Project.Web() with { RestoreInputs = ["/repo/versions.json"] }, "/repo/src/Api/obj");

        inputs.Doubt.ShouldBeNull();
        inputs.Files.ShouldBe(["src/Api/Api.csproj", "versions.json"]);
    }

    [Theory]
    [InlineData("""<Import Project="$(MSBuildExtensionsPath)/Microsoft/a.targets" />""")]
    [InlineData("""<Import Project="$(NuGetPackageRoot)x/1.0.0/build/x.props" />""")]
    [InlineData("""<Import Project="$(Mine)" Condition="'$(Mine)' != ''" />""")]
    public void A_file_of_the_SDK_or_of_a_package_is_no_doubt(string project) =>
        Collect((App, $"<Project>{project}</Project>")).Doubt.ShouldBeNull();

    [Fact]
    public void DirectoryPackagesPropsPath_names_the_versions_of_packages() => Collect(
        ("/repo/Directory.Build.props", """
            <Project><PropertyGroup><DirectoryPackagesPropsPath>$(MSBuildThisFileDirectory)eng/Versions.props</DirectoryPackagesPropsPath></PropertyGroup></Project>
            """),
        (App, "<Project />"), ("/repo/eng/Versions.props", "<Project />")).Files.ShouldBe(
            ["Directory.Build.props", "eng/Versions.props", "src/Api/Api.csproj"]);

    [Fact]
    public void Paket_restores_from_its_own_files_with_a_local_tool()
    {
        var inputs = Collect(
            (App, """<Project><Import Project="..\..\.paket\Paket.Restore.targets" /></Project>"""),
            ("/repo/.paket/Paket.Restore.targets", "<Project />"), ("/repo/paket.dependencies", ""), ("/repo/paket.lock", ""),
            ("/repo/src/Api/paket.references", ""), ("/repo/.config/dotnet-tools.json", "{}"));

        inputs.Files.ShouldBe(
        [
            ".config/dotnet-tools.json", ".paket/Paket.Restore.targets", "paket.dependencies", "paket.lock", "src/Api/Api.csproj",
            "src/Api/paket.references",
        ]);
        GeneratedImage.Of(Project.Generate(Project.Web(), inputs, []).Dockerfile).Stage("build").Commands
            .ShouldContain("dotnet tool restore --tool-manifest .config/dotnet-tools.json");
    }

    [Theory]
    [InlineData("dotnet nswag run", true)]
    [InlineData("dotnet tool run nswag", true)]
    [InlineData("echo hello", false)]
    public void A_local_tool_that_a_target_runs_is_restored(string command, bool isRestored) => (Collect(
        (App, $"""<Project><Target Name="A" BeforeTargets="Build"><Exec Command="{command}" /></Target></Project>"""),
        ("/repo/.config/dotnet-tools.json", """{ "tools": { "nswag.consolecore": { "version": "14.0.0", "commands": ["nswag"] } } }"""))
        .ToolManifest is not null).ShouldBe(isRestored);

    [Fact]
    public void ContainerGuardRestoreInput_adds_files() => RestoreInputCollector.Collect(
        new MemoryFileSystem((App, "<Project />"), ("/repo/deps.txt", "")),
        Project.Web() with { RestoreInputs = ["/repo/deps.txt", "/elsewhere/x"] }, "/repo/src/Api/obj")
        .Files.ShouldBe(["deps.txt", "src/Api/Api.csproj"]);

    [Theory]
    [InlineData("""<Compile Include="../../../shared/A.cs" Link="A.cs" />""")]
    [InlineData("""<Compile Include="../../../shared/**/*.cs" />""")]
    [InlineData("""<Protobuf Include="..\..\..\shared\A.cs" />""")]
    [InlineData("""<Reference Include="A"><HintPath>../../../shared/A.cs</HintPath></Reference>""")]
    public void A_file_outside_the_context_is_refused(string item) => Collect(
        (App, $"<Project><ItemGroup>{item}</ItemGroup></Project>"), ("/shared/A.cs", "")).Problem("/repo").ShouldNotBeNull()
        .Text.ShouldContain("is outside the build context /repo. Set ContainerGuardContext");

    [Fact]
    public void One_that_a_condition_decides_is_a_warning() => Collect(
        (App, """<Project><ItemGroup Condition="'$(X)' == ''"><Compile Include="../../../shared/A.cs" /></ItemGroup></Project>"""),
        ("/shared/A.cs", "")).MissedFiles.ShouldBe(["/shared/A.cs"]);

    [Theory]
    [InlineData("""<EmbeddedResource Include="compose.yaml" />""", "src/Api/compose.yaml")]
    [InlineData("""<EmbeddedResource Include="Templates/**" />""", "src/Api/Templates/docker-compose.yml")]
    [InlineData("""<None Include="certs/test.pfx" CopyToOutputDirectory="Always" />""", "src/Api/certs/test.pfx")]
    [InlineData("""<None Include="certs/test.pfx"><CopyToPublishDirectory>Always</CopyToPublishDirectory></None>""", "src/Api/certs/test.pfx")]
    [InlineData("""<Content Include="wwwroot/lib/x/obj/a.js" />""", "src/Api/wwwroot/lib/x/obj/a.js")]
    public void A_file_that_the_project_names_is_sent(string item, string file) => IsSent(
        file, ownIgnoreFile: null, (App, $"<Project><ItemGroup>{item}</ItemGroup></Project>"), ("/repo/" + file, "")).ShouldBeTrue();

    [Theory]
    [InlineData("src/Api/DockerfileWriter.cs", true)]
    [InlineData("src/Api/Dockerfile.prod", false)]
    [InlineData("src/Api/wwwroot/lib/x/bin/a.js", true)]
    [InlineData("src/Api/bin/Debug/net10.0/Api.dll", false)]
    [InlineData("src/Api/obj/project.assets.json", false)]
    [InlineData("tests/Tests/bin/Debug/net10.0/Tests.dll", false)]
    [InlineData("src/Api/.env", false)]
    public void The_ignore_file_excludes_output_and_secrets_and_no_source(string file, bool isSent) =>
        IsSent(file, ownIgnoreFile: null, (App, "<Project />")).ShouldBe(isSent);

    [Theory]
    [InlineData("*\n!src/", "src/Api/.env", false)]
    [InlineData("*\n!src/", "src/Api/Program.cs", true)]
    [InlineData("*\n!src/\n!src/Api/.env", "src/Api/.env", true)]
    [InlineData("*\n!**/*.cs", "src/Api/dev.key", false)]
    public void Secrets_are_excluded_behind_a_persons_own_lines(string own, string file, bool isSent) =>
        IsSent(file, own, (App, "<Project />")).ShouldBe(isSent);

    [Fact]
    public void Published_files_and_packages_in_the_repository_stay_out()
    {
        var inputs = RestoreInputCollector.Collect(
            new MemoryFileSystem(
                (App, "<Project />"),
                ("/repo/src/Api/obj/Api.csproj.nuget.dgspec.json", """{ "projects": { "/repo/src/Api/Api.csproj": { "restore": { "packagesPath": "/repo/.packages/" } } } }""")),
            Project.Web() with { PublishOutput = "/repo/out" }, "/repo/src/Api/obj");

        var ignore = IgnoreFile.Parse(GeneratedIgnoreFile.Text(inputs, null));
        ignore.IsIgnored("out/Api.dll").ShouldBeTrue();
        ignore.IsIgnored(".packages/a/1.0.0/a.dll").ShouldBeTrue();
    }

    [Fact]
    public void A_linked_folder_of_a_project_is_refused() => Collect(
        (App, """<Project><ItemGroup><ProjectReference Include="../Lib/Lib.csproj" /></ItemGroup></Project>"""),
        ("/repo/src/Lib", MemoryFileSystem.Link), ("/repo/src/Lib/Lib.csproj", "<Project />")).Problem("/repo")
        .ShouldNotBeNull().Text.ShouldContain("/repo/src/Lib is a symbolic link");

    private static bool IsSent(string file, string? ownIgnoreFile, params (string Path, string Text)[] disk) =>
        !IgnoreFile.Parse(GeneratedIgnoreFile.Text(Collect(disk), ownIgnoreFile)).IsIgnored(file);

    private static RestoreInputs Collect(params (string Path, string Text)[] disk) =>
        RestoreInputCollector.Collect(new MemoryFileSystem(disk), Project.Web(), "/repo/src/Api/obj");
}
