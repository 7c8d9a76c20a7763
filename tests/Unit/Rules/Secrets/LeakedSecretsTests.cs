using ContainerGuard.Context;
using ContainerGuard.Tests.Unit.Context;

namespace ContainerGuard.Tests.Unit.Rules.Secrets;

/// <summary>Secrets in places other than variables.</summary>
public class LeakedSecretsTests
{
    private const string Token = "ghp_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8";

    [Theory]
    [InlineData("RUN S=${S:-" + Token + "} ./build.sh")]
    [InlineData("RUN echo key-" + Token)]
    [InlineData("RUN echo prefix_" + Token)]
    [InlineData("ENV X=a-b_c-" + Token)]
    public void A_token_after_a_dash_or_an_underscore_is_found(string instruction) =>
        Check.Findings($"FROM debian:13\n{instruction}\n", "CG4002").Count.ShouldBe(1);

    [Theory]
    [InlineData("RUN curl -u deploy:hunter22 https://example.com/")]
    [InlineData("RUN curl -udeploy:hunter22 https://example.com/")]
    [InlineData("RUN wget --password=hunter22 https://example.com/")]
    [InlineData("RUN docker login -u deploy -p hunter22 registry.example.com")]
    [InlineData("RUN mysqldump -phunter22 db")]
    [InlineData("RUN sshpass -phunter22 ssh a@example.com")]
    [InlineData("RUN openssl pkcs12 -in a -passin pass:hunter22")]
    [InlineData("CMD [\"server\", \"--password=hunter22\"]")]
    [InlineData("ENTRYPOINT server --api-key hunter22")]
    [InlineData("CMD DB_PASSWORD=hunter22 server")]
    public void A_password_in_a_command_line_is_reported_and_not_shown(string instruction)
    {
        var finding = Check.Findings($"FROM debian:13\n{instruction}\n").First(static finding => finding.Rule.Id == "CG4016");

        finding.Message.ShouldNotContain("hunter22");
    }

    [Theory]
    [InlineData("RUN curl -u \"$USER:$PASSWORD\" https://example.com/")]
    [InlineData("RUN curl -u deploy: https://example.com/")]
    [InlineData("RUN mysql -p db")]
    [InlineData("RUN mkdir -p hunter22")]
    [InlineData("RUN cp -p hunter22 /a")]
    [InlineData("RUN docker run -p 8080:80 nginx")]
    [InlineData("RUN keytool -storepass changeit")]
    [InlineData("CMD [\"server\", \"--password-file=/run/secrets/db\"]")]
    [InlineData("CMD [\"server\", \"--password\", \"$PASSWORD\"]")]
    public void A_variable_a_file_and_another_option_are_not(string instruction) =>
        Check.Findings($"FROM debian:13\n{instruction}\n", "CG4016").ShouldBeEmpty();

    [Fact]
    public void A_service_account_of_Google_is_found_in_the_context_and_in_the_file()
    {
        var key = "{\"type\": \"service_account\", "
            + "\"private_key_id\": \"8f14e45fceea167a5a36dedd4bea2543d41d8cd9\", \"private_key\": \"x\"}";
        var context = new BuildContext(
            new MemoryFileSystem(("/repo/gcp-key.json", key), ("/repo/package.json", "{}")), "/repo", IgnoreFile.Parse("x"));

        Check.Finding("FROM debian:13\nCOPY . /app\n", "CG4004", Check.Facts with { Context = context, IsContextCertain = true }).Message
            .ShouldContain("gcp-key.json");
        Check.Findings($"FROM debian:13\nRUN echo '{key}' > /key.json\n", "CG4002").Count.ShouldBe(1);
    }

    [Fact]
    public void A_repository_that_is_copied_on_purpose_is_offered_a_mount()
    {
        var context = new BuildContext(new MemoryFileSystem(("/repo/.git/HEAD", "x")), "/repo", IgnoreFile.Parse("x"));
        var finding = Check.Finding(
            "FROM debian:13\nCOPY .git /src/.git\n", "CG4004", Check.Facts with { Context = context, IsContextCertain = true });

        finding.Message.ShouldContain("--mount=type=bind,source=.git");
    }

    [Theory]
    [InlineData("FROM debian:13\nUSER \"NT AUTHORITY\\SYSTEM\"\n")]
    [InlineData("FROM debian:13\nRUN useradd -o -u 0 shop\nUSER shop\n")]
    [InlineData("FROM debian:13\nRUN echo 'shop:x:0:0::/:/bin/sh' >> /etc/passwd\nUSER shop\n")]
    public void Root_under_another_name_is_root(string text) => Check.Findings(text, "CG3001").Count.ShouldBe(1);
}
