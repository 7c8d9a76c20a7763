using ContainerGuard.Rules;

namespace ContainerGuard.Tests.Unit.Rules;

/// <summary>A message that quotes the file does not repeat its secrets.</summary>
public sealed class SecretTextTests
{
    [Theory]
    [InlineData("'https://me:s3cret@corp.example/x' is not", "'https://***@corp.example/x' is not")]
    [InlineData("'https://ghp_s3cret@github.com/x.git' is", "'https://***@github.com/x.git' is")]
    [InlineData("'me:s3cret@corp.example/image:1' has no", "'***@corp.example/image:1' has no")]
    [InlineData("'curl -u me:s3cret https://x'", "'curl -u me:*** https://x'")]
    [InlineData("'curl --user me:s3cret https://x'", "'curl --user me:*** https://x'")]
    [InlineData("'tool --password=s3cret -v'", "'tool --password=*** -v'")]
    [InlineData("'tool --auth-token s3cret -v'", "'tool --auth-token *** -v'")]
    [InlineData("'DB_PASSWORD=s3cret make'", "'DB_PASSWORD=*** make'")]
    [InlineData("'sshpass -p s3cret ssh x'", "'sshpass -p *** ssh x'")]
    [InlineData("'docker login -u me -p s3cret x'", "'docker login -u me -p *** x'")]
    [InlineData("'mysql -u root -ps3cret x'", "'mysql -u root -p*** x'")]
    public void Passwords_are_masked(string message, string masked) => SecretText.Mask(message).ShouldBe(masked);

    [Theory]
    [InlineData("'node:24@sha256:72dd743782f2' is")]
    [InlineData("'git@github.com:corp/x.git' is")]
    [InlineData("'tool --password=$PASSWORD --token ${TOKEN}'")]
    [InlineData("use --password-stdin, --mount=type=secret,id=token and --mount=type=secret,id=TOKEN,env=TOKEN")]
    [InlineData("'python -u app.py' and 'mkdir -p /a/b' and 'mysql -p'")]
    [InlineData("COPY --chown=app:app a b")]
    [InlineData("Write --api-key=<key> or TOKEN=…")]
    public void What_is_no_password_stays(string message) => SecretText.Mask(message).ShouldBe(message);

    [Fact]
    public void A_finding_about_a_reference_does_not_repeat_its_user_information()
    {
        var findings = Check.Findings("FROM me:s3cret@corp.example/image:1\nCOPY --from=https://me:s3cret@corp.example/x:1 a b\n");

        findings.ShouldNotBeEmpty();
        findings.ShouldAllBe(finding => !finding.Message.Contains("s3cret"));
    }
}
