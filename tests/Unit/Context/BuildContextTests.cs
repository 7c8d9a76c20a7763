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
    [InlineData(".yarnrc.yml", "npmScopes: { corp: { npmAuthToken: 'abc' } }", nameof(SensitiveKind.PackageFeedCredentials))]
    [InlineData(
        ".yarnrc.yml", "npmRegistries:\n  //npm.corp:\n    \"npmAuthIdent\": user:abc # of the team\n",
        nameof(SensitiveKind.PackageFeedCredentials))]
    [InlineData(".pypirc", "[pypi]\npassword: abc=def\n", nameof(SensitiveKind.PackageFeedCredentials))]
    [InlineData(".pypirc", "[pypi]\npassword = abc\n", nameof(SensitiveKind.PackageFeedCredentials))]
    [InlineData("settings.xml", "<settings><password>x</password></settings>", nameof(SensitiveKind.PackageFeedCredentials))]
    [InlineData(
        "settings.xml", "<settings><s:password xmlns:s='m'\n >x</s:password></settings>", nameof(SensitiveKind.PackageFeedCredentials))]
    [InlineData("settings.xml", "<settings><password><![CDATA[x]]></password></settings>", nameof(SensitiveKind.PackageFeedCredentials))]
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
    [InlineData(".yarnrc.yml", "npmAuthToken: \"${NPM_TOKEN}\"")]
    [InlineData(".yarnrc.yml", "# npmAuthToken: abc\nnpmAlwaysAuth: true")]
    [InlineData("settings.xml", "<password>${env.PASSWORD}</password>")]
    [InlineData("settings.xml", "<settings><!-- <password>x</password> --></settings>")]
    [InlineData("settings.xml", "<settings><password/>text</settings>")]
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

        new BuildContext(files, "/repo", IgnoreFile.Parse("data\nmore\n!more/x")).SensitiveFiles.ShouldHaveSingleItem().Path
            .ShouldBe("more/x/.env");

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

    [Fact]
    public void Sizes_are_those_of_what_is_sent_and_the_largest_are_named()
    {
        var files = new MemoryFileSystem(
            ("/repo/.git/objects/pack", ""), ("/repo/a.bin", ""), ("/repo/data/deep/b.bin", ""), ("/repo/data/small", ""),
            ("/repo/data/left.out", ""),
            ("/repo/node_modules/m/c.node", ""), ("/repo/obj/d.dll", ""), ("/repo/link", MemoryFileSystem.Link));
        foreach (var (path, length) in (ReadOnlySpan<(string, long)>)[("a.bin",
            7_000_000), ("data/deep/b.bin", 90_000_000), ("data/small", 1), ("data/left.out", 500),
            ("node_modules/m/c.node", 20_000_000), (".git/objects/pack", 1_300_000_000), ("obj/d.dll", 5), ("link", 99_000_000)])
        {
            files.Lengths[$"/repo/{path}"] = length;
        }

        var context = new BuildContext(files, "/repo", IgnoreFile.Parse("**/*.out\nobj"));

        context.Size.Bytes.ShouldBe(1_417_000_001);
        context.Size.IsComplete.ShouldBeTrue();
        context.Size.Largest.Select(entry => $"{entry.Path} {ContextSize.Format(entry.Length)}")
            .ShouldBe([".git 1.3 GB", "data/deep/b.bin 90 MB", "node_modules 20 MB", "a.bin 7 MB"]);
        files.Lists.Count(path => path == "/repo").ShouldBe(1);
        files.Lists.ShouldNotContain("/repo/obj");
    }

    /// <summary>
    /// The Dockerfiles of a repository are checked side by side and share a context; 300 times, because a race is lost only now and then.
    /// </summary>
    [Fact]
    public void Threads_that_share_a_context_get_the_same_answers()
    {
        const int Files = 400;
        var files = new MemoryFileSystem(
            [.. Enumerable.Range(0, Files).Select(number => ($"/repo/src/{number}.txt", "text")), ("/repo/node_modules/m/big.node", "")]);
        files.Lengths["/repo/node_modules/m/big.node"] = 20_000_000;
        for (var repetition = 0; repetition < 300; repetition++)
        {
            var context = new BuildContext(files, "/repo", ignoreFile: null);
            using var start = new Barrier(8);
            var answers = new string[8];

            var threads = Enumerable.Range(0, answers.Length).Select(thread => new Thread(() =>
            {
                start.SignalAndWait();
                var missing =
                    Enumerable.Range(0, Files).Count(number => context.Find($"src/{(number * 7 + thread) % Files}.txt", out _) != true);
                context.Find("src", out var folder);
                answers[thread] = $"{missing} {context.Size.Bytes} {context.Size.Largest[0].Path} {context.NearestTo("src/1.tx", folder)}";
            })).ToArray();
            Array.ForEach(threads, static thread => thread.Start());
            Array.ForEach(threads, static thread => thread.Join());

            answers.Distinct().ShouldHaveSingleItem().ShouldStartWith("0 ");
        }
    }

    [Fact]
    public void Folders_of_others_are_looked_into_for_their_size_alone_and_not_without_end()
    {
        var files = new MemoryFileSystem(
            [.. Enumerable.Range(0, 50).Select(number => ($"/repo/node_modules/{number}/a.js", "text")), ("/repo/app.js", "text")]);
        var context = new BuildContext(files, "/repo", ignoreFile: null, new BuildContextLimits(Entries: 20));

        _ = context.SensitiveFiles;
        files.Lists.ShouldBe(["/repo"]);
        context.Size.IsComplete.ShouldBeFalse();
        files.Lists.Count.ShouldBeLessThan(25);
    }

    [Fact]
    public void What_is_there_what_is_not_and_what_nobody_knows()
    {
        var files = new MemoryFileSystem(
            ("/repo/src/app.js", ""), ("/repo/node_modules/m/index.js", ""), ("/repo/out/x", ""),
            ("/repo/elsewhere", MemoryFileSystem.Link));
        var context = new BuildContext(files, "/repo", IgnoreFile.Parse("out"));

        context.Find("", out _).ShouldBe(true);
        context.Find("src/app.js", out _).ShouldBe(true);
        context.Find("elsewhere", out _).ShouldBe(true);
        context.Find("src/App.js", out var folder).ShouldBe(false);
        folder.Path.ShouldBe("src");
        context.Find("src/app.js/more", out _).ShouldBe(false);
        context.Find("elsewhere/a", out _).ShouldBeNull("nobody follows a link");
        context.Find("node_modules/m", out _).ShouldBeNull("nobody looked into it");
        context.Find("out/x", out _).ShouldBeNull("it is ignored");
        context.NearestTo("src/App.js", folder).ShouldBe("src/app.js");
        context.MayHold("src/*.js").ShouldBeTrue();
        context.MayHold("src/*.ts").ShouldBeFalse();
        context.MayHold("node_modules/*.ts").ShouldBeTrue();
    }

    [Fact]
    public void A_folder_that_was_not_seen_to_its_end_is_not_known()
    {
        var context = new BuildContext(
            new MemoryFileSystem(("/repo/a", ""), ("/repo/b", ""), ("/repo/c", "")), "/repo", ignoreFile: null,
            new BuildContextLimits(Entries: 2));

        context.Find("c", out _).ShouldBeNull();
        context.Find("d", out _).ShouldBeNull();
        context.MayHold("*.d").ShouldBeTrue();
    }

    [Fact]
    public void What_the_repository_leaves_out_is_made_by_a_build()
    {
        var context = new BuildContext(new MemoryFileSystem(("/repo/.gitignore", "*.bin\n/server\n")), "/repo", ignoreFile: null);

        context.IsMadeByBuild("a/b.bin").ShouldBeTrue();
        context.IsMadeByBuild("server").ShouldBeTrue();
        context.IsMadeByBuild("src/server").ShouldBeFalse();
    }
}
