using System.Text;
using System.Text.Json;
using ContainerGuard.Advisories;
using ContainerGuard.Advisories.Locked;
using ContainerGuard.Configuration;
using ContainerGuard.Images;
using ContainerGuard.Pinning;
using ContainerGuard.Reports;
using ContainerGuard.Tests.Support;
using ContainerGuard.Tests.Unit.Reports;
using Json.Schema;

namespace ContainerGuard.Tests.Unit.Tasks;

/// <summary>An editor checks a lock file and a baseline with the schema that the file names, and a build with our reader.</summary>
public sealed class PublishedSchemaTests
{
    private const string Digest = "sha256:72dd743782f2ae7e5476fd64f6a460045e3998dc862218b80e6944cba79a01b0";

    /// <summary>A schema of a later draft than the validator reads would be accepted without a check.</summary>
    private const string Draft = "https://json-schema.org/draft/2020-12/schema";

    private static readonly Dictionary<string, JsonSchema> Schemas =
        Directory.EnumerateFiles(RepositoryRoot.Combine("docs"), "*.schema.json")
            .ToDictionary(static path => Path.GetFileName(path).Split('.')[1], static path => JsonSchema.FromText(File.ReadAllText(path)));

    [Fact]
    public void Every_published_schema_is_tested_here_and_is_named_by_the_files_that_follow_it()
    {
        Schemas.Keys.Order(StringComparer.Ordinal).ShouldBe(["advisories", "baseline", "lock", "report"]);
        foreach (var (name, address) in new[]
        {
            ("lock", LockFile.Schema), ("baseline", BaselineWriter.Schema), ("advisories", AdvisoryFile.Schema),
            ("report", JsonFormat.Schema),
        })
        {
            using var schema = JsonDocument.Parse(File.ReadAllText(RepositoryRoot.Combine("docs", Path.GetFileName(address))));
            schema.RootElement.GetProperty("$schema").GetString().ShouldBe(Draft);
            schema.RootElement.GetProperty("$id").GetString().ShouldBe(address);
            address.ShouldEndWith($"/docs/containerguard.{name}.schema.json");
            MetaSchemas.Draft202012.Evaluate(schema.RootElement).IsValid.ShouldBeTrue(name);
        }
    }

    [Fact]
    public void What_we_write_is_valid()
    {
        var facts = new ImageFacts
        {
            User = "app", ExposedPorts = ["8080/tcp"], Environment = ["PATH"], Entrypoint = ["tini"], Command = ["sh"],
            WorkingDirectory = "/app", HasHealthCheck = true,
            Labels = new Dictionary<string, string> { ["a"] = "b" }, HasShell = false,
            DotNet = new Dictionary<string, string> { ["runtime"] = "10.0.2" },
            System = new SystemRelease("debian", "13", ["linux"]), Created = "2026-08-11T10:20:30Z",
        };
        var digest = ImageDigest.Parse(Digest);
        var file = LockFile.Empty.With(
            new Dictionary<string, ResolvedImage>
            {
                ["node:24"] = new(
                    digest, "application/vnd.oci.image.index.v1+json",
                    new Dictionary<string, ImageDigest> { ["linux/arm/v7"] = digest, ["windows(10.0.20348.2700)/amd64"] = digest }, facts),
                ["alpine:3"] = new(digest, "", new Dictionary<string, ImageDigest>(), null),
            },
            replace: true).WithAdvisories(digest);
        var table = new AdvisoryTable { Sources = { new AdvisorySource("https://feed.example/v3/index.json", "2026-08-21") } };
        table.Add(new Advisory
        {
            Id = "GHSA-1", Aliases = ["CVE-1"], Ecosystem = "NuGet", Package = "a", Severity = AdvisorySeverity.High, Url = "https://a",
            Ranges = [new AffectedRange("1.0", true, "2.0", false)], Versions = ["3.0"], Platforms = ["linux"],
            IsExploited = true, Epss = 0.5m,
        });

        Errors("advisories", Encoding.UTF8.GetString(AdvisoryFileWriter.Write(table))).ShouldBeEmpty();
        Errors("lock", Encoding.UTF8.GetString(LockFileWriter.Write(file, "\n"))).ShouldBeEmpty();
        Errors("lock", Encoding.UTF8.GetString(LockFileWriter.Write(LockFile.Empty, "\n"))).ShouldBeEmpty();
        Errors("baseline", Encoding.UTF8.GetString(BaselineWriter.Write(
            [new("src/Dockerfile", "CG3001", "0123456789abcdef", 1), new("Dockerfile", "CG3002", "0123456789abcdef", 3)]))).ShouldBeEmpty();
        Errors("baseline", Encoding.UTF8.GetString(BaselineWriter.Write([]))).ShouldBeEmpty();
        var json = ReportFormats.Find("json")!;
        Errors("report", json.Join(
            [new ReportPart("a", json.PartOf(Samples.Run, [.. Samples.OfPages, Samples.HostileFinding]))])).ShouldBeEmpty();
        Errors("report", """{ "version": 1, "projects": [{ "id": "a" }] }""").ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("lock", """{ "version": 1, "images": {} }""")]
    [InlineData("lock", """{ "version": 1, "images": { "node:24": { "digest": "DIGEST" } } }""")]
    [InlineData(
        "lock",
        """{ "version": 1, "images": { "node:24": { "digest": "DIGEST", "later": [1], "config": { "later": {} } } }, "later": null }""")]
    [InlineData(
        "lock",
        """{ "version": 1, "images": { "node:24": { "digest": "DIGEST", "config": { "system": { "id": "alpine" }, "labels": {}, "shell": true } } } }""")]
    [InlineData("baseline", """{ "version": 1, "findings": [] }""")]
    [InlineData(
        "baseline",
        """{ "version": 1, "findings": [ { "path": "Dockerfile", "rule": "CG3001", "fingerprint": "0123456789abcdef", "later": 1 } ], "later": {} }""")]
    [InlineData(
        "baseline",
        """{ "version": 1, "findings": [ { "path": "Dockerfile", "rule": "CG3001", "fingerprint": "0123456789abcdef", "count": 2 } ] }""")]
    public void A_good_document_is_good_for_the_schema_and_for_the_reader(string schema, string text)
    {
        text = text.Replace("DIGEST", Digest, StringComparison.Ordinal);

        Errors(schema, text).ShouldBeEmpty();
        IsRead(schema, text).ShouldBeTrue();
    }

    [Theory]
    [InlineData("lock", "[]")]
    [InlineData("lock", """{ "images": {} }""")]
    [InlineData("lock", """{ "version": 2, "images": {} }""")]
    [InlineData("lock", """{ "version": "1", "images": {} }""")]
    [InlineData("lock", """{ "version": 1, "images": [] }""")]
    [InlineData("lock", """{ "version": 1, "images": { "node:24": "DIGEST" } }""")]
    [InlineData("lock", """{ "version": 1, "images": { "node:24": {} } }""")]
    [InlineData("lock", """{ "version": 1, "images": { "node:24": { "digest": "sha256:abc" } } }""")]
    [InlineData("lock", """{ "version": 1, "images": { "node:24": { "digest": "DIGEST", "mediaType": 1 } } }""")]
    [InlineData("lock", """{ "version": 1, "images": { "node:24": { "digest": "DIGEST", "platforms": { "linux/amd64": "x" } } } }""")]
    [InlineData("lock", """{ "version": 1, "images": { "node:24": { "digest": "DIGEST", "config": { "user": 0 } } } }""")]
    [InlineData("lock", """{ "version": 1, "images": { "node:24": { "digest": "DIGEST", "config": { "exposedPorts": [8080] } } } }""")]
    [InlineData("lock", """{ "version": 1, "images": { "node:24": { "digest": "DIGEST", "config": { "labels": { "a": 1 } } } } }""")]
    [InlineData("lock", """{ "version": 1, "images": { "node:24": { "digest": "DIGEST", "config": { "shell": "yes" } } } }""")]
    [InlineData("lock", """{ "version": 1, "images": { "node:24": { "digest": "DIGEST", "config": { "system": { "id": 1 } } } } }""")]
    [InlineData("baseline", "[]")]
    [InlineData("baseline", """{ "findings": [] }""")]
    [InlineData("baseline", """{ "version": 2, "findings": [] }""")]
    [InlineData("baseline", """{ "version": 1, "findings": {} }""")]
    [InlineData("baseline", """{ "version": 1, "findings": [ 1 ] }""")]
    [InlineData("baseline", """{ "version": 1, "findings": [ { "path": "a", "rule": "CG3001" } ] }""")]
    [InlineData("baseline", """{ "version": 1, "findings": [ { "path": 1, "rule": "CG3001", "fingerprint": "0123456789abcdef" } ] }""")]
    [InlineData(
        "baseline",
        """{ "version": 1, "findings": [ { "path": "a", "rule": "CG3001", "fingerprint": "0123456789abcdef", "count": 0 } ] }""")]
    [InlineData(
        "baseline",
        """{ "version": 1, "findings": [ { "path": "a", "rule": "CG3001", "fingerprint": "0123456789abcdef", "count": 1.5 } ] }""")]
    public void A_bad_document_is_bad_for_the_schema_and_for_the_reader(string schema, string text)
    {
        text = text.Replace("DIGEST", Digest, StringComparison.Ordinal);

        Errors(schema, text).ShouldNotBeEmpty();
        IsRead(schema, text).ShouldBeFalse();
    }

    /// <summary>
    /// The schema is for people who write the file, and is stricter: the reader accepts what tools and merges make of it.
    /// </summary>
    [Theory]
    [InlineData("lock", """{ "version": 1 }""")]
    [InlineData(
        "lock", """{ "version": 1, "images": { "node:24": { "digest": "DIGEST", "config": { "system": { "version": "13" } } } } }""")]
    [InlineData("baseline", """{ "version": 1 }""")]
    [InlineData("baseline", """{ "version": 1, "findings": [ { "path": "a", "rule": "XY1", "fingerprint": "0123456789abcdef" } ] }""")]
    [InlineData("baseline", """{ "version": 1, "findings": [ { "path": "a", "rule": "CG3001", "fingerprint": "x" } ] }""")]
    public void The_schema_is_stricter_than_the_reader(string schema, string text)
    {
        text = text.Replace("DIGEST", Digest, StringComparison.Ordinal);

        Errors(schema, text).ShouldNotBeEmpty();
        IsRead(schema, text).ShouldBeTrue();
    }

    private static bool IsRead(string schema, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        if (schema == "baseline") return BaselineReader.Read(bytes).Problem is null;
        try
        {
            LockFileReader.Read("/repo/containerguard.lock.json", bytes);
            return true;
        }
        catch (LockFileException)
        {
            return false;
        }
    }

    private static List<string> Errors(string schema, string text)
    {
        using var document = JsonDocument.Parse(text);
        var result = Schemas[schema].Evaluate(
            document.RootElement, new EvaluationOptions { OutputFormat = OutputFormat.List, RequireFormatValidation = true });
        return result.IsValid ? [] : [.. (result.Details ?? [])
            .Where(static detail => detail.Errors is not null)
            .SelectMany(static detail => detail.Errors!.Select(error => $"{detail.InstanceLocation}: {error.Value}"))
            .DefaultIfEmpty("invalid")];
    }
}
