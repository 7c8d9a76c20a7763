using System.Text.Json;
using ContainerGuard.Tests.Support;
using ContainerGuard.Tests.Unit.Inspection;
using Microsoft.Build.Utilities;

namespace ContainerGuard.Tests.Unit.Tasks;

/// <summary>The rules for built images in the task of the target ContainerGuardInspect.</summary>
public sealed class InspectImageRulesTests : IDisposable
{
    private static readonly byte[] Layer = new TarBuilder().File("etc/passwd", "root:x:0:0:root:/root:/bin/sh\n")
        .File("usr/bin/ping", "x", mode: 2541).Build();

    private readonly TemporaryDirectory _folder = new();
    private readonly RecordingEngine _engine = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_finding_without_a_Dockerfile_is_at_the_name_of_the_image()
    {
        Task().Execute().ShouldBeFalse();

        _engine.Errors.ShouldContain(error => error.StartsWith("CG8001", StringComparison.Ordinal));
        _engine.Errors.ShouldContain(error => error.StartsWith("CG8007", StringComparison.Ordinal) && error.Contains("'TOKEN'"));
        string.Join('\n', _engine.Errors.Concat(_engine.Messages)).ShouldNotContain("s3cret");
    }

    [Fact]
    public void The_report_names_image_layer_and_file_and_no_secret()
    {
        var task = Task();
        task.Sarif = "image.sarif";

        task.Execute().ShouldBeFalse();

        var text = File.ReadAllText(_folder.Combine("image.sarif"));
        var results = JsonDocument.Parse(text).RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray().ToList();
        var setuid = results.Single(result => result.GetProperty("ruleId").GetString() == "CG8005");
        setuid.GetProperty("properties").GetProperty("image").GetString().ShouldBe("docker-archive:app.tar");
        setuid.GetProperty("properties").GetProperty("path").GetString().ShouldBe("usr/bin/ping");
        setuid.GetProperty("properties").GetProperty("layer").GetString()!.ShouldStartWith("sha256:");
        text.ShouldNotContain("s3cret");
    }

    [Fact]
    public void An_HTML_report_has_the_layers_and_each_finding_in_the_image()
    {
        var task = Task();
        task.Reports = [new TaskItem("image.html")];

        task.Execute().ShouldBeFalse();

        var text = File.ReadAllText(_folder.Combine("image.html"));
        text.ShouldContain("<h3>docker-archive:app.tar</h3>");
        text.ShouldContain("<caption>The layers by size</caption>");
        text.ShouldMatch("<tr><td>1</td><td>[^<]+</td><td>0</td><td>[1-9]</td><td>");
        text.ShouldMatch("</span> usr/bin/ping <a href=\"#[0-9a-f]+-CG8005\">");
        text.ShouldContain("in 1 image.</p>");
        text.ShouldNotContain("s3cret");
    }

    [Fact]
    public void An_exception_accepts_a_finding_until_its_day()
    {
        var task = Task();
        task.Sarif = "image.sarif";
        task.Exceptions =
        [
            Item("CG8005", ("Path", "usr/bin/*"), ("Reason", "needed"), ("Expires", "2999-01-01")),
            Item("CG8001", ("Reason", "old"), ("Expires", "2020-01-01")),
            Item("CG8010", ("Reason", "not there")),
            Item("CG8007"),
            Item("CG8007", ("Reason", "r"), ("Expires", "tomorrow")),
            Item("CG3001", ("Reason", "r")),
        ];

        task.Execute().ShouldBeFalse();

        var all = string.Join('\n', _engine.Errors.Concat(_engine.Messages));
        all.ShouldContain("CG8001", customMessage: "an exception that has expired accepts nothing");
        all.ShouldContain("The exception for CG8001 expired on 2020-01-01.");
        all.ShouldContain("The exception for CG8010 does not match a finding");
        all.ShouldContain("ContainerGuardException 'CG8007' has no Reason.");
        all.ShouldContain("has the invalid day 'tomorrow'");
        all.ShouldContain("ContainerGuardException 'CG3001' is not a rule for images.");
        File.ReadAllText(_folder.Combine("image.sarif")).ShouldContain("\"justification\": \"needed\"");
    }

    [Fact]
    public void Expectations_come_from_items_and_from_the_static_part_of_a_structure_test()
    {
        File.WriteAllText(_folder.Combine("tests.yaml"), """
            schemaVersion: 2.0.0
            commandTests: []
            fileExistenceTests:
              - name: ping
                path: /usr/bin/ping
                shouldExist: false
              - name: passwd
                path: /etc/passwd
                shouldExist: true
                permissions: '-rw-r--r--'
                uid: 0
            metadataTest:
              exposedPorts: ["8080"]
              labels:
                - key: team
                  value: shop
            """);
        var task = Task();
        task.StructureTests = [Item("tests.yaml")];
        task.Expectations = [Item("user", ("Value", "1654")), Item("file", ("Path", "/etc/passwd"), ("Mode", "600"))];

        task.Execute().ShouldBeFalse();

        var met = _engine.Errors.Where(error => error.StartsWith("CG8034", StringComparison.Ordinal)).ToList();
        met.Count.ShouldBe(5);
        met.ShouldContain(error => error.Contains("'/usr/bin/ping' exists"));
        met.ShouldContain(error => error.Contains("the mode 0644"));
        met.ShouldContain(error => error.Contains("the port '8080/tcp'"));
        met.ShouldContain(error => error.Contains("The label 'team' does not exist"));
        met.ShouldContain(error => error.Contains("The user is not set"));
    }

    [Fact]
    public void A_finding_in_a_published_image_is_at_the_line_that_sets_its_subject()
    {
        File.WriteAllLines(_folder.Combine("project.csproj"), [
            "<Project>", "  <PropertyGroup>", "    <ContainerUser>root</ContainerUser>", "  </PropertyGroup>", "</Project>",
        ]);
        var task = Task();
        task.Containers = [Item("app", ("ManifestDigest", $"sha256:{new string('a', 64)}"))];
        task.User = "root";

        task.Execute().ShouldBeFalse();

        _engine.ErrorEvents.Single(static error => error.Code == "CG8001").LineNumber.ShouldBe(3);
    }

    [Theory]
    [InlineData("file", "Path", "app", "does not begin with a slash")]
    [InlineData("colour", "Value", "red", "write file or absent-file with Path")]
    [InlineData("size", "Value", "big", "write file or absent-file with Path")]
    public void An_expectation_that_cannot_be_read_is_one_error(string kind, string name, string value, string reason)
    {
        var task = Task();
        task.Expectations = [Item(kind, (name, value))];

        task.Execute().ShouldBeFalse();

        _engine.Errors.ShouldHaveSingleItem().ShouldStartWith($"CG0079 ContainerGuardExpect '{kind}' is not valid: ");
        _engine.Errors[0].ShouldContain(reason);
    }

    [Fact]
    public void A_level_and_an_editorconfig_change_the_severity()
    {
        File.WriteAllText(_folder.Combine(".editorconfig"), "[*]\ndotnet_diagnostic.CG8001.severity = none\n");
        var task = Task();
        task.Level = "minimum";

        task.Execute().ShouldBeFalse();

        _engine.Errors.ShouldAllBe(error => error.StartsWith("CG8007", StringComparison.Ordinal));
    }

    private static TaskItem Item(string include, params (string Name, string Value)[] metadata)
    {
        var item = new TaskItem(include);
        foreach (var (name, value) in metadata) item.SetMetadata(name, value);
        return item;
    }

    private InspectImage Task()
    {
        File.WriteAllBytes(_folder.Combine("app.tar"), TarBuilder.DockerArchive(Layer));
        return new InspectImage
        {
            BuildEngine = _engine,
            Common = CommonItems.Of(_folder.Combine("project.csproj")),
            Image = "docker-archive:app.tar",
            CacheFolder = "none",
        };
    }
}
