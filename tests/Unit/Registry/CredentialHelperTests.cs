using ContainerGuard.Registry;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Unit.Registry;

/// <summary>
/// A credential helper that does what it is asked, and those that do not. The helpers are shell scripts on a PATH of their own.
/// </summary>
public sealed class CredentialHelperTests : IDisposable
{
    private const string Answer = """echo '{"ServerURL":"x","Username":"alice","Secret":"s3cret"}'""";

    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("""{"credsStore":"test"}""", "r.corp", "r.corp")]
    [InlineData("""{"credHelpers":{"r.corp":"test"}}""", "r.corp", "r.corp")]
    [InlineData("""{"credHelpers":{"r.corp":"test"},"credsStore":"other"}""", "r.corp", "r.corp")]
    [InlineData("""{"auths":{"https://r.corp":{}},"credsStore":"test"}""", "r.corp", "https://r.corp")]
    [InlineData("""{"credsStore":"test"}""", "docker.io", "https://index.docker.io/v1/")]
    public async Task It_is_asked_for_the_registry_under_the_key_that_a_login_has_given_it(string config, string registry, string server)
    {
        Helper("test", $"""[ "$1" = get ] && cat > '{_folder.Combine("asked")}'; {Answer}""");

        var credential = await Find(config, registry);

        (credential!.Username, credential.Secret, credential.IsIdentityToken).ShouldBe(("alice", "s3cret", false));
        credential.Source.ShouldContain("docker-credential-test");
        File.ReadAllText(_folder.Combine("asked")).ShouldBe(server);
    }

    [Fact]
    public async Task An_identity_token_is_told_by_its_user_name()
    {
        Helper("test", """echo '{"Username":"<token>","Secret":"refresh"}'""");

        (await Find("""{"credsStore":"test"}""", "r.azurecr.io"))!.IsIdentityToken.ShouldBeTrue();
    }

    [Theory]
    [InlineData("echo 'credentials not found in native keychain'; exit 1")]
    [InlineData("echo 'credentials not found in native keychain' >&2; exit 1")]
    [InlineData("""echo '{"Username":"","Secret":""}'""")]
    public async Task A_helper_that_has_nothing_leaves_it_to_the_file(string script)
    {
        Helper("test", script);

        (await Find("""{"credsStore":"test"}""", "r.corp")).ShouldBeNull();
        (await Find("""{"credsStore":"test","auths":{"r.corp":{"username":"bob","password":"x"}}}""", "r.corp"))!.Username.ShouldBe("bob");
    }

    [Theory]
    [InlineData("echo 'hunter2 is no JSON'", "its output has no user name and secret")]
    [InlineData("""echo '{"Username":"alice","hunter2":1}'""", "its output has no user name and secret")]
    [InlineData("true", "its output has no user name and secret")]
    [InlineData("yes hunter2", "prints more than expected")]
    [InlineData("echo 'the keyring is locked' >&2; exit 1", "ends with exit code 1 and says 'the keyring is locked'")]
    [InlineData("""echo '{"Secret":"hunter2"}'; exit 3""", "ends with exit code 3")]
    [InlineData("sleep 600", "did not end within 1 seconds")]
    [InlineData("sleep 600 & cat > /dev/null; sleep 600", "did not end within 1 seconds")]
    public async Task What_goes_wrong_is_said_with_the_helper_s_name_and_without_what_it_prints(string script, string words)
    {
        Helper("test", script);
        var limit = TimeSpan.FromSeconds(script.StartsWith("sleep", StringComparison.Ordinal) ? 1 : 60);

        var failure = (await Should.ThrowAsync<RegistryException>(() =>
            new CredentialHelper(
                "test", "/config.json", Variables, limit).GetAsync("r.corp", "r.corp", TestContext.Current.CancellationToken))).Problem;

        failure.Kind.ShouldBe(RegistryProblemKind.Configuration);
        failure.Message.ShouldContain("docker-credential-test");
        failure.Message.ShouldContain(words);
        failure.Remedy.ShouldContain("docker login r.corp");
        $"{failure.Message}{failure.Remedy}".ShouldNotContain("hunter2");
    }

    [Fact]
    public async Task A_helper_that_is_not_there_is_named_with_what_to_do()
    {
        var failure = (await Should.ThrowAsync<RegistryException>(() => Find("""{"credsStore":"desktop"}""", "r.corp"))).Problem;

        failure.Message.ShouldContain("docker-credential-desktop");
        failure.Message.ShouldContain("config.json");
        failure.Message.ShouldContain("it is not on the PATH");
        failure.Remedy.ShouldContain("Install it");
    }

    [Fact]
    public async Task A_name_that_leads_to_another_folder_runs_nothing()
    {
        Helper("test", $"touch '{_folder.Combine("ran")}'");

        await Should.ThrowAsync<RegistryException>(() => Find("""{"credsStore":"x/../docker-credential-test"}""", "r.corp"));

        File.Exists(_folder.Combine("ran")).ShouldBeFalse();
    }

    private void Helper(string name, string script)
    {
        var path = _folder.Write($"bin/docker-credential-{name}", $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private string? Variables(string name) =>
        name == "PATH" ? $"{_folder.Combine("bin")}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}" : null;

    private async Task<Credential?> Find(string config, string registry) =>
        await new ConfigFileKeychain(
            _folder.Write("config.json", config), Variables).FindAsync(registry, "team/app", TestContext.Current.CancellationToken);
}
