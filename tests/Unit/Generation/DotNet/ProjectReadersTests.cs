using ContainerGuard.Analysis;
using ContainerGuard.Generation.DotNet;
using ContainerGuard.Tests.Unit.Context;

namespace ContainerGuard.Tests.Unit.Generation.DotNet;

/// <summary>What the files of a project tell in addition to its evaluated properties.</summary>
public sealed class ProjectReadersTests
{
    [Theory]
    [InlineData("<PropertyGroup><PublishAot Condition=\"'$(Configuration)' == 'Release'\">true</PublishAot></PropertyGroup>")]
    [InlineData("<PropertyGroup Condition=\"'$(OS)' == 'Unix'\"><PublishAot>true</PublishAot></PropertyGroup>")]
    [InlineData("<Choose><When Condition=\"true\"><PropertyGroup><PublishAot>true</PublishAot></PropertyGroup></When></Choose>")]
    [InlineData("<Choose><Otherwise><PropertyGroup><PublishAot>true</PublishAot></PropertyGroup></Otherwise></Choose>")]
    [InlineData("<Target Name=\"A\"><PropertyGroup><PublishAot>true</PublishAot></PropertyGroup></Target>")]
    public void A_property_with_a_condition_is_conditional(string text) => Conditional(text).ShouldBe(["PublishAot"]);

    [Theory]
    [InlineData("<PropertyGroup><PublishAot>true</PublishAot></PropertyGroup>")]
    [InlineData("<PropertyGroup><PublishAot Condition=\"'$(PublishAot)' == ''\">true</PublishAot></PropertyGroup>")]
    [InlineData("<ItemGroup Condition=\"false\"><PublishAot Include=\"a\" /></ItemGroup>")]
    [InlineData("<PropertyGroup Condition=\"false\" /><PropertyGroup><PublishAot>true</PublishAot></PropertyGroup>")]
    public void A_default_and_a_plain_property_are_not(string text) => Conditional(text).ShouldBeEmpty();

    [Fact]
    public void A_file_that_is_not_valid_XML_has_the_properties_before_the_error() =>
        Conditional("<PropertyGroup Condition=\"false\"><PublishAot>true</PublishAot></Property").ShouldBe(["PublishAot"]);

    [Fact]
    public void Endpoints_of_Production_replace_those_of_the_same_name()
    {
        var files = new MemoryFileSystem(
            ("/a/appsettings.json", """
                // comments are allowed
                {
                  "urls": "http://*:1",
                  "Kestrel": { "Endpoints": { "Http": { "Url": "http://localhost:2" }, "Https": { "Url": "https://*:3" } } }
                }
                """),
            ("/a/appsettings.Production.json", """{ "kestrel": { "endpoints": { "http": { "url": "http://*:4" } } } }"""));

        KestrelSettings.In(files, "/a", "Production").ShouldBe(
            [new KestrelAddress("appsettings.Production.json", "http://*:4"), new KestrelAddress("appsettings.json", "https://*:3")]);
    }

    [Fact]
    public void Urls_count_where_there_are_no_endpoints()
    {
        KestrelSettings.In(new MemoryFileSystem(("/a/appsettings.json", """{ "Urls": "http://*:1" }""")), "/a", "Production")
            .ShouldBe([new KestrelAddress("appsettings.json", "http://*:1")]);
        KestrelSettings.In(new MemoryFileSystem(("/a/appsettings.json", "{ not json")), "/a", "Production").ShouldBeEmpty();
        KestrelSettings.In(new MemoryFileSystem(), "/a", "Production").ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/a/Stop.cs", "PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => { });", true)]
    [InlineData("/a/deep/er/Stop.fs", "builder.UseConsoleLifetime()", true)]
    [InlineData("/a/Program.cs", "Console.WriteLine();", false)]
    [InlineData("/a/bin/Stop.cs", "SIGTERM", false)]
    [InlineData("/a/notes.txt", "SIGTERM", false)]
    public void A_registration_for_signals_is_found_in_the_sources(string path, string text, bool found) =>
        SourceWords.AreIn(new MemoryFileSystem((path, text)), ["/a"], SourceWords.OfSignals).ShouldBe(found);

    [Fact]
    public void The_assets_file_tells_packages_and_frameworks()
    {
        var files = new MemoryFileSystem(("/a/obj/project.assets.json", """
            {
              "targets": { "net10.0": { "Lib/1.0.0": { "type": "project", "frameworkReferences": [ "Microsoft.AspNetCore.App" ] } } },
              "libraries": { "SkiaSharp/3.119.0": { "type": "package" }, "Lib/1.0.0": { "type": "project" } },
              "project": { "frameworks": { "net10.0": {
                "dependencies": { "SkiaSharp": { "version": "[3.119.0, )" } },
                "frameworkReferences": { "Microsoft.NETCore.App": { "privateAssets": "all" } } } } }
            }
            """));

        var read = RestoredPackages.Read(files, "/a/obj/project.assets.json")!;

        read.Versions.ShouldHaveSingleItem().Value.ShouldBe("3.119.0");
        read.Direct.ShouldBe(["SkiaSharp"]);
        read.FrameworkReferences.ShouldBe(["Microsoft.AspNetCore.App", "Microsoft.NETCore.App"]);
        RestoredPackages.Read(files, "/a/missing.json").ShouldBeNull();
        RestoredPackages.Read(new MemoryFileSystem(("/a.json", "[1")), "/a.json").ShouldBeNull();
    }

    /// <summary>The value of one property can contain another one, and an import can bring it in.</summary>
    [Fact]
    public void A_property_is_conditional_with_those_that_its_value_contains()
    {
        Conditional("""
            <PropertyGroup><Net Condition="'$(CI)' == 'true'">net9.0</Net><Mine>$(Net)</Mine></PropertyGroup>
            <PropertyGroup><TargetFramework>$(Mine)</TargetFramework><AssemblyName>A.$(configuration)</AssemblyName></PropertyGroup>
            """).Order().ShouldBe(["AssemblyName", "Mine", "Net", "TargetFramework"]);

        Origins("<PropertyGroup><Net>net9.0</Net><TargetFramework>$(Net)</TargetFramework></PropertyGroup>")
            .Used["TargetFramework"].ShouldBe(["Net"]);
    }

    [Theory]
    [InlineData("", "PublishAot")]
    [InlineData("Condition=\"Exists('../common.props')\"", "PublishAot")]
    [InlineData("Condition=\"'$(CI)' == 'true'\"", "Plain,PublishAot")]
    public void Imported_files_are_read(string condition, string expected) => string.Join(',', PropertyOrigins.In(
        new MemoryFileSystem(
            ("/r/a/a.csproj", $"<Project><Import Project=\"../common.props\" {condition} /></Project>"),
            ("/r/common.props", """
                <Project><PropertyGroup><Plain>1</Plain><PublishAot Condition="'$(A)' == ''">true</PublishAot></PropertyGroup></Project>
                """)),
        "/r/a/a.csproj", [], "/r").Conditional.Order()).ShouldBe(expected);

    private static IReadOnlySet<string> Conditional(string text) => Origins(text).Conditional;

    private static PropertyOrigins Origins(string text) => PropertyOrigins.In(
        new MemoryFileSystem(("/a.csproj", $"<Project>{text}</Project>")), "/a.csproj", ["/missing.props"], "/");
}
