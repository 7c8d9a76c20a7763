using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;
using ContainerGuard.Rules;
using ContainerGuard.Text;
using FsCheck;
using FsCheck.Fluent;

namespace ContainerGuard.Tests.Unit.Rules;

public sealed class SecretShapesTests
{
    // Put together here, so that no scanner of this repository takes them for real.
    private const string Digits36 = "0aB1cD2eF3gH4iJ5kL6mN7oP8qR9sT0uV1wX";

    [Theory]
    [InlineData("AKIA" + "Q7RZP2LMX4VTC6WB", "AWS access key")]
    [InlineData("ghp_" + Digits36, "GitHub")]
    [InlineData("glpat-" + "a1B2c3D4e5F6g7H8i9J0", "GitLab")]
    [InlineData("xoxb-" + "123456789012-123456789012-aBcDeFgHiJkL", "Slack")]
    [InlineData("sk_live_" + "4eC39HqLyjWDarjtT1zdp7dc", "Stripe")]
    [InlineData("SG." + "aB1cD2eF3gH4iJ5kL6mN7o" + "." + "0aB1cD2eF3gH4iJ5kL6mN7oP8qR9sT0uV1wXyZ2aB3c", "SendGrid")]
    [InlineData("npm_" + Digits36, "npm token")]
    [InlineData("oy2" + "a1b2c3d4e5f6g7h8i9j0k1l2m3n4o5p6q7r8s9t0u1v", "NuGet")]
    [InlineData("AIza" + "SyA1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q", "Google")]
    [InlineData("0123abcd4567ef89" + "0a1b2c3d4e5f6a7b-us12", "MailChimp")]
    [InlineData("sq0atp-" + "aB1cD2eF3gH4iJ5kL6mN7o", "Square")]
    [InlineData("amzn.mws." + "4ea38b7b-f563-7709-4bae-87aea37c1bd0", "MWS")]
    public void A_token_is_known_by_its_shape(string token, string description)
    {
        var secret = SecretShapes.Find($"RUN deploy --token={token} now").ShouldHaveSingleItem();

        secret.Description.ShouldContain(description);
        secret.Span.ShouldBe(new TextSpan("RUN deploy --token=".Length, token.Length));
    }

    [Theory]
    [InlineData("ENV AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYzQ3kT9vLpa", "AWS secret")]
    [InlineData("ENV "
        + "C=\"DefaultEndpointsProtocol=https;AccountKey=aB1cD2eF3gH4iJ5kL6mN7oP8qR9sT0uV1wXyZ2aB3cD4eF5gH6iJ7kL8mN9oP0qR1sT2uV3wX4yZ5a6b7c8d==\"",
        "Azure storage")]
    [InlineData("ENV C=\"Data Source=db;pwd=Tr0ub4dor\"", "connection string")]
    [InlineData("RUN git clone https://me:Tr0ub4dor@git.corp.net/x", "URL")]
    [InlineData("RUN echo '//r.example.org/:_authToken=3f2b8c1e-7a4d-4c09-b6e5-1d8f0a2c9b73' > .npmrc", "package registry")]
    [InlineData("RUN echo \"-----BEGIN RSA PRIVATE KEY-----\\nMIIEpAIBAAKCAQEA0aB1cD2eF3gH4iJ5kL6mN7oP8qR9\" > k", "private key")]
    public void A_secret_is_known_by_what_stands_around_it(string line, string description) =>
        SecretShapes.Find(line).ShouldHaveSingleItem().Description.ShouldContain(description);

    [Theory]
    [InlineData("AKIAIOSFODNN7EXAMPLE")]
    [InlineData("ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx")]
    [InlineData("ghp_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")]
    [InlineData("https://user:$PASSWORD@host.net")]
    [InlineData("https://user:${PASSWORD}@git.net")]
    [InlineData("amqp://%(USER)s:%(PASS)s@rabbit")]
    [InlineData("postgres://postgres:postgres@db")]
    [InlineData("https://user:s3cr3t@localhost:5000")]
    [InlineData("http://[::1]:8080/@x")]
    [InlineData("// protocol://[user[:password]@]host1[:port1]")]
    [InlineData("Server=db;Password=${DB};")]
    [InlineData("Password=Tr0ub4dor")]
    [InlineData("-----BEGIN CERTIFICATE-----\nMIIEpAIBAAKCAQEA0aB1cD2eF3gH4iJ5kL6mN7oP8qR9")]
    [InlineData("-----BEGIN PRIVATE KEY-----")]
    [InlineData("_authToken=${NPM_TOKEN_OF_THE_BUILD}")]
    [InlineData("eyJhbGciOiJIUzI1NiJ9")]
    [InlineData("npm_config_registry_that_is_rather_long_")]
    public void Placeholders_examples_and_checksums_are_none(string text) => SecretShapes.Find(text).ShouldBeEmpty();

    [Fact]
    public void No_message_ever_repeats_the_value()
    {
        const string Value = "Q7RZP2LMX4VTC6WB";
        var model = DockerfileModel.Create(
            DockerfileParser.Parse(SourceText.From($"FROM a\nENV API_KEY=AKIA{Value}\nRUN TOKEN=AKIA{Value} x\n", "Dockerfile")));

        var findings = RuleRunner.Run(model, new FileFacts { Today = new(2026, 11, 22) }, new SeverityPolicy(Level.All));

        findings.Select(finding => finding.Rule.Id).ShouldContain("CG4002");
        findings.ShouldAllBe(finding => !finding.Message.Contains(Value));
    }

    [Fact]
    public void Any_text_can_be_searched()
    {
        string[] pieces = ["AKIA", "eyJ", ".", "a1B2c3D4", "://", "u:p@", "Password=", "Server=", ";", "-----BEGIN ", "PRIVATE KEY", "-us1",
            "\n", "_authToken=", " ", "\ud800", "SG."];
        var texts = Gen.Elements(pieces).ListOf().Select(list => string.Concat(list)).ToArbitrary();

        FsCheck.Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000), Prop.ForAll(texts, static text =>
            SecretShapes.Find(text).All(secret => secret.Span.Start >= 0 && secret.Span.End <= text.Length && secret.Span.Length > 0)));
    }
}
