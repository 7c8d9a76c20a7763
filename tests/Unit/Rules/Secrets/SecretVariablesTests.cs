namespace ContainerGuard.Tests.Unit.Rules.Secrets;

/// <summary>Which variables hold a secret, by their names and values.</summary>
public class SecretVariablesTests
{
    [Theory]
    [InlineData("ENV PORT_PASS=21")]
    [InlineData("ENV FASTCGI_PASS=app:9000")]
    [InlineData("ENV PROXY_PASS=web:8080")]
    [InlineData("ENV SCYLLA_NUM_TOKENS=256")]
    [InlineData("ENV MAX_TOKENS=4096")]
    [InlineData("ENV PASS_FACTOR=3")]
    [InlineData("ENV PASS_THROUGH=foo")]
    [InlineData("ENV TOKEN_LIFETIME_MINUTES=30")]
    [InlineData("ENV TOKEN_EXPIRY_SECONDS=3")]
    [InlineData("ENV SECRET_ROTATION_DAYS=30")]
    [InlineData("ENV PASSWORD_MIN_LENGTH=8")]
    [InlineData("ENV TOKEN_LIMIT=8000")]
    [InlineData("ENV FILE_PAT=*.c")]
    [InlineData("ENV PATH_PREFIX=/opt")]
    [InlineData("ARG SECRET_KEY_BASE=dummy")]
    public void A_measure_a_pass_and_a_placeholder_are_not_secrets(string instruction) =>
        Check.Findings($"FROM ruby:3.4\n{instruction}\n", "CG4001").ShouldAllBe(static finding =>
            finding.Severity == ContainerGuard.Rules.Severity.Message);

    [Theory]
    [InlineData("ARG PAT")]
    [InlineData("ARG NUGET_PAT")]
    [InlineData("ARG AZURE_DEVOPS_PAT")]
    [InlineData("ARG GITHUB_PAT")]
    [InlineData("ARG PAT_TOKEN")]
    [InlineData("ARG FEED_ACCESSTOKEN")]
    [InlineData("ENV DB_PASS=1234")]
    [InlineData("ENV ADMIN_PASS=secret99")]
    [InlineData("ENV VSS_NUGET_EXTERNAL_FEED_ENDPOINTS={\"endpointCredentials\":[{\"endpoint\":\"https://x\",\"password\":\"hunter22\"}]}")]
    [InlineData("ENV VSS_NUGET_EXTERNAL_FEED_ENDPOINTS='{\"endpointCredentials\":[{\"password\":\"hunter22\"}]}'")]
    [InlineData("ENV DOCKER_AUTH_CONFIG={\"auths\":{\"r\":{\"auth\":\"dXNlcjpwYXNz\"}}}")]
    public void Personal_access_tokens_and_passwords_in_JSON_are(string instruction) =>
        Check.Finding($"FROM ruby:3.4\n{instruction}\n", "CG4001").Severity.ShouldBe(ContainerGuard.Rules.Severity.Warning);

    [Theory]
    [InlineData("{\"endpointCredentials\":[{\"password\":\"${FEED_TOKEN}\"}]}")]
    [InlineData("{\"endpointCredentials\":[]}")]
    public void JSON_without_a_literal_password_is_not(string json) =>
        Check.Findings($"FROM ruby:3.4\nENV VSS_NUGET_EXTERNAL_FEED_ENDPOINTS='{json}'\n", "CG4001").ShouldBeEmpty();

    [Theory]
    [InlineData("SECRET_KEY_BASE=dummy bundle exec rails assets:precompile")]
    [InlineData("SECRET_KEY_BASE=foo rake assets:precompile")]
    [InlineData("SECRET_KEY_BASE=1 bin/rails assets:precompile")]
    [InlineData("SECRET_KEY=abcdef123456 python manage.py collectstatic --noinput")]
    [InlineData("SECRET_KEY=placeholder django-admin compilemessages")]
    [InlineData("DJANGO_SECRET_KEY=insecure-build-key ./run.sh")]
    [InlineData("export SECRET_KEY=foo && python manage.py collectstatic")]
    public void A_placeholder_of_an_asset_build_is_not_a_secret(string run) =>
        Check.Findings($"FROM ruby:3.4\nRUN {run}\n", "CG4006").ShouldBeEmpty();

    [Theory]
    [InlineData("SECRET_KEY_BASE=4f1c0e9ab37d5528f6e17c2d90ab3e64 rake assets:precompile")]
    [InlineData("DB_PASSWORD=hunter22 ./migrate")]
    public void A_value_that_looks_random_or_is_used_is(string run) =>
        Check.Findings($"FROM ruby:3.4\nRUN {run}\n", "CG4006").Count.ShouldBe(1);

    [Fact]
    public void A_stage_that_does_not_ship_does_not_reach_docker_inspect()
    {
        var findings = Check.Findings(
            "FROM node:24 AS build\nARG NPM_TOKEN\nENV NPM_TOKEN=\"$NPM_TOKEN\"\nFROM node:24\nCOPY --from=build /a /a\n", "CG4001");

        findings.ShouldAllBe(static finding => !finding.Message.Contains("image stores", StringComparison.Ordinal)
            && !finding.Message.Contains("docker history", StringComparison.Ordinal));
        findings[1].Severity.ShouldBe(ContainerGuard.Rules.Severity.Message);
    }
}
