using System.Text.Json;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Publish;

/// <summary>The bill of materials of real publishes, whatever their form: what is in them is also in the list.</summary>
public sealed class SbomTests(PublishedPackage package)
{
    private const string Program = """
        Console.WriteLine(Newtonsoft.Json.JsonConvert.SerializeObject(new { A = 1 }));
        """;

    [Theory]
    [InlineData("")]
    [InlineData("-p:SelfContained=true")]
    [InlineData("-p:PublishSingleFile=true -p:SelfContained=true")]
    [InlineData("-p:PublishSingleFile=true -p:SelfContained=true -p:EnableCompressionInSingleFile=true")]
    [InlineData("-p:PublishSingleFile=true -p:SelfContained=false")]
    [InlineData("-p:PublishTrimmed=true -p:SelfContained=true")]
    public async Task A_publish_lists_the_application_its_packages_and_its_runtime(string properties)
    {
        using var workspace = package.Locked();
        var app = workspace.Console().Property("ContainerGuardPinning", "off").Package("Newtonsoft.Json", "13.0.3")
            .File("Program.cs", Program);

        var more = properties.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        (await app.Publish(["-r", "linux-x64", "-p:ContainerGuardSbom=cyclonedx%3Bspdx", .. more])).ShouldSucceed();

        using var sbom = JsonDocument.Parse(app.Read("obj/container/app.cdx.json"));
        var urls = sbom.RootElement.GetProperty("components").EnumerateArray()
            .Select(static one => one.GetProperty("purl").GetString()!).ToList();
        urls.ShouldContain("pkg:nuget/Newtonsoft.Json@13.0.3");
        urls.Any(static url => url.StartsWith("pkg:nuget/Microsoft.NETCore.App.Runtime.linux-x64@10.", StringComparison.Ordinal))
            .ShouldBe(properties.Contains("SelfContained=true", StringComparison.Ordinal));
        sbom.RootElement.GetProperty("components").GetRawText().ShouldContain("\"containerguard:broughtBy\"");
        File.Exists(app.Combine("obj", "container", "app.spdx.json")).ShouldBeTrue();
        Directory.GetFiles(app.Folder, "*.cdx.json", SearchOption.AllDirectories).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Without_the_property_there_is_no_file_and_a_wrong_word_is_one_error()
    {
        using var workspace = package.Locked();
        var app = workspace.Console();

        (await app.Publish()).ShouldSucceed();
        var wrong = await app.Publish("-p:ContainerGuardSbom=cyclonedx%2Cspxd");

        Directory.GetFiles(app.Folder, "*.cdx.json", SearchOption.AllDirectories).ShouldBeEmpty();
        wrong.Output.ShouldContain("ContainerGuardSbom has the invalid value 'cyclonedx,spxd'. Did you mean 'spdx'?");
    }
}
