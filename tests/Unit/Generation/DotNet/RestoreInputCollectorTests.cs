using ContainerGuard.Context;
using ContainerGuard.Generation;
using ContainerGuard.Generation.DotNet;
using ContainerGuard.Tests.Unit.Context;

namespace ContainerGuard.Tests.Unit.Generation.DotNet;

public sealed class RestoreInputCollectorTests
{
    private const string Empty = "<Project />";
    private const string PublicFeed = "<configuration><packageSources>"
        + "<add key=\"public\" value=\"https://api.nuget.example/v3/index.json\" /></packageSources></configuration>";

    private const string Specification = """
        {
          "projects": {
            "/repo/src/Api/Api.csproj": { "restore": { "configFilePaths": ["/repo/nuget.config", "/root/.nuget/NuGet/NuGet.Config"], "sources": { "https://a.example/": {} } } },
            "/repo/src/Lib/Lib.csproj": { "restore": {} }
          }
        }
        """;

    [Fact]
    public void A_project_that_was_never_restored_is_read_alone() =>
        Collect(("/repo/src/Api/Api.csproj", Empty)).Files.ShouldBe(["src/Api/Api.csproj"]);

    [Fact]
    public void Every_referenced_project_and_all_that_is_picked_up_by_name_above_it_is_copied() => Collect(
        ("/repo/src/Api/Api.csproj", Empty),
        ("/repo/src/Api/Program.cs", ""),
        ("/repo/src/Api/obj/Api.csproj.nuget.dgspec.json", Specification),
        ("/repo/src/Lib/Lib.csproj", Empty),
        ("/repo/src/Lib/Directory.Build.targets", Empty),
        ("/repo/src/Other/Directory.Build.props", Empty),
        ("/repo/src/Directory.Build.props", Empty),
        ("/repo/Directory.Packages.props", Empty),
        ("/repo/Directory.Build.rsp", ""),
        ("/repo/global.json", "{}"),
        ("/repo/nuget.config", PublicFeed),
        ("/Directory.Build.props", Empty)).Files.ShouldBe(
        [
            "Directory.Build.rsp", "Directory.Packages.props", "global.json", "nuget.config",
            "src/Api/Api.csproj", "src/Directory.Build.props", "src/Lib/Directory.Build.targets", "src/Lib/Lib.csproj",
        ]);

    [Fact]
    public void A_project_whose_assembly_is_not_referenced_is_found_in_the_text_alone() => Collect(
        ("/repo/src/Api/Api.csproj", "<Project><ItemGroup><ProjectReference Include=\"..\\Generator\\Generator.csproj\" "
            + "OutputItemType=\"Analyzer\" ReferenceOutputAssembly=\"false\" /></ItemGroup></Project>"),
        ("/repo/src/Api/obj/Api.csproj.nuget.dgspec.json", """{ "projects": { "/repo/src/Api/Api.csproj": { "restore": {} } } }"""),
        ("/repo/src/Generator/Generator.csproj",
            "<Project><ItemGroup><ProjectReference Include=\"../Model/Model.csproj\" /></ItemGroup></Project>"),
        ("/repo/src/Model/Model.csproj", Empty)).Files.ShouldBe(
            ["src/Api/Api.csproj", "src/Generator/Generator.csproj", "src/Model/Model.csproj"]);

    [Fact]
    public void Without_the_specification_the_assets_file_names_the_projects() => Collect(
        ("/repo/src/Api/Api.csproj", Empty),
        ("/repo/src/Lib/Lib.csproj", Empty),
        ("/repo/src/Api/obj/project.assets.json", """
            { "libraries": { "Lib/1.0.0": { "type": "project", "msbuildProject": "../Lib/Lib.csproj" } }, "project": { "restore": {} } }
            """)).Files.ShouldBe(["src/Api/Api.csproj", "src/Lib/Lib.csproj"]);

    [Theory]
    [InlineData("""{ "projects": { "/repo/src/Other/Other.csproj": { "restore": {} }""")]
    [InlineData("""{ "projects": { "/repo/src/Other/Other.csproj": [] } }""")]
    [InlineData("""{ "projects": { "/repo/src/Other/Other.csproj": { "restore": { "configFilePaths": "no list" } } } }""")]
    [InlineData("[]")]
    [InlineData("")]
    public void A_specification_that_is_not_what_NuGet_writes_is_none(string specification) => Collect(
        ("/repo/src/Api/Api.csproj", Empty),
        ("/repo/src/Other/Other.csproj", Empty),
        ("/repo/src/Lib/Lib.csproj", Empty),
        ("/repo/src/Api/obj/Api.csproj.nuget.dgspec.json", specification),
        ("/repo/src/Api/obj/project.assets.json", """
            { "project": { "restore": { "outputPath": "" } }, "libraries": { "Lib/1.0.0": { "msbuildProject": "../Lib/Lib.csproj" } } }
            """)).Files.ShouldBe(["src/Api/Api.csproj", "src/Lib/Lib.csproj"]);

    [Theory]
    [InlineData("../../eng/Common.props")]
    [InlineData("..\\..\\eng\\Common.props")]
    [InlineData("$(MSBuildThisFileDirectory)../../eng/Common.props")]
    [InlineData("$(MSBuildProjectDirectory)/../../eng/Common.props")]
    [InlineData("$(RepositoryRoot)eng/Common.props")]
    [InlineData("$(RepositoryRoot)/eng/Common.props")]
    [InlineData("$([MSBuild]::GetPathOfFileAbove('eng/Common.props', '$(MSBuildThisFileDirectory)../'))")]
    [InlineData("../../eng/*.props")]
    public void An_imported_file_is_copied_and_what_it_imports_in_turn(string import) => Collect(
        ("/repo/src/Api/Api.csproj", $"<Project><Import Project=\"{import}\" /><Import Project=\"Sdk.props\" Sdk=\"X\" /></Project>"),
        ("/repo/eng/Common.props", "<Project><Import Project=\"Versions.props\" Condition=\"true\" /></Project>"),
        ("/repo/eng/Versions.props", Empty),
        ("/repo/eng/readme.md", "")).Files.ShouldBe(["eng/Common.props", "eng/Versions.props", "src/Api/Api.csproj"]);

    [Fact]
    public void What_lies_outside_the_context_or_is_missing_is_not_copied() => Collect(
        ("/repo/src/Api/Api.csproj", "<Project><Import Project=\"../../../x.props\" /><Import Project=\"missing.props\" /></Project>"),
        ("/x.props", Empty)).Files.ShouldBe(["src/Api/Api.csproj"]);

    [Fact]
    public void A_file_that_MSBuild_finds_above_the_context_is_missed_unless_there_is_a_nearer_one()
    {
        Collect(
            ("/repo/src/Api/Api.csproj", Empty), ("/Directory.Build.props", Empty), ("/Directory.Packages.props", Empty),
            ("/repo/Directory.Packages.props", Empty))
            .MissedFiles.ShouldBe(["/Directory.Build.props"]);
        Collect(("/repo/src/Api/Api.csproj",
            Empty), ("/Directory.Build.props", Empty), ("/repo/src/Directory.Build.props", Empty)).MissedFiles.ShouldBeEmpty();
    }

    [Fact]
    public void Files_that_import_each_other_end() => Collect(
        ("/repo/src/Api/Api.csproj", "<Project><Import Project=\"a.props\" /></Project>"),
        ("/repo/src/Api/a.props", "<Project><Import Project=\"b.props\" /></Project>"),
        ("/repo/src/Api/b.props", "<Project><Import Project=\"a.props\" /><Import Project=\"Api.csproj\" /></Project>"))
        .Files.ShouldBe(["src/Api/Api.csproj", "src/Api/a.props", "src/Api/b.props"]);

    [Fact]
    public void A_referenced_project_outside_the_context_is_an_obstacle()
    {
        var inputs = Collect(
            ("/repo/src/Api/Api.csproj", Empty),
            ("/repo/src/Api/obj/Api.csproj.nuget.dgspec.json",
                Specification.Replace("/repo/src/Lib", "/elsewhere", StringComparison.Ordinal)));

        inputs.Problem("/repo").Text().ShouldBe(
            "The referenced project /elsewhere/Lib.csproj is outside the build context /repo. "
                + "Set ContainerGuardContext to a folder that contains both projects.");
    }

    [Fact]
    public void A_configuration_with_credentials_is_a_secret_and_not_copied()
    {
        var inputs = Collect(
            ("/repo/src/Api/Api.csproj", Empty),
            ("/repo/NuGet.Config", """
                <configuration><packageSourceCredentials><corp><add key="ClearTextPassword" value="x" /></corp></packageSourceCredentials></configuration>
                """));

        inputs.Files.ShouldBe(["src/Api/Api.csproj"]);
        inputs.Secrets.ShouldBe([new SecretFile("nuget-config", "/repo/NuGet.Config", "/src/NuGet.Config", "NuGet.Config")]);
        GeneratedIgnoreFile.Text(inputs, ownIgnoreFile: null)
            .ShouldEndWith("\n# Files with credentials. The build receives them as secrets.\nNuGet.Config\n");
    }

    [Fact]
    public void A_configuration_of_the_person_is_a_secret_when_it_has_a_source_that_a_fresh_SDK_image_lacks()
    {
        var inputs = Collect(
            ("/repo/src/Api/Api.csproj", Empty),
            ("/repo/src/Api/obj/Api.csproj.nuget.dgspec.json",
                Specification.Replace("https://a.example/", "https://feed.corp.example/v3/index.json", StringComparison.Ordinal)),
            ("/root/.nuget/NuGet/NuGet.Config", PublicFeed.Replace("api.nuget.example", "feed.corp.example", StringComparison.Ordinal)));

        inputs.Secrets.ShouldBe(
            [new SecretFile("nuget-user-config", "/root/.nuget/NuGet/NuGet.Config", "/root/.nuget/NuGet/NuGet.Config")]);
    }

    [Fact]
    public void A_configuration_of_the_person_with_the_public_feed_alone_is_left_where_it_is() => Collect(
        ("/repo/src/Api/Api.csproj", Empty),
        ("/repo/src/Api/obj/Api.csproj.nuget.dgspec.json", Specification),
        ("/root/.nuget/NuGet/NuGet.Config", PublicFeed)).Secrets.ShouldBeEmpty();

    [Theory]
    [InlineData("../feed", "/feed", "/feed")]
    [InlineData("/opt/feed", "/opt/feed", "/opt/feed")]
    [InlineData("../../../feed", "/feed", "/feed")]
    [InlineData("..\\feed\\", "/feed", "/feed")]
    public void A_package_source_outside_the_context_is_bound_where_the_same_text_leads_inside(
        string source, string host, string container) => Collect(
        ("/repo/src/Api/Api.csproj", Empty),
        ("/repo/nuget.config", $"<configuration><packageSources><add key=\"local\" value=\"{source}\" /></packageSources></configuration>"),
        ($"{host}/a.nupkg", "")).NamedContexts.ShouldBe([new NamedContext("nuget-feed", host, container)]);

    [Fact]
    public void A_package_source_inside_the_context_is_bound_from_there()
    {
        var inputs = Collect(
            ("/repo/src/Api/Api.csproj", Empty),
            ("/repo/src/Api/obj/Api.csproj.nuget.dgspec.json",
                Specification.Replace("https://a.example/", "/repo/bin/my feed", StringComparison.Ordinal)),
            ("/repo/bin/my feed/a.nupkg", ""));

        inputs.FeedFolders.ShouldBe(["bin/my feed"]);
        var ignore = IgnoreFile.Parse(GeneratedIgnoreFile.Text(inputs, ownIgnoreFile: null));
        ignore.IsIgnored("bin/my feed/a.nupkg").ShouldBeFalse();
        ignore.IsIgnored("src/Api/bin/Api.dll").ShouldBeTrue();
        ImageOf(inputs).Stage("build").Mounts.ShouldContain("type=bind,source=bin/my feed,target=/src/bin/my feed");
    }

    [Theory]
    [InlineData("net10.0", "Portable", "--locked-mode")]
    [InlineData("net10.0/linux-x64\": {}, \"net10.0/linux-arm64", "ForRuntime", "--locked-mode -a \"$TARGETARCH\"")]
    public void Lock_files_are_enforced_as_far_as_the_runtimes_they_know_allow(string targets, string expected, string options)
    {
        var inputs = Collect(
            ("/repo/src/Api/Api.csproj", Empty),
            ("/repo/src/Api/packages.lock.json", $$"""{ "version": 1, "dependencies": { "{{targets}}": {} } }"""));

        inputs.Files.ShouldBe(["src/Api/Api.csproj", "src/Api/packages.lock.json"]);
        inputs.LockedRestore.ToString().ShouldBe(expected);
        ImageOf(inputs).Stage("build").Commands
            .ShouldContain($"dotnet restore src/Api/Api.csproj {options} -p:Configuration=Release -p:UseAppHost=false");
    }

    [Fact]
    public void What_is_read_is_sent_though_a_pattern_names_it()
    {
        var inputs = new RestoreInputs { Files = ["Directory.Build.props", "src/bin/Tool/Tool.csproj"] };

        var text = GeneratedIgnoreFile.Text(inputs, ownIgnoreFile: "*.props\r\n**/docs");

        text.ShouldContain("""

            # From here on: the context's own .dockerignore, which this build would not read.
            *.props
            **/docs

            # Folders of projects that the build reads, although a line above excludes them.
            !src/bin/Tool
            src/bin/Tool/bin
            src/bin/Tool/obj

            # Secrets do not belong in an image, and the build does not need them.
            **/.env

            """.TrimEnd());
        text.ShouldEndWith("\n# Files that the build reads, although a line above excludes them.\n!Directory.Build.props\n");
        var ignore = IgnoreFile.Parse(text);
        ignore.IsIgnored("src/bin/Tool/Program.cs").ShouldBeFalse();
        ignore.IsIgnored("src/bin/Tool/obj/project.assets.json").ShouldBeTrue();
        ignore.Invalid.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/repo/src/Api/obj/", "")]
    [InlineData("/repo/.build/Api/", ".build/Api\n")]
    [InlineData("/repo/artifacts/obj/Api/", "artifacts/bin\nartifacts/obj/Api\nartifacts/publish\n")]
    [InlineData("/tmp/obj/Api/", "")]
    public void What_builds_on_this_machine_write_is_not_sent_wherever_it_lies(string output, string pattern)
    {
        var inputs = Collect(
            ("/repo/src/Api/Api.csproj", Empty),
            ("/repo/src/Api/obj/Api.csproj.nuget.dgspec.json",
                $$"""{ "projects": { "/repo/src/Api/Api.csproj": { "restore": { "outputPath": "{{output}}" } } } }"""));

        var text = GeneratedIgnoreFile.Text(inputs, ownIgnoreFile: null);

        text.ShouldEndWith(
            pattern.Length == 0 ? "**/containerguard.*.json\n" : $"\n# Output folders of this project's builds.\n{pattern}");
        if (output.StartsWith("/repo", StringComparison.Ordinal))
        {
            IgnoreFile.Parse(text).IsIgnored(output["/repo/".Length..].TrimEnd('/')).ShouldBeTrue();
        }
    }

    [Fact]
    public void Very_many_projects_are_gathered_in_a_stage_of_their_own()
    {
        string[] files = [.. Enumerable.Range(0, 60).Select(static number => $"p{number:00}/P.csproj")];

        var image = ImageOf(new RestoreInputs { Files = files });

        image.Stages.Select(static stage => stage.Name).ShouldBe(["restore-inputs", "build", "final"]);
        image.Stage("restore-inputs").Copies.ShouldBeEmpty();
        image.Stage("restore-inputs").Command("cp", "--parents").ShouldBe(["cp", "--parents", .. files, "/src/"]);
        image.Stage("build").Copies.ShouldBe([new(["/src/"], "./") { From = "restore-inputs" }, new(["."], ".")]);
    }

    private static GeneratedImage ImageOf(RestoreInputs inputs) => GeneratedImage.Of(DotNetPlanner.Answer(Project.Web(), inputs));

    private static RestoreInputs Collect(params (string Path, string Text)[] files) =>
        RestoreInputCollector.Collect(new MemoryFileSystem(files), Project.Web(), "/repo/src/Api/obj");
}
