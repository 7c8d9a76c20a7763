using System.Net;
using System.Text;
using ContainerGuard.Advisories;
using ContainerGuard.Advisories.Downloads;
using ContainerGuard.Registry;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Unit.Advisories.Downloads;

/// <summary>A private mirror of a source: what it is sent, and what is reported if it refuses.</summary>
public sealed class SourceLoginTests : IDisposable
{
    private const string Secret = "s3cret-Of-The-Mirror";
    private static readonly string Basic = $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"robot:{Secret}"))}";

    private readonly OsvBucketServer _bucket = new();
    private readonly List<AdvisoryException> _problems = [];

    public SourceLoginTests() => _bucket.Vulnerable("npm", "a", "GHSA-1", "1.0.0");

    public void Dispose() => _bucket.Dispose();

    [Theory]
    [InlineData("robot", "Basic realm=\"mirror\"", 401, true)]
    [InlineData("robot", "Bearer, Basic realm=\"mirror\"", 401, true)]
    [InlineData("robot", "", 401, true)]
    [InlineData("robot", "", 403, true)]
    [InlineData("robot", "Bearer realm=\"mirror\"", 401, false)]
    [InlineData("<token>", "Basic realm=\"mirror\"", 401, false)]
    public async Task A_mirror_that_requires_a_login_gets_the_credentials_of_its_host(
        string user, string challenge, int status, bool isBasic)
    {
        var header = isBasic ? Basic : $"Bearer {Secret}";
        _bucket.Login = (header, status, challenge);

        var table = await Read(new NamedCredential(_bucket.Authority, user, null, "TOKEN"));

        table.Find("npm", "a")!.ShouldHaveSingleItem();
        _problems.ShouldBeEmpty();
        _bucket.Authorizations[0].ShouldBeEmpty();
        _bucket.Authorizations.Skip(1).Distinct().ShouldBe([header]);
    }

    [Theory]
    [InlineData("osv")]
    [InlineData("debian")]
    [InlineData("azurelinux")]
    public async Task Every_kind_of_source_can_be_a_private_mirror(string type)
    {
        _bucket.Login = (Basic, 401, "Basic realm=\"mirror\"");
        _bucket.Set("/debian", "{}");
        _bucket.Set("/azurelinux-3.0-oval.xml", "<oval_definitions />");
        var address = type == "debian" ? $"{_bucket.Address}debian" : _bucket.Address;

        await Read(DataSource.Parse(address, type, static path => path)!, new NamedCredential(_bucket.Authority, "robot", null, "TOKEN"));

        _problems.ShouldBeEmpty();
        _bucket.Authorizations[^1].ShouldBe(Basic);
    }

    [Fact]
    public async Task An_open_mirror_and_another_host_do_not_get_them()
    {
        await Read(new NamedCredential(_bucket.Authority, "robot", null, "TOKEN"));
        _bucket.Login = (Basic, 401, "Basic realm=\"mirror\"");
        await Read(new NamedCredential("127.0.0.1", "robot", null, "TOKEN"));

        _bucket.Authorizations.Distinct().ShouldBe([""]);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task Without_credentials_one_problem_names_the_item_to_add(int status)
    {
        _bucket.Login = (Basic, status, "Basic realm=\"mirror\"");

        await Read();

        var problem = _problems.ShouldHaveSingleItem();
        problem.Message.ShouldBe($"{_bucket.Authority} requires a login (status {status})");
        problem.Remedy.ShouldBe(
            $"Add <ContainerGuardCredential Include=\"{_bucket.Authority}\" UserName=\"robot\" PasswordVariable=\"SOURCE_TOKEN\" />, and "
                + "set that variable to the password.");
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task Refused_credentials_are_one_problem_that_names_their_place(int status)
    {
        _bucket.Login = ("Basic other", status, "Basic realm=\"mirror\"");

        await Read(new NamedCredential(_bucket.Authority, "robot", null, "TOKEN"));

        var problem = _problems.ShouldHaveSingleItem();
        problem.Message.ShouldBe($"{_bucket.Authority} refused the credentials from the variable TOKEN (status {status})");
        problem.Remedy.ShouldBe("Correct the credentials, or give their account the right to read the source.");
        _bucket.Authorizations.ShouldBe(["", Basic]);
    }

    [Fact]
    public async Task The_host_that_a_redirect_leads_to_does_not_get_them()
    {
        using var storage = new OsvBucketServer { Login = (Basic, 401, "Basic realm=\"storage\"") };
        using var mirror = new Redirecting(storage.Address);

        await Read(
            new DataSource(DataSourceKind.Osv, new Uri($"http://{mirror.Authority}/")),
            new NamedCredential(mirror.Authority, "robot", null, "TOKEN"), new NamedCredential(storage.Authority, "robot", null, "TOKEN"));

        storage.Authorizations.ShouldNotBeEmpty();
        storage.Authorizations.Distinct().ShouldBe([""]);
        _problems.ShouldHaveSingleItem().Message
            .ShouldBe($"{mirror.Authority} redirects to {storage.Authority}, which requires a login (status 401)");
    }

    [Fact]
    public async Task What_a_mirror_repeats_of_the_credentials_is_masked()
    {
        _bucket.Login = (Basic, 401, "Basic realm=\"mirror\"");
        _bucket.Set("/npm/all.zip", OsvBucketServer.Zip(("a.json", """{"id":"A","modified":"2026-08-20T00:00:00Z"}""")));
        using var folder = new TemporaryDirectory();
        var credential = new NamedCredential(_bucket.Authority, "robot", null, "TOKEN");
        await Read(new DataSource(DataSourceKind.Osv, new Uri(_bucket.Address)), IndexFolder.Open(folder.Path), credential);
        _bucket.Set("/npm/modified_id.csv", $"{Secret},A\n");

        await Read(new DataSource(DataSourceKind.Osv, new Uri(_bucket.Address)), IndexFolder.Open(folder.Path), credential);

        var problem = _problems.ShouldHaveSingleItem().Message;
        problem.ShouldContain("its list of changes has the invalid line '***");
        problem.ShouldNotContain(Secret);
    }

    private Task<AdvisoryTable> Read(params NamedCredential[] credentials) =>
        Read(new DataSource(DataSourceKind.Osv, new Uri(_bucket.Address)), credentials);

    private Task<AdvisoryTable> Read(DataSource source, params NamedCredential[] credentials) => Read(source, null, credentials);

    private async Task<AdvisoryTable> Read(DataSource source, IndexFolder? folder, params NamedCredential[] credentials)
    {
        var table = new AdvisoryTable();
        var options = new RegistryOptions
        {
            Retries = 0, Keychain = Keychains.FromEnvironment(static name => name == "TOKEN" ? Secret : null, credentials),
        };
        using var reader = new SourceReader(options, folder, TimeProvider.System, _problems.Add);
        await reader.ReadAsync(source, ["npm", "Debian:13", "Azure Linux:3"], table, TestContext.Current.CancellationToken);
        return table;
    }

    private sealed class Redirecting : LoopbackServer
    {
        private readonly string _target;

        public Redirecting(string target)
        {
            _target = target;
            Start();
        }

        protected override Task AnswerAsync(HttpListenerContext context)
        {
            context.Response.StatusCode = 302;
            context.Response.Headers["Location"] = _target + context.Request.Url!.AbsolutePath.TrimStart('/');
            Send(context.Response, []);
            return Task.CompletedTask;
        }
    }
}
