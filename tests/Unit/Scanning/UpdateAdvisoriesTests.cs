using System.Text;
using ContainerGuard.Advisories.Locked;
using ContainerGuard.Tests.Support;
using ContainerGuard.Tests.Unit.Advisories;
using ContainerGuard.Tests.Unit.Tasks;
using TaskItem = Microsoft.Build.Utilities.TaskItem;

namespace ContainerGuard.Tests.Unit.Scanning;

/// <summary>The task that locks the vulnerability data of a real feed on loopback.</summary>
public sealed class UpdateAdvisoriesTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();
    private readonly RecordingEngine _engine = new();
    private readonly VulnerabilityFeed _feed = new();

    public void Dispose()
    {
        _feed.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void The_rows_of_the_packages_are_written_and_the_lock_file_has_their_digest()
    {
        _feed.Vulnerable("contoso.json", "[1.0.0, 1.2.0)", "GHSA-5crp-9r3c-p9vr");

        Run().ShouldBeTrue();

        var content = File.ReadAllBytes(_folder.Combine(AdvisoryFile.Name));
        var table = AdvisoryFileReader.Read(content);
        table.Find("NuGet", "Contoso.Json")!.ShouldHaveSingleItem().Id.ShouldBe("GHSA-5crp-9r3c-p9vr");
        table.Find("NuGet", "Unknown").ShouldBeNull();
        table.Sources.ShouldHaveSingleItem().Updated.ShouldBe("2026-08-21");
        File.ReadAllText(_folder.Combine("containerguard.lock.json")).ShouldContain(AdvisoryFile.DigestOf(content).ToString());
        Said().ShouldContain("GHSA-5crp-9r3c-p9vr of contoso.json became known.");
    }

    [Fact]
    public void A_page_that_did_not_change_is_not_downloaded_again()
    {
        Run();
        _feed.Requests.ShouldContain("/v3/vulnerabilities/base.json");
        _feed.Forget();

        Run();
        _feed.Requests.ShouldBe(["/v3/index.json", "/v3/vulnerabilities/index.json"]);
        _feed.Forget();

        _feed.Pages("2026-08-20", "{}", "2026-08-22", "{}");
        Run();
        _feed.Requests.ShouldBe(["/v3/index.json", "/v3/vulnerabilities/index.json", "/v3/vulnerabilities/update.json"]);
    }

    [Fact]
    public void The_same_data_gives_the_same_bytes_and_nothing_becomes_known()
    {
        _feed.Vulnerable("contoso.json", "[1.0.0, 1.2.0)", "GHSA-1");
        Run();
        var first = File.ReadAllBytes(_folder.Combine(AdvisoryFile.Name));
        _engine.Shown.Clear();

        Run();

        File.ReadAllBytes(_folder.Combine(AdvisoryFile.Name)).ShouldBe(first);
        Said().ShouldNotContain("became known");
    }

    [Fact]
    public void The_packages_of_other_projects_with_the_lock_file_stay_with_the_rows_of_today()
    {
        Run("Other");
        _feed.Pages(
            "2026-08-20", "{}", "2026-08-22",
            """{"other":[{"severity":2,"url":"https://github.com/advisories/GHSA-1","versions":"[1.0.0, 1.2.0)"}]}""");

        Run("Contoso.Json");

        var table = AdvisoryFileReader.Read(File.ReadAllBytes(_folder.Combine(AdvisoryFile.Name)));
        table.Find("NuGet", "Contoso.Json").ShouldBeEmpty();
        table.Find("NuGet", "Other")!.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Projects_that_update_one_file_at_once_all_have_their_packages_in_it()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(number => Task.Run(() => Run($"Package{number}").ShouldBeTrue())));

        var content = File.ReadAllBytes(_folder.Combine(AdvisoryFile.Name));
        File.ReadAllText(_folder.Combine("containerguard.lock.json")).ShouldContain(AdvisoryFile.DigestOf(content).ToString());
        var table = AdvisoryFileReader.Read(content);
        Enumerable.Range(0, 8).Where(number => table.Find("NuGet", $"Package{number}") is null).ShouldBeEmpty();
    }

    [Fact]
    public void The_rows_of_a_feed_that_cannot_be_read_stay()
    {
        using var other = new VulnerabilityFeed();
        _feed.Vulnerable("contoso.json", "[1.0.0, 1.2.0)", "GHSA-1");
        void Both(UpdateAdvisories task) => task.Sources = [new TaskItem(_feed.Address), new TaskItem(other.Address)];
        Run(change: Both);
        _feed.Set("/v3/index.json", "not JSON");
        other.Pages(
            "2026-08-20", "{}", "2026-08-22",
            """{"contoso.json":[{"severity":2,"url":"https://github.com/advisories/GHSA-2","versions":"[1.0.0, 1.3.0)"}]}""");

        Run(change: Both).ShouldBeTrue();

        var table = AdvisoryFileReader.Read(File.ReadAllBytes(_folder.Combine(AdvisoryFile.Name)));
        table.Find("NuGet", "Contoso.Json")!.Select(static row => row.Id).Order().ShouldBe(["GHSA-1", "GHSA-2"]);
        table.Sources.Count.ShouldBe(2);
        _engine.Diagnostics.ShouldHaveSingleItem().ShouldStartWith("warning CG8054 ");
    }

    [Fact]
    public void A_feed_without_vulnerability_data_is_said_and_nothing_is_written()
    {
        _feed.WithoutData();

        Run().ShouldBeTrue();

        Said().ShouldContain($"{_feed.Address} has no vulnerability data.");
        File.Exists(_folder.Combine(AdvisoryFile.Name)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("not JSON", "/v3/index.json", "<html>", "is not valid JSON")]
    [InlineData("another JSON", "/v3/index.json", "[]", "an object is expected")]
    [InlineData("a page of another form", "/v3/vulnerabilities/base.json", "[]", "an object is expected")]
    [InlineData("a page cut off", "/v3/vulnerabilities/base.json", "{\"a\":[{\"url\":\"x\"", "is not valid JSON")]
    [InlineData("an empty index", "/v3/vulnerabilities/index.json", "[]", "lists 0 pages")]
    [InlineData("a page elsewhere", "/v3/vulnerabilities/index.json", "[{\"@id\":\"file:///etc/passwd\"}]", "is not a web address")]
    [InlineData("a page without TLS", "/v3/vulnerabilities/index.json", "[{\"@id\":\"http://feed.example/a\"}]", "would not use TLS")]
    [InlineData("a missing page", "/v3/vulnerabilities/index.json", "[{\"@id\":\"/none\"}]", "answered 404")]
    public void Data_that_cannot_be_read_is_one_warning_and_the_old_file_stays(string what, string path, string text, string message)
    {
        _feed.Vulnerable("contoso.json", "[1.0.0, 1.2.0)", "GHSA-1");
        Run();
        var before = File.ReadAllBytes(_folder.Combine(AdvisoryFile.Name));
        _engine.Diagnostics.Clear();
        Directory.Delete(_folder.Combine("cache"), recursive: true);
        _feed.Set(path, text);

        Run().ShouldBeTrue();

        var warning = _engine.Diagnostics.ShouldHaveSingleItem(what);
        warning.ShouldStartWith("warning CG8054 app.csproj 1 ");
        warning.ShouldContain(message);
        File.ReadAllBytes(_folder.Combine(AdvisoryFile.Name)).ShouldBe(before);
    }

    [Fact]
    public void Deeply_nested_data_is_one_warning()
    {
        _feed.Set("/v3/vulnerabilities/update.json", $"{{\"a\":{new string('[', 1_000_000)}");

        Run().ShouldBeTrue();

        _engine.Diagnostics.ShouldHaveSingleItem().ShouldStartWith("warning CG8054 ");
    }

    [Fact]
    public void A_page_over_the_limit_is_one_warning()
    {
        _feed.Set("/v3/vulnerabilities/update.json", new string(' ', 33 << 20));

        Run().ShouldBeTrue();

        _engine.Diagnostics.ShouldHaveSingleItem().ShouldContain("it is larger than 32768 KiB");
    }

    [Fact]
    public void A_feed_that_always_compresses_is_read()
    {
        _feed.Compresses = true;
        _feed.Vulnerable("contoso.json", "[1.0.0, 1.2.0)", "GHSA-1");

        Run().ShouldBeTrue();

        _engine.Diagnostics.ShouldBeEmpty();
        AdvisoryFileReader.Read(File.ReadAllBytes(_folder.Combine(AdvisoryFile.Name))).Find("NuGet", "Contoso.Json")!
            .ShouldHaveSingleItem();
    }

    [Fact]
    public void A_page_that_is_over_the_limit_once_unpacked_is_one_warning()
    {
        _feed.Compresses = true;
        _feed.Set("/v3/vulnerabilities/update.json", new string(' ', 33 << 20));

        Run().ShouldBeTrue();

        _engine.Diagnostics.ShouldHaveSingleItem().ShouldContain("it is larger than 32768 KiB");
    }

    [Fact]
    public void A_feed_that_does_not_answer_is_one_warning()
    {
        _feed.Dispose();

        Run().ShouldBeTrue();

        _engine.Diagnostics.ShouldHaveSingleItem().ShouldContain("could not be reached");
    }

    [Fact]
    public void Without_a_network_nothing_is_asked()
    {
        Run(change: static task => task.Offline = true).ShouldBeTrue();

        _feed.Requests.ShouldBeEmpty();
        _engine.Diagnostics.ShouldBeEmpty();
    }

    [Fact]
    public void A_dry_run_shows_the_difference_and_writes_nothing()
    {
        Run(change: static task => task.DryRun = true).ShouldBeTrue();

        Said().ShouldContain("contoso.json");
        File.Exists(_folder.Combine(AdvisoryFile.Name)).ShouldBeFalse();
        File.Exists(_folder.Combine("containerguard.lock.json")).ShouldBeFalse();
    }

    [Fact]
    public void A_password_in_the_address_of_a_feed_is_never_written()
    {
        _feed.WithoutData();

        Run(change: task => task.Sources =
            [new TaskItem(_feed.Address.Replace("127.0.0.1", "robot:s3cret@127.0.0.1", StringComparison.Ordinal))]).ShouldBeTrue();

        string.Join('\n', _engine.Messages).ShouldNotContain("s3cret");
    }

    private bool Run(string package = "Contoso.Json", Action<UpdateAdvisories>? change = null)
    {
        var project = _folder.Combine("app.csproj");
        lock (_engine) _folder.Write("app.csproj", "<Project />");
        var assets = new AssetsText().Direct(package, "1.0.0").Source(_feed.Address).ToBytes(project);
        var task = new UpdateAdvisories
        {
            BuildEngine = _engine,
            Common = CommonItems.Of(project),
            AssetsFile = _folder.Write($"obj/{package}/project.assets.json", Encoding.UTF8.GetString(assets)),
            TargetFramework = "net10.0",
            CacheFolder = "cache",
        };
        change?.Invoke(task);
        return task.Execute();
    }

    private string Said() => string.Join('\n', _engine.Shown);
}
