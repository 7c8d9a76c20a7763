using System.Net;
using ContainerGuard.Images;
using ContainerGuard.Pinning;
using ContainerGuard.Registry;
using ContainerGuard.Tests.Support;
using ContainerGuard.Tests.Unit.Registry;
using static ContainerGuard.Tests.Unit.Pinning.LockFileTests;

namespace ContainerGuard.Tests.Unit.Pinning;

public sealed class PinnerTests : IDisposable
{
    private static readonly TestImage Node =
        TestImage.CreateIndex(docker: false, TestImage.Create("linux/amd64", """{"User":"node"}"""), TestImage.Create("linux/arm64"));
    private static readonly TestImage Sdk = TestImage.Create(salt: "sdk");

    private readonly TemporaryDirectory _folder = new();
    private readonly StubRegistry _registry = new StubRegistry()
        .With("library/node", "24", Node).With("library/node", "22", Sdk).With("dotnet/sdk", "10.0", Sdk);

    private readonly ResolutionCache _cache = new();
    private PinningOptions _options;

    public PinnerTests() => _options = new PinningOptions
    {
        LockFile = _folder.Combine("src", "containerguard.lock.json"),
        TemporaryFolder = _folder.Path,
        Registry = new RegistryOptions { CreateHandler = (_, _) => _registry, RetryDelay = TimeSpan.FromMilliseconds(1) },
    };

    public void Dispose() => _folder.Dispose();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private async Task<PinningResult> Pin(params string[] references)
    {
        using var pinner = new Pinner(_options, _cache);
        return await pinner.PinAsync(references.Select(ImageReference.Parse), Cancelled);
    }

    /// <summary>With the cache of the test's one build.</summary>
    private async Task<UpdateResult> Update(params string[] names)
    {
        using var pinner = new Pinner(_options, _cache);
        return await pinner.UpdateAsync(new UpdateRequest { Today = new DateOnly(2026, 11, 26),
            Images = [.. names.Select(name => new NamedUpdate(name))], Write = _ => true }, Cancelled);
    }

    /// <summary>The reference at its mirror, with the digest that the result has for it.</summary>
    private string Written(PinningResult result, ImageReference reference) =>
        _options.Mirrors.Apply(reference).WithDigest(result.DigestOf(reference)).Familiar;

    private async Task<PinningProblem> ShouldFail(PinningProblemKind kind, params string[] references)
    {
        var failure = (await Pin(references)).Problems.ShouldHaveSingleItem();
        failure.Kind.ShouldBe(kind);
        failure.Remedy.ShouldEndWith(".");
        return failure;
    }

    [Fact]
    public async Task What_the_lock_file_lacks_is_resolved_and_added()
    {
        var result = await Pin("node:24", "mcr.microsoft.com/dotnet/sdk:10.0");

        result.Problems.ShouldBeEmpty();
        result.LockFileChanged.ShouldBeTrue();
        Written(result, ImageReference.Parse("node:24")).ShouldBe($"node:24@{Node.Digest}");
        result.LockFile.Find(ImageReference.Parse("node:24"))!.Config!.User.ShouldBe("node");
        File.ReadAllText(_options.LockFile).ShouldContain($"\"digest\": \"{Sdk.Digest}\"");
    }

    [Fact]
    public async Task What_the_lock_file_has_is_not_asked_for()
    {
        await Pin("node:24");
        var asked = _registry.Requests.Count;
        _registry.With("library/node", "24", Sdk);

        var result = await Pin("node:24", "docker.io/library/node:24");

        result.DigestOf(ImageReference.Parse("node:24"))!.ToString().ShouldBe(Node.Digest);
        result.LockFileChanged.ShouldBeFalse();
        _registry.Requests.Count.ShouldBe(asked);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_reference_with_a_digest_needs_neither_network_nor_lock_file(bool locked)
    {
        _options = _options with { Locked = locked, Offline = !locked };
        var digest = "sha256:" + new string('a', 64);

        var result = await Pin($"node:24@{digest}", "scratch");

        result.Problems.ShouldBeEmpty();
        result.LockFileChanged.ShouldBeFalse();
        Written(result, ImageReference.Parse($"node:24@{digest}")).ShouldBe($"node:24@{digest}");
        _registry.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("node:24", "node:24")]
    [InlineData("node", "node@")]
    public async Task What_carries_its_digest_is_looked_at_once_for_what_rules_want_to_know(string name, string key)
    {
        var reference = $"{name}@{Node.Digest}";

        var result = await Pin(reference);

        result.Problems.ShouldBeEmpty();
        var entry = result.LockFile.Images.ShouldHaveSingleItem();
        entry.Key.ShouldStartWith(key);
        entry.Value.Digest.ToString().ShouldBe(Node.Digest);
        entry.Value.Config!.User.ShouldBe("node");

        var requests = _registry.Requests.Count;
        await Pin(reference);
        _registry.Requests.Count.ShouldBe(requests);
    }

    [Fact]
    public async Task What_carries_its_digest_and_cannot_be_looked_at_is_pinned_all_the_same()
    {
        var result = await Pin($"node:24@sha256:{new string('a', 64)}");

        result.Problems.ShouldBeEmpty();
        result.LockFileChanged.ShouldBeFalse();
    }

    [Fact]
    public async Task A_tag_is_asked_for_though_another_file_carries_an_older_digest_of_it()
    {
        var result = await Pin($"node:24@{Node.Images[0].Digest}", "node:24");

        result.DigestOf(ImageReference.Parse("node:24"))!.ToString().ShouldBe(Node.Digest);
    }

    [Fact]
    public async Task Facts_are_those_of_the_very_digest()
    {
        await Pin("node:24");
        var result = await Pin("node:24");

        result.LockFile.Find(ImageReference.Parse("node:24"))!.Digest.ToString().ShouldBe(Node.Digest);
    }

    [Fact]
    public async Task Pinning_off_asks_nobody_and_still_writes_the_mirror()
    {
        _options = _options with { Mode = PinningMode.Off, Mirrors = Mirror("docker.io", "registry.corp/hub") };

        Written(await Pin("node:24"), ImageReference.Parse("node:24")).ShouldBe("registry.corp/hub/library/node:24");

        _registry.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Locked_mode_refuses_what_would_change_the_file_and_asks_nobody()
    {
        await Pin("node:24");
        var asked = _registry.Requests.Count;
        _options = _options with { Locked = true };

        (await Pin("node:24")).Problems.ShouldBeEmpty();
        var failure = await ShouldFail(PinningProblemKind.LockWouldChange, "node:24", "node:22");

        failure.Message.ShouldBe("'node:22' is not in containerguard.lock.json, which must not change in locked mode");
        failure.IsError.ShouldBeTrue();
        _registry.Requests.Count.ShouldBe(asked);
    }

    [Fact]
    public async Task Offline_takes_the_lock_file_and_names_the_ways_out_where_that_is_not_enough()
    {
        await Pin("node:24");
        var asked = _registry.Requests.Count;
        _options = _options with { Offline = true };

        (await Pin("node:24")).Problems.ShouldBeEmpty();
        var failure = await ShouldFail(PinningProblemKind.OfflineAndMissing, "node:22");

        failure.Remedy.ShouldContain("<ContainerGuardOffline>false</ContainerGuardOffline>");
        failure.Remedy.ShouldContain("commit containerguard.lock.json");
        failure.Remedy.ShouldContain("<ContainerGuardPinning>prefer</ContainerGuardPinning> or off");
        _registry.Requests.Count.ShouldBe(asked);
    }

    [Fact]
    public async Task A_registry_that_is_down_is_one_failure_with_the_host_the_reason_and_the_ways_out()
    {
        _registry.Override = _ => throw new HttpRequestException(HttpRequestError.NameResolutionError, "x");

        var failure = await ShouldFail(PinningProblemKind.Registry, "mcr.microsoft.com/dotnet/sdk:10.0");

        failure.Message.ShouldBe(
            "'mcr.microsoft.com/dotnet/sdk:10.0' could not be pinned to a digest: mcr.microsoft.com could not be reached: "
            + "the name mcr.microsoft.com could not be resolved (GET https://mcr.microsoft.com/v2/)");
        failure.Remedy.ShouldContain("ContainerGuardMirror");
        failure.Remedy.ShouldContain("commit containerguard.lock.json");
        failure.Remedy.ShouldContain("<ContainerGuardPinning>prefer</ContainerGuardPinning> or off");
        failure.RegistryProblem!.Kind.ShouldBe(RegistryProblemKind.Unreachable);
        File.Exists(_options.LockFile).ShouldBeFalse();
    }

    [Fact]
    public async Task What_is_an_error_when_pinning_is_required_is_a_warning_when_it_is_preferred()
    {
        _registry.Override = _ => StubRegistry.Answer(HttpStatusCode.NotFound);

        (await ShouldFail(PinningProblemKind.Registry, "node:24")).IsError.ShouldBeTrue();
        _options = _options with { Mode = PinningMode.Prefer };
        (await ShouldFail(PinningProblemKind.Registry, "node:24")).IsError.ShouldBeFalse();
    }

    [Fact]
    public async Task One_image_that_fails_does_not_keep_the_others_from_the_lock_file()
    {
        var result = await Pin("node:24", "node:none");

        result.Problems.ShouldHaveSingleItem().Reference!.Familiar.ShouldBe("node:none");
        Written(result, ImageReference.Parse("node:none")).ShouldBe("node:none");
        File.ReadAllText(_options.LockFile).ShouldContain("node:24");
    }

    [Fact]
    public async Task A_mirror_is_asked_and_written_and_the_lock_file_keeps_the_original_name()
    {
        _registry.With("hub/library/node", "24", Node);
        _options = _options with { Mirrors = Mirror("docker.io", "registry.corp/hub") };

        var result = await Pin("node:24");

        Written(result, ImageReference.Parse("node:24")).ShouldBe($"registry.corp/hub/library/node:24@{Node.Digest}");
        result.LockFile.Images.Keys.ShouldBe(["node:24"]);
        _registry.Requests.ShouldAllBe(r => r.Contains("https://registry.corp/"));
    }

    [Fact]
    public async Task A_Dockerfile_that_names_the_mirror_has_the_entry_of_the_original()
    {
        _registry.With("hub/library/node", "24", Node);
        _options = _options with { Mirrors = Mirror("docker.io", "registry.corp/hub") };

        var result = await Pin("registry.corp/hub/library/node:24", "node:24");

        result.LockFile.Images.Keys.ShouldBe(["node:24"]);
        result.DigestOf(ImageReference.Parse("registry.corp/hub/library/node:24"))!.ToString().ShouldBe(Node.Digest);
        _registry.Requests.ShouldAllBe(r => r.Contains("https://registry.corp/"));
    }

    [Fact]
    public async Task An_entry_under_a_mirror_s_name_moves_to_the_original_s_without_a_registry_and_not_in_locked_mode()
    {
        _registry.With("hub/library/node", "24", Node);
        await Pin("registry.corp/hub/library/node:24");
        File.ReadAllText(_options.LockFile).ShouldContain("\"registry.corp/hub/library/node:24\"");
        var asked = _registry.Requests.Count;
        _options = _options with { Mirrors = Mirror("docker.io", "registry.corp/hub"), Locked = true };

        var locked = await Pin("node:24");
        locked.Problems.ShouldBeEmpty();
        locked.LockFileChanged.ShouldBeFalse();
        locked.DigestOf(ImageReference.Parse("node:24"))!.ToString().ShouldBe(Node.Digest);

        _options = _options with { Locked = false, Offline = true };
        (await Pin("node:24")).LockFileChanged.ShouldBeTrue();
        File.ReadAllText(_options.LockFile).ShouldContain("\"node:24\"");
        File.ReadAllText(_options.LockFile).ShouldNotContain("registry.corp");
        _registry.Requests.Count.ShouldBe(asked);
    }

    [Fact]
    public async Task A_digest_that_a_bot_wrote_replaces_the_locked_one_with_platforms_and_config_where_pins_are_asked_for()
    {
        await Pin("node:24");
        var bot =
            TestImage.CreateIndex(docker: false, TestImage.Create("linux/amd64", """{"User":"bot"}"""), TestImage.Create("linux/s390x"));
        _registry.With("library/node", "24-of-tomorrow", bot);

        var published = await Pin($"node:24@{bot.Digest}");
        published.LockFileChanged.ShouldBeFalse();
        published.LockFile.Images["node:24"].Digest.ToString().ShouldBe(Node.Digest);

        _options = _options with { AdoptsDigests = true };
        var adopted = await Pin($"node:24@{bot.Digest}", "node:24");

        adopted.Problems.ShouldBeEmpty();
        adopted.LockFileChanged.ShouldBeTrue();
        var entry = new LockFileStore(_options.LockFile, _folder.Path).Read().Images.ShouldHaveSingleItem().Value;
        entry.Digest.ToString().ShouldBe(bot.Digest);
        entry.Platforms.Keys.ShouldBe(["linux/amd64", "linux/s390x"]);
        entry.Config!.User.ShouldBe("bot");
        (await Pin($"node:24@{bot.Digest}")).LockFileChanged.ShouldBeFalse();
    }

    [Fact]
    public async Task A_bot_s_digest_that_the_registry_lacks_is_a_failure_and_the_lock_file_stays()
    {
        await Pin("node:24");
        _options = _options with { AdoptsDigests = true };

        (await ShouldFail(PinningProblemKind.Registry, $"node:24@{A}")).RegistryProblem!.Kind.ShouldBe(RegistryProblemKind.NotFound);

        new LockFileStore(_options.LockFile, _folder.Path).Read().Images["node:24"].Digest.ToString().ShouldBe(Node.Digest);
    }

    [Fact]
    public async Task A_digest_is_not_adopted_while_another_Dockerfile_has_the_locked_one()
    {
        await Pin("node:24");
        _options = _options with { AdoptsDigests = true };

        var result = await Pin($"node:24@{Sdk.Digest}", $"node:24@{Node.Digest}");

        result.Problems.ShouldBeEmpty();
        result.LockFileChanged.ShouldBeFalse();
    }

    [Fact]
    public async Task Facts_that_cannot_be_had_are_a_warning_where_pins_are_asked_for()
    {
        _options = _options with { AdoptsDigests = true };

        (await ShouldFail(PinningProblemKind.Registry, $"node:24@{A}")).IsError.ShouldBeFalse();
    }

    [Theory]
    [InlineData("node:24")]
    [InlineData("node:25")]
    public async Task Locked_mode_refuses_a_digest_that_the_lock_file_lacks_and_names_the_command(string tag)
    {
        await Pin("node:24");
        _options = _options with { Locked = true };

        var failure = await ShouldFail(PinningProblemKind.LockWouldChange, $"{tag}@{A}");

        failure.Message.ShouldBe($"'{tag}@sha256:72dd743782f2…' is not in containerguard.lock.json, which must not change in locked mode");
        failure.Remedy.ShouldBe("Run 'dotnet build -t:ContainerGuardPin', and commit containerguard.lock.json.");
        (await Pin($"node:24@{Node.Digest}")).Problems.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_ways_out_are_ready_to_copy_and_fit_the_project()
    {
        _registry.Override = _ => throw new HttpRequestException(HttpRequestError.NameResolutionError, "x");
        _options = _options with { Generates = true };

        (await ShouldFail(PinningProblemKind.Registry, "mcr.microsoft.com/dotnet/sdk:10.0")).Remedy.ShouldBe(
            "Check the network, the proxy (HTTPS_PROXY) and the registry's name. Choose one: "
            + "1. Add the item <ContainerGuardMirror Include=\"mcr.microsoft.com\" Registry=\"registry.example.com/mirror\" />. "
            + "2. Run 'dotnet build -t:ContainerGuardPin' where the registry can be reached, and commit containerguard.lock.json; "
            + "then -p:ContainerGuardOffline=true works. 3. Set <ContainerGuardPinning>prefer</ContainerGuardPinning> or off. "
            + "4. If you need no container image, set <ContainerGuardGenerateOnPublish>false</ContainerGuardGenerateOnPublish>.");

        _options = _options with { Mode = PinningMode.Prefer, Generates = false, Mirrors = Mirror("docker.io", "registry.corp/hub") };
        var mirrored = await ShouldFail(PinningProblemKind.Registry, "node:26");
        mirrored.Remedy.ShouldContain("1. Correct the ContainerGuardMirror item of docker.io. 2.");
        mirrored.Remedy.ShouldEndWith("3. Set <ContainerGuardPinning>off</ContainerGuardPinning>.");
    }

    [Fact]
    public async Task A_failure_at_a_mirror_names_both()
    {
        _options = _options with { Mirrors = Mirror("docker.io", "registry.corp/hub") };

        (await ShouldFail(PinningProblemKind.Registry, "node:24")).Message
            .ShouldStartWith(
                "'node:24' could not be pinned to a digest at its mirror registry.corp/hub/library/node: registry.corp answered 404");
    }

    [Fact]
    public async Task A_hundred_projects_of_one_build_ask_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 100).Select(i => Task.Run(async () =>
        {
            using var pinner = new Pinner(_options with { LockFile = _folder.Combine($"{i}", "containerguard.lock.json") }, _cache);
            (await pinner.PinAsync([ImageReference.Parse("node:24")], Cancelled)).Problems.ShouldBeEmpty();
        })));

        _registry.Requests.Count(r => r.EndsWith("/manifests/24", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task A_question_that_was_cancelled_is_asked_again_by_the_next()
    {
        using var impatient = new CancellationTokenSource();
        var block = true;
        _registry.OverrideAsync = async (_, cancellationToken) =>
        {
            if (block)
            {
                await impatient.CancelAsync();
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }

            return null;
        };
        using var pinner = new Pinner(_options, _cache);

        await Should.ThrowAsync<OperationCanceledException>(() => pinner.PinAsync([ImageReference.Parse("node:24")], impatient.Token));
        block = false;

        (await Pin("node:24")).Problems.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_lock_file_that_cannot_be_understood_is_one_failure_with_its_place_and_stays_as_it_is()
    {
        Directory.CreateDirectory(_folder.Combine("src"));
        File.WriteAllText(_options.LockFile, "{\n oops");

        var failure = await ShouldFail(PinningProblemKind.LockFileUnusable, "node:24");

        (failure.LockFile!.Path, failure.LockFile.Line, failure.IsError).ShouldBe((_options.LockFile, 2, true));
        File.ReadAllText(_options.LockFile).ShouldBe("{\n oops");
        _registry.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_update_moves_what_has_moved_and_says_from_where_to_where()
    {
        await Pin("node:24", "node:22");
        _registry.With("library/node", "24", Sdk);

        var change = (await Update()).Changes.ShouldHaveSingleItem();

        change.ShouldBe(new PinChange("node:24", ImageDigest.Parse(Node.Digest), ImageDigest.Parse(Sdk.Digest)));
        (await Pin("node:24")).DigestOf(ImageReference.Parse("node:24"))!.ToString().ShouldBe(Sdk.Digest);
    }

    [Fact]
    public async Task An_update_without_a_move_costs_a_HEAD_and_writes_nothing()
    {
        await Pin("node:24");
        var asked = _registry.Requests.Count;
        var written = File.GetLastWriteTimeUtc(_options.LockFile);

        (await Update()).Changes.ShouldBeEmpty();

        _registry.Requests.Skip(asked)
            .ShouldBe(["GET https://registry-1.docker.io/v2/", "HEAD https://registry-1.docker.io/v2/library/node/manifests/24"]);
        File.GetLastWriteTimeUtc(_options.LockFile).ShouldBe(written);
    }

    [Fact]
    public async Task A_hundred_projects_that_update_one_lock_file_ask_once()
    {
        await Pin("node:24");
        _registry.With("library/node", "24", Sdk);
        var asked = _registry.Requests.Count;

        var results = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Run(() => Update())));

        results.ShouldAllBe(r => r.Problems.Count == 0);
        _registry.Requests.Skip(asked).Count(r => r.StartsWith("HEAD", StringComparison.Ordinal)).ShouldBe(1);
        (await Pin("node:24")).DigestOf(ImageReference.Parse("node:24"))!.ToString().ShouldBe(Sdk.Digest);
    }

    [Theory]
    [InlineData("node:24", "node:24")]
    [InlineData("docker.io/library/node:24", "node:24")]
    [InlineData("node", "node:22,node:24")]
    public async Task An_update_can_be_of_named_images(string name, string moved)
    {
        var moving = TestImage.Create(salt: "new");
        await Pin("node:24", "node:22", "mcr.microsoft.com/dotnet/sdk:10.0");
        _registry.With("library/node", "24", moving).With("library/node", "22", moving).With("dotnet/sdk", "10.0", moving);

        string.Join(',', (await Update(name)).Changes.Select(c => c.Reference)).ShouldBe(moved);
    }

    [Fact]
    public async Task An_update_of_what_is_not_locked_is_said_to_be_that()
    {
        await Pin("node:24");

        (await Update("alpine:3.24", "not an image")).Problems.Select(f => f.Message).ShouldBe([
            "'alpine:3.24' is not in containerguard.lock.json",
            "'not an image' is not in containerguard.lock.json",
        ]);
    }

    [Fact]
    public async Task An_update_is_refused_in_locked_mode_and_offline()
    {
        await Pin("node:24");
        _registry.With("library/node", "24", Sdk);

        _options = _options with { Locked = true };
        (await Update()).Problems.ShouldHaveSingleItem().Kind.ShouldBe(PinningProblemKind.LockWouldChange);
        _options = _options with { Locked = false, Offline = true };
        (await Update()).Problems.ShouldHaveSingleItem().Kind.ShouldBe(PinningProblemKind.OfflineAndMissing);
        (await Pin("node:24")).DigestOf(ImageReference.Parse("node:24"))!.ToString().ShouldBe(Node.Digest);
    }

    private static ImageMirrors Mirror(string from, string to) =>
        ImageMirrors.TryCreate([(from, to)], out var mirrors, out var reason) ? mirrors : throw new ArgumentException(reason);
}
