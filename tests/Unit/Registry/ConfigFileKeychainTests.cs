using ContainerGuard.Registry;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Unit.Registry;

public sealed class ConfigFileKeychainTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    private static string? NoVariables(string name) => null;

    public void Dispose() => _folder.Dispose();

    private async Task<Credential?> Find(string json, string registry, string repository = "team/app") =>
        await new ConfigFileKeychain(
            _folder.Write("config.json", json), NoVariables).FindAsync(registry, repository, TestContext.Current.CancellationToken);

    [Theory]
    [InlineData("registry.corp:5000", "registry.corp:5000")]
    [InlineData("https://registry.corp:5000", "registry.corp:5000")]
    [InlineData("http://registry.corp:5000/v2/", "registry.corp:5000")]
    [InlineData("https://registry.corp:5000/v1/", "registry.corp:5000")]
    [InlineData("Registry.Corp:5000", "registry.corp:5000")]
    [InlineData("https://index.docker.io/v1/", "docker.io")]
    [InlineData("docker.io", "docker.io")]
    [InlineData("index.docker.io", "docker.io")]
    public async Task A_registry_is_found_however_its_key_is_written(string key, string registry)
    {
        var credential =
            await Find($$"""{"auths":{"other.example":{"auth":"eDp5"},"{{key}}":{"auth":"YWxpY2U6b3BlbjpzZXNhbWU="} } }""", registry);

        (credential!.Username, credential.Secret).ShouldBe(("alice", "open:sesame"));
    }

    [Theory]
    [InlineData("index.docker.io", "registry.corp")]
    [InlineData("registry-1.docker.io", "registry.corp")]
    [InlineData("registry.corp:5000", "registry.corp")]
    [InlineData("registry.corp/tea", "registry.corp")]
    [InlineData("registry.corp/app", "registry.corp")]
    [InlineData("registry.corp/team/app/web", "registry.corp")]
    [InlineData("other.corp/team/app", "registry.corp")]
    [InlineData("https://registry.corp/team/app", "registry.corp")]
    [InlineData("registry.corp.evil.example", "registry.corp")]
    public async Task Another_registry_s_credentials_are_left_alone(string key, string registry) =>
        (await Find($$"""{"auths":{"{{key}}":{"auth":"YWxpY2U6b3BlbjpzZXNhbWU="} } }""", registry)).ShouldBeNull();

    [Theory]
    [InlineData("team/app", "app")]
    [InlineData("team/app/web", "app")]
    [InlineData("team/application", "team")]
    [InlineData("team", "team")]
    [InlineData("teams/app", "all")]
    [InlineData("library/node", "all")]
    public async Task A_part_of_a_registry_may_have_its_own_and_the_smallest_counts(string repository, string user)
    {
        foreach (var registry in (string[])["registry.corp:5000", "docker.io"])
        {
            static string Entry(string key, string user) => $$"""{{key}}":{"username":"{{user}}","password":"x"}""";
            var json =
                $$"""{"auths":{"{{Entry(registry, "all")}},"{{Entry($"{registry}/team", "team")}},"{{Entry($"{registry}/team/app", "app")}},"{{registry}}/team/empty":{} } }""";

            (await Find(json, registry, repository))!.Username.ShouldBe(user);
            (await Find(json, registry, "team/empty"))!.Username.ShouldBe("team", "an entry that holds nothing is none");
        }
    }

    [Fact]
    public async Task A_part_s_own_goes_before_the_registry_s_helper_and_says_where_it_was() =>
        (await Find("""{"auths":{"r.corp/team":{"username":"alice","password":"x"}},"credsStore":"missing"}""", "r.corp"))!
            .ToString().ShouldEndWith("config.json (r.corp/team)");

    [Theory]
    [InlineData("YWxpY2U6b3BlbjpzZXNhbWU")]
    [InlineData("YWxpY2U6b3BlbjpzZXNhbWU=")]
    public async Task Base64_is_read_with_and_without_its_padding(string auth) =>
        (await Find($$"""{"auths":{"r.corp":{"auth":"{{auth}}"} } }""", "r.corp"))!.Secret.ShouldBe("open:sesame");

    [Fact]
    public async Task User_name_and_password_may_stand_in_fields_of_their_own() =>
        (await Find("""{"auths":{"r.corp":{"username":"alice","password":"s3cret"}}}""", "r.corp"))!.Secret.ShouldBe("s3cret");

    [Fact]
    public async Task An_identity_token_is_told_from_a_password()
    {
        var credential = await Find(
            """{"auths":{"r.azurecr.io":{"auth":"MDAwMDAwMDAtMDAwMC0wMDAwLTAwMDAtMDAwMDAwMDAwMDAwOg==","identitytoken":"refresh"}}}""",
            "r.azurecr.io");

        (credential!.IsIdentityToken, credential.Secret).ShouldBe((true, "refresh"));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"auths":{}}""")]
    [InlineData("""{"auths":{"r.corp":{}}}""")]
    [InlineData("""{"auths":[]}""")]
    public async Task Without_an_entry_there_are_no_credentials(string json) => (await Find(json, "r.corp")).ShouldBeNull();

    [Fact]
    public async Task Without_the_file_there_are_no_credentials() =>
        (await new ConfigFileKeychain(_folder.Combine("none.json"), NoVariables).FindAsync(
            "r.corp", "team/app", TestContext.Current.CancellationToken)).ShouldBeNull();

    [Theory]
    [InlineData("{\n\n\"auths\": oops", "line 3")]
    [InlineData("""{"auths":{"r.corp":{"auth":"*not base64*"}}}""", "not base64")]
    [InlineData("""{"auths":{"r.corp":{"auth":"aHVudGVyMg=="}}}""", "colon")]
    public async Task A_broken_file_is_a_failure_that_names_it_and_no_secret(string json, string words)
    {
        var failure = (await Should.ThrowAsync<RegistryException>(() => Find(json, "r.corp"))).Problem;

        failure.Kind.ShouldBe(RegistryProblemKind.Configuration);
        failure.Message.ShouldContain("config.json");
        failure.Message.ShouldContain(words);
        failure.Message.ShouldNotContain("hunter2");
        failure.Message.ShouldNotContain("aHVudGVyMg");
    }

    [Fact]
    public void A_credential_does_not_print_its_secret() =>
        new Credential("alice", "s3cret", false, "a test").ToString().ShouldNotContain("s3cret");
}
