using System.Text.Json;
using ContainerGuard.Packages;
using ContainerGuard.Packages.Sbom;
using ContainerGuard.Tests.Support;
using Json.Schema;

namespace ContainerGuard.Tests.Unit.Packages;

/// <summary>The bills of materials are valid by the public schemas, and the same for the same image.</summary>
public class SbomTests
{
    private static readonly string Schemas = RepositoryRoot.Combine("tests", "Unit", "Packages", "Schemas");

    private static readonly Lazy<JsonSchema> CycloneDxSchema = new(static () =>
    {
        foreach (var name in (string[])["spdx.schema.json", "jsf-0.82.schema.json"])
        {
            var part = JsonSchema.FromText(File.ReadAllText(Path.Combine(Schemas, name)));
            SchemaRegistry.Global.Register(new Uri($"http://cyclonedx.org/schema/{name}"), part);
        }

        return JsonSchema.FromText(File.ReadAllText(Path.Combine(Schemas, "cyclonedx-1.6.json")));
    });

    private static readonly Lazy<JsonSchema> SpdxSchema = new(static () =>
        JsonSchema.FromText(File.ReadAllText(Path.Combine(Schemas, "spdx-2.3.json"))));

    private static SbomSubject Subject { get; } = new()
    {
        Name = "registry.corp/shop/api",
        Version = "1.2",
        IsImage = true,
        Digest = $"sha256:{new string('a', 64)}",
        ImageId = $"sha256:{new string('b', 64)}",
        Layers = [new SbomLayer($"sha256:{new string('c', 64)}", true), new SbomLayer($"sha256:{new string('d', 64)}", false)],
        Base = new SbomBase("mcr.microsoft.com/dotnet/aspnet", "10.0", $"sha256:{new string('e', 64)}"),
        System = new Distribution("debian", "12"),
        Time = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000),
        ToolVersion = "1.0.0",
        Packages =
        [
            new Package
            {
                Type = PackageType.NuGet, Name = "Shop.Api", Version = "1.2.0", Role = PackageRole.Application, DependsOn = ["Serilog"],
                Path = "app/Shop.Api.deps.json", Layer = 1,
            },
            new Package
            {
                Type = PackageType.NuGet, Name = "Serilog", Version = "4.0.0", Path = "app/Shop.Api.deps.json", Layer = 1,
                Hashes = [$"sha512:{new string('0', 128)}"], BroughtBy = ["Serilog.AspNetCore", "Serilog"], Licenses = ["Apache-2.0"],
            },
            new Package
            {
                Type = PackageType.Deb, Name = "libc6", Version = "2.36-9", Architecture = "amd64",
                Distribution = new Distribution("debian", "12"), Source = "glibc", Vendor = "GNU <a@b>", Layer = 0,
                Path = "var/lib/dpkg/status", Licenses = ["some text", "MIT"],
            },
            new Package { Type = PackageType.Npm, Name = "a", Version = "1.0.0", Path = "x/node_modules/a/package.json", Layer = 1 },
            new Package { Type = PackageType.Npm, Name = "a", Version = "1.0.0", Path = "y/node_modules/a/package.json", Layer = 1 },
            new Package { Type = PackageType.Gem, Name = "bad\udc80", Version = "", IsDevelopment = true, OwnedBy = "ruby-bad" },
        ],
    };

    [Fact]
    public void Cyclonedx_is_valid()
    {
        Errors(CycloneDxSchema.Value, CycloneDx.Write(Subject)).ShouldBeEmpty();
        Errors(CycloneDxSchema.Value, CycloneDx.Write(Empty)).ShouldBeEmpty();
        Errors(CycloneDxSchema.Value, "{ \"bomFormat\": \"CycloneDX\", \"specVersion\": \"1.6\", \"version\": \"x\" }"u8.ToArray())
            .ShouldNotBeEmpty();
    }

    [Fact]
    public void Spdx_is_valid()
    {
        Errors(SpdxSchema.Value, Spdx.Write(Subject)).ShouldBeEmpty();
        Errors(SpdxSchema.Value, Spdx.Write(Empty)).ShouldBeEmpty();
        Errors(SpdxSchema.Value, "{ \"spdxVersion\": \"SPDX-2.3\" }"u8.ToArray()).ShouldNotBeEmpty();
    }

    [Fact]
    public void Every_reference_of_a_document_leads_to_one_component()
    {
        using var cyclonedx = JsonDocument.Parse(CycloneDx.Write(Subject));
        var root = cyclonedx.RootElement;
        var ids = root.GetProperty("components").EnumerateArray().Select(static one => one.GetProperty("bom-ref").GetString()!)
            .Append(root.GetProperty("metadata").GetProperty("component").GetProperty("bom-ref").GetString()!).ToList();
        ids.Distinct().Count().ShouldBe(ids.Count);
        var dependencies = root.GetProperty("dependencies").EnumerateArray().ToList();
        dependencies.SelectMany(static one => one.GetProperty("dependsOn").EnumerateArray()).Select(static one => one.GetString()!)
            .ShouldAllBe(id => ids.Contains(id));
        dependencies.Single(static one => one.GetProperty("ref").GetString() == "pkg:nuget/Shop.Api@1.2.0").GetProperty("dependsOn")[0]
            .GetString().ShouldBe("pkg:nuget/Serilog@4.0.0");

        using var spdx = JsonDocument.Parse(Spdx.Write(Subject));
        var packages = spdx.RootElement.GetProperty("packages").EnumerateArray()
            .Select(static one => one.GetProperty("SPDXID").GetString()!).Append("SPDXRef-DOCUMENT").ToList();
        packages.Distinct().Count().ShouldBe(packages.Count);
        foreach (var relation in spdx.RootElement.GetProperty("relationships").EnumerateArray())
        {
            packages.ShouldContain(relation.GetProperty("spdxElementId").GetString()!);
            packages.ShouldContain(relation.GetProperty("relatedSpdxElement").GetString()!);
        }
    }

    [Fact]
    public void The_same_image_has_the_same_bytes_in_any_order_of_its_packages()
    {
        var other = Subject with { Packages = [.. Subject.Packages.Reverse()] };

        foreach (var format in SbomFormat.All)
        {
            format.Write(other).ShouldBe(format.Write(Subject));
            format.Write(Subject with { Time = Subject.Time.AddDays(1) }).ShouldNotBe(format.Write(Subject));
        }
    }

    [Theory]
    [InlineData("true", "")]
    [InlineData("false", "")]
    [InlineData("spdx", ".spdx.json")]
    [InlineData(" SPDX ; CycloneDX", ".cdx.json .spdx.json")]
    [InlineData("true,cyclonedx", ".cdx.json")]
    public void A_value_names_formats(string value, string files) =>
        string.Join(' ', SbomFormat.Of(value).Select(static format => format.Ending)).ShouldBe(files);

    private static SbomSubject Empty => new()
    {
        Name = "empty", Packages = [], Time = DateTimeOffset.UnixEpoch, ToolVersion = "1.0.0",
    };

    private static string Errors(JsonSchema schema, byte[] document)
    {
        using var json = JsonDocument.Parse(document);
        var result = schema.Evaluate(
            json.RootElement, new EvaluationOptions { OutputFormat = OutputFormat.List, RequireFormatValidation = true });
        return result.IsValid ? "" : string.Join('\n', result.Details!.Where(static detail => detail.Errors is not null)
            .SelectMany(static detail => detail.Errors!.Select(error => $"{detail.InstanceLocation}: {error.Value}")).Take(20)
            .Prepend("The document is not valid."));
    }
}
