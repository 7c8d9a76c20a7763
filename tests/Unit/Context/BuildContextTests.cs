using ContainerGuard.Context;

namespace ContainerGuard.Tests.Unit.Context;

public sealed class BuildContextTests
{
    private const string Token = "//registry.example/:_authToken=npm_abc";
    private const string PrivateKey = "-----BEGIN RSA PRIVATE KEY-----\nMII";

    private const string FeedPassword = """
        <configuration>
          <packageSourceCredentials><corp><add key="Username" value="me" /><add key="ClearTextPassword" value="PASSWORD" /></corp></packageSourceCredentials>
        </configuration>
        """;

    [Theory]
    [InlineData(".env", "A=b", nameof(SensitiveKind.EnvironmentFile))]
    [InlineData("src/.env.production", "A=b", nameof(SensitiveKind.EnvironmentFile))]
    [InlineData("keys/id_rsa", "", nameof(SensitiveKind.PrivateKey))]
    [InlineData("id_ed25519", "", nameof(SensitiveKind.PrivateKey))]
    [InlineData("tls/server.pem", PrivateKey, nameof(SensitiveKind.PrivateKey))]
    [InlineData("tls/server.key", PrivateKey, nameof(SensitiveKind.PrivateKey))]
    [InlineData("Dev.PFX", "", nameof(SensitiveKind.KeyStore))]
    [InlineData("secrets.json", "{}", nameof(SensitiveKind.DeveloperSecrets))]
    [InlineData("aws.json", "{}", nameof(SensitiveKind.CloudCredentials))]
    [InlineData("home/.aws/credentials", "", nameof(SensitiveKind.CloudCredentials))]
    [InlineData(".docker/config.json", "{}", nameof(SensitiveKind.CloudCredentials))]
    [InlineData(".npmrc", Token, nameof(SensitiveKind.PackageFeedCredentials))]
    [InlineData("NuGet.Config", FeedPassword, nameof(SensitiveKind.PackageFeedCredentials))]
    [InlineData(".yarnrc.yml", "npmAuthToken: abc", nameof(SensitiveKind.PackageFeedCredentials))]
    [InlineData("settings.xml", "<settings><password>x</password></settings>", nameof(SensitiveKind.PackageFeedCredentials))]
    public void A_secret_that_would_be_sent_is_found(string path, string text, string kind)
    {
        var context = new BuildContext(new MemoryFileSystem(($"/repo/{path}", text)), "/repo", ignoreFile: null);

        var file = context.SensitiveFiles.ShouldHaveSingleItem();
        file.Path.ShouldBe(path);
        file.Kind.ToString().ShouldBe(kind);
    }

    [Theory]
    [InlineData(".env.example", "A=b")]
    [InlineData(".envrc", "use flake")]
    [InlineData("id_rsa.pub", "ssh-rsa AAAA")]
    [InlineData("ca.pem", "-----BEGIN CERTIFICATE-----")]
    [InlineData(".npmrc", "registry=https://registry.example/")]
    [InlineData(".npmrc", "//registry.example/:_authToken=${NPM_TOKEN}")]
    [InlineData(".npmrc", "# //registry.example/:_authToken=abc")]
    [InlineData("nuget.config", "<configuration><packageSources><add key=\"a\" value=\"b\" /></packageSources></configuration>")]
    [InlineData("nuget.config", "no xml")]
    [InlineData("settings.xml", "<password>${env.PASSWORD}</password>")]
    [InlineData("docker/config.json", "{}")]
    public void What_only_looks_like_a_secret_is_not_reported(string path, string text) =>
        new BuildContext(new MemoryFileSystem(($"/repo/{path}", text)), "/repo", ignoreFile: null).SensitiveFiles.ShouldBeEmpty();

    [Fact]
    public void A_password_from_the_environment_is_no_secret_in_the_file() =>
        NuGetCredentials.AreIn(FeedPassword.Replace("PASSWORD", "%FEED_PASSWORD%", StringComparison.Ordinal)).ShouldBeFalse();

    [Fact]
    public void The_repository_is_reported_once_and_not_looked_into()
    {
        var files = new MemoryFileSystem(("/repo/.git/config", ""), ("/repo/.git/secrets/id_rsa", ""), ("/repo/sub/.git", "gitdir: ../x"));

        var context = new BuildContext(files, "/repo", ignoreFile: null);

        context.SensitiveFiles.ShouldHaveSingleItem().Path.ShouldBe(".git");
        files.Lists.ShouldNotContain("/repo/.git");
    }

    [Fact]
    public void What_the_ignore_file_keeps_out_is_not_sent()
    {
        var files = new MemoryFileSystem(("/repo/.git/config", ""), ("/repo/.env", ""), ("/repo/a/.env", ""), ("/repo/a/b/.env", ""));

        var context = new BuildContext(files, "/repo", IgnoreFile.Parse(".git\n**/.env\n!a/b/.env"));

        context.SensitiveFiles.ShouldHaveSingleItem().Path.ShouldBe("a/b/.env");
        context.IsSent("a/b/.env").ShouldBeTrue();
        context.IsSent(".env").ShouldBeFalse();
    }

    [Fact]
    public void An_ignored_folder_is_not_walked_unless_something_in_it_is_taken_back()
    {
        var files = new MemoryFileSystem(("/repo/data/x/.env", ""), ("/repo/more/x/.env", ""));

        new BuildContext(files, "/repo", IgnoreFile.Parse("data\nmore\n!more/x")).SensitiveFiles.ShouldHaveSingleItem().Path.ShouldBe("more/x/.env");

        files.Lists.ShouldBe(["/repo", "/repo/more", "/repo/more/x"]);
    }

    [Fact]
    public void Links_are_not_followed()
    {
        var files = new MemoryFileSystem(("/repo/.env", MemoryFileSystem.Link), ("/repo/id_rsa", MemoryFileSystem.Link));

        new BuildContext(files, "/repo", ignoreFile: null).SensitiveFiles.ShouldBeEmpty();
        files.Reads.ShouldBeEmpty();
    }

    [Fact]
    public void Nothing_is_read_before_someone_asks_and_nothing_twice()
    {
        var files = new MemoryFileSystem(("/repo/.npmrc", Token));
        var context = new BuildContext(files, "/repo", ignoreFile: null);
        files.Lists.ShouldBeEmpty();

        _ = context.SensitiveFiles;
        _ = context.SensitiveFiles;

        files.Lists.ShouldBe(["/repo"]);
        files.Reads.ShouldBe(["/repo/.npmrc"]);
    }

    [Fact]
    public void The_look_ends_at_its_limits_and_says_so()
    {
        var files = new MemoryFileSystem(("/repo/a/b/c/.env", ""), ("/repo/.env", ""), ("/repo/z", ""));

        var shallow = new BuildContext(files, "/repo", ignoreFile: null, new BuildContextLimits(Depth: 1));
        shallow.SensitiveFiles.ShouldHaveSingleItem().Path.ShouldBe(".env");
        shallow.IsComplete.ShouldBeFalse();

        var few = new BuildContext(files, "/repo", ignoreFile: null, new BuildContextLimits(Entries: 2));
        few.SensitiveFiles.ShouldHaveSingleItem().Path.ShouldBe(".env");
        few.IsComplete.ShouldBeFalse();

        new BuildContext(files, "/repo", ignoreFile: null).IsComplete.ShouldBeTrue();
    }

    [Fact]
    public void The_findings_are_in_the_order_of_their_paths() =>
        new BuildContext(new MemoryFileSystem(("/repo/z/.env", ""), ("/repo/a/.env", ""), ("/repo/.env", "")), "/repo", ignoreFile: null)
            .SensitiveFiles.Select(file => file.Path).ShouldBe([".env", "a/.env", "z/.env"]);
}
