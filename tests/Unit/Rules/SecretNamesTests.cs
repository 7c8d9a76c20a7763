using ContainerGuard.Analysis;

namespace ContainerGuard.Tests.Unit.Rules;

public sealed class SecretNamesTests
{
    [Theory]
    [InlineData("NPM_TOKEN", null)]
    [InlineData("DB_PASSWORD", "hunter2")]
    [InlineData("DBPASSWORD", "hunter2")]
    [InlineData("db_passwd", "$OTHER")]
    [InlineData("MYSQL_PWD", "123456")]
    [InlineData("API_KEY", "abc")]
    [InlineData("SECRET_KEY_BASE", "abc")]
    [InlineData("AWS_ACCESS_KEY_ID", "abc")]
    [InlineData("ZONE_KEY", null)]
    [InlineData("ZONE_KEY", "a1b2c3d4e5f6g7")]
    [InlineData("NPM_AUTH", "dXNlcjpwYXNz")]
    [InlineData("API_KEY", "")]
    public void A_name_with_a_word_for_a_secret_is_one(string name, string? value) => SecretNames.IsSecret(name, value).ShouldBeTrue();

    [Theory]
    [InlineData("KMS_KEY_ALIAS", "alias/shop")]
    [InlineData("KMS_KEY_ID", "1234")]
    [InlineData("PASSWORD_FILE", null)]
    [InlineData("JWT_PUBLIC_KEY", "abc")]
    [InlineData("MYSQL_ALLOW_EMPTY_PASSWORD", "x")]
    [InlineData("TOKEN_URL", "abc")]
    [InlineData("AUTH_TYPE", "abc")]
    [InlineData("KEYCLOAK_VERSION", "26")]
    [InlineData("MONKEY", "a1b2c3d4e5f6g7")]
    [InlineData("PWD", "/app")]
    [InlineData("", null)]
    [InlineData("_", null)]
    public void A_name_that_only_speaks_of_one_is_none(string name, string? value) => SecretNames.IsSecret(name, value).ShouldBeFalse();

    [Theory]
    [InlineData("DISABLE_AUTH", "false")]
    [InlineData("USE_TOKEN", "1")]
    [InlineData("TLS_KEY", "/etc/tls/key.pem")]
    [InlineData("TOKEN_SECRET", "https://login.example.com/")]
    [InlineData("GPG_KEY", "A035C8C19219BA821ECEA86B64E628F8D684696D")]
    [InlineData("SIGNING_KEY", "0x64E628F8D684696D")]
    [InlineData("CACHE_KEY", "shop-v2-2026-11")]
    [InlineData("LOGS_ITEM_KEY", "log_item")]
    [InlineData("API_TOKEN", "<token>")]
    public void A_value_that_cannot_be_a_secret_makes_it_none(string name, string value) =>
        SecretNames.IsSecret(name, value).ShouldBeFalse();
}
