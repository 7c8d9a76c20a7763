using ContainerGuard.Dockerfile;
using ContainerGuard.Images;
using ContainerGuard.Pinning;
using ContainerGuard.Registry;
using ContainerGuard.Tests.Support;
using ContainerGuard.Tests.Unit.Registry;
using ContainerGuard.Text;
using static ContainerGuard.Tests.Unit.Pinning.LockFileTests;

namespace ContainerGuard.Tests.Unit.Pinning;

/// <summary>What becomes of a Dockerfile and the lock file in an update with a policy, on 2026-11-26.</summary>
public sealed class UpdateTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();
    private readonly StubRegistry _registry = new();
    private readonly List<string> _written = [];
    private readonly PinningOptions _options;
    private UpdateRequest _request =
        new() { Today = new DateOnly(2026, 11, 26), Policy = UpdatePolicy.Minor, IsUsedElsewhere = _ => false };

    public UpdateTests()
    {
        _options = new PinningOptions
        {
            LockFile = _folder.Combine("containerguard.lock.json"),
            TemporaryFolder = _folder.Path,
            Registry = new RegistryOptions { CreateHandler = (_, _) => _registry, RetryDelay = TimeSpan.FromMilliseconds(1) },
        };
        foreach (var tag in (string[])["22.1", "22.1-slim", "22.3-slim", "24.0-slim", "25.0-alpine"]) Push("node", tag, "2026-01-01");
        Push("alpine", "3.23", "2026-01-01");
    }

    public void Dispose() => _folder.Dispose();

    private string Push(string image, string tag, string? created, string salt = "")
    {
        var pushed = TestImage.Create(salt: $"{image}:{tag}{salt}", created: $"{created ?? "0001-01-01"}T08:00:00Z");
        _registry.With($"library/{image}", tag, pushed);
        return pushed.Digest;
    }

    private async Task Lock(params string[] references)
    {
        using var pinner = new Pinner(_options, new ResolutionCache());
        (await pinner.PinAsync(references.Select(ImageReference.Parse), TestContext.Current.CancellationToken)).Problems.ShouldBeEmpty();
    }

    private async Task<UpdateResult> Update(params string[] dockerfiles)
    {
        var request = _request with
        {
            Dockerfiles = [.. dockerfiles.Select(
                (text, index) => DockerfileModel.Create(DockerfileParser.Parse(SourceText.From(text, $"Dockerfile{index}"))))],
            Write = file =>
            {
                _written.Add(file.Result.Source.Text);
                return true;
            },
        };
        using var pinner = new Pinner(_options, new ResolutionCache());
        return await pinner.UpdateAsync(request, TestContext.Current.CancellationToken);
    }

    private IEnumerable<string> Locked =>
        new LockFileStore(_options.LockFile, _folder.Path).Read().Images.Keys.Order(StringComparer.Ordinal);

    [Theory]
    [InlineData("Patch", "node:22.1-slim")]
    [InlineData("Minor", "node:22.3-slim")]
    [InlineData("Major", "node:24.0-slim")]
    public async Task A_tag_moves_as_far_as_the_policy_says_in_the_file_and_in_the_lock_file(string policy, string moved)
    {
        await Lock("node:22.1-slim");
        _request = _request with { Policy = Enum.Parse<UpdatePolicy>(policy) };

        var result = await Update("FROM node:22.1-slim\n");

        result.Problems.ShouldBeEmpty();
        Locked.ShouldBe([moved]);
        (_written.SingleOrDefault() ?? "FROM node:22.1-slim\n").ShouldBe($"FROM {moved}\n");
        result.Changes.Select(change => change.Successor).ShouldBe(moved == "node:22.1-slim" ? [] : [moved]);
    }

    [Fact]
    public async Task Without_a_policy_no_Dockerfile_is_touched_and_no_tag_asked_for()
    {
        await Lock("node:22.1-slim");
        var digest = Push("node", "22.1-slim", "2026-11-01", "moved");
        _request = _request with { Policy = UpdatePolicy.Digest };

        (await Update($"FROM node:22.1-slim\nFROM alpine:3.23@{A}\n")).Changes.ShouldHaveSingleItem().To.ToString().ShouldBe(digest);

        _written.ShouldBeEmpty();
        _registry.Requests.ShouldNotContain(request => request.Contains("tags/list"));
    }

    [Fact]
    public async Task Without_a_policy_a_digest_in_the_Dockerfile_moves_with_the_lock_file()
    {
        await Lock("alpine:3.23");
        var before = new LockFileStore(_options.LockFile, _folder.Path).Read().Images["alpine:3.23"].Digest;
        var digest = Push("alpine", "3.23", "2026-11-01", "moved");
        _request = _request with { Policy = UpdatePolicy.Digest };

        (await Update($"FROM alpine:3.23@{before}\n")).Changes.ShouldHaveSingleItem().ShouldBe(
            new PinChange("alpine:3.23", before, ImageDigest.Parse(digest)));

        _written.ShouldBe([$"FROM alpine:3.23@{digest}\n"]);
        new LockFileStore(_options.LockFile, _folder.Path).Read().Images["alpine:3.23"].Digest.ToString().ShouldBe(digest);
    }

    [Fact]
    public async Task The_lock_file_keeps_a_digest_that_stands_in_a_Dockerfile_where_no_edit_is_certain()
    {
        await Lock("alpine:3.23");
        var before = new LockFileStore(_options.LockFile, _folder.Path).Read().Images["alpine:3.23"].Digest;
        Push("alpine", "3.23", "2026-11-01", "moved");
        _request = _request with { Policy = UpdatePolicy.Digest };

        var result = await Update($"ARG D={before}\nFROM alpine:3.23@$D\nARG D\nRUN echo $D\n");

        result.Changes.ShouldBeEmpty();
        result.Manual.ShouldHaveSingleItem();
        new LockFileStore(_options.LockFile, _folder.Path).Read().Images["alpine:3.23"].Digest.ShouldBe(before);
    }

    [Fact]
    public async Task A_bot_s_digest_is_adopted_and_not_reverted()
    {
        await Lock("alpine:3.23");
        var before = new LockFileStore(_options.LockFile, _folder.Path).Read().Images["alpine:3.23"].Digest;
        var bot = Push("alpine", "3.23", "2026-11-20", "bot");
        Push("alpine", "3.23", "2026-11-25", "too young");
        _request = _request with { Policy = UpdatePolicy.Digest, MinimumAge = 5 };

        var result = await Update($"FROM alpine:3.23@{bot}\n");

        result.Problems.ShouldBeEmpty();
        result.Changes.ShouldBe([new PinChange("alpine:3.23", before, ImageDigest.Parse(bot))]);
        _written.ShouldBeEmpty();
        new LockFileStore(_options.LockFile, _folder.Path).Read().Images["alpine:3.23"].Digest.ToString().ShouldBe(bot);
    }

    [Fact]
    public async Task A_message_has_both_names_and_both_digests()
    {
        await Lock("node:22.1-slim");
        var before = new LockFileStore(_options.LockFile, _folder.Path).Read().Images["node:22.1-slim"].Digest;
        var change = (await Update("FROM node:22.1-slim\n")).Changes.Single();

        change.Message.ShouldBe($"node:22.1-slim -> node:22.3-slim ({before} -> {change.To})");
    }

    [Fact]
    public async Task A_digest_in_the_file_moves_with_its_tag_and_needs_no_lock_file()
    {
        var digest = Push("node", "22.4-slim", "2026-02-02");

        (await Update($"FROM node:22.1-slim@{A}\n")).Changes.Single().Message.ShouldBe(
            $"node:22.1-slim -> node:22.4-slim ({A} -> {digest})");

        _written.ShouldBe([$"FROM node:22.4-slim@{digest}\n"]);
        Locked.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_digest_in_the_file_moves_where_the_tag_stays()
    {
        var digest = Push("alpine", "3.23", "2026-02-02", "moved");

        (await Update($"FROM alpine:3.23@{A}\n")).Changes.Single().Message.ShouldBe($"alpine:3.23: {A} -> {digest}");

        _written.ShouldBe([$"FROM alpine:3.23@{digest}\n"]);
    }

    [Fact]
    public async Task What_was_not_pinned_yet_is_pinned_as_what_it_moves_to()
    {
        (await Update("FROM node:22.1-slim\n")).Problems.ShouldBeEmpty();

        Locked.ShouldBe(["node:22.3-slim"]);
    }

    [Fact]
    public async Task An_entry_that_another_Dockerfile_of_the_project_or_somebody_else_needs_stays()
    {
        await Lock("node:22.1-slim", "node:22.1");
        Push("node", "22.2", "2026-01-01");
        _request = _request with { IsUsedElsewhere = reference => reference.Familiar == "node:22.1" };

        var result = await Update("FROM node:22.1-slim\nFROM node:22.1\n", "ARG V=22.1\nFROM node:$V-slim\nARG V\n");

        Locked.ShouldBe(["node:22.1", "node:22.1-slim", "node:22.2", "node:22.3-slim"]);
        result.Kept.ShouldBe(["node:22.1"]);
        result.Manual.ShouldHaveSingleItem().Path.ShouldBe("Dockerfile1");
    }

    [Fact]
    public async Task What_a_person_has_to_move_gets_its_digest_all_the_same()
    {
        await Lock("node:22.1-slim");
        var digest = Push("node", "22.1-slim", "2026-02-02", "moved");

        var result = await Update("ARG V=22.1\nFROM node:$V-slim\nARG V\n");

        result.Manual.ShouldHaveSingleItem();
        result.Changes.ShouldHaveSingleItem().To.ToString().ShouldBe(digest);
        Locked.ShouldBe(["node:22.1-slim"]);
        _written.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_only_the_lock_file_names_keeps_its_tag()
    {
        await Lock("node:22.1-slim");

        (await Update("FROM scratch\n")).Changes.ShouldBeEmpty();

        Locked.ShouldBe(["node:22.1-slim"]);
    }

    [Fact]
    public async Task The_highest_version_that_is_old_enough_is_taken_and_the_younger_is_named()
    {
        Push("node", "22.10-slim", "2026-11-24");
        Push("node", "22.9-slim", "2026-11-20");
        _request = _request with { MinimumAge = 6 };

        var result = await Update("FROM node:22.1-slim\n");

        _written.ShouldBe(["FROM node:22.9-slim\n"]);
        result.Young.Select(young => young.Message)
            .ShouldBe(["node:22.10-slim is 2 days old. The update does not use it until it is 6 days old."]);
    }

    [Fact]
    public async Task A_digest_that_is_too_young_is_left_too()
    {
        await Lock("alpine:3.23");
        Push("alpine", "3.23", "2026-11-25", "moved");
        _request = _request with { Policy = UpdatePolicy.Digest, MinimumAge = 2 };

        var result = await Update();

        result.Changes.ShouldBeEmpty();
        result.Young.Select(young => young.Message)
            .ShouldBe(["alpine:3.23 is 1 day old. The update does not use it until it is 2 days old."]);
    }

    [Fact]
    public async Task An_image_without_a_date_is_left_unless_no_age_is_asked_for()
    {
        Push("alpine", "3.24", created: null);
        _request = _request with { MinimumAge = 1 };

        var result = await Update("FROM alpine:3.23\n");
        result.Changes.ShouldBeEmpty();
        result.Young.ShouldHaveSingleItem().Message
            .ShouldStartWith("alpine:3.24 has no creation date, so it may be younger than 1 day, and the update does not use it");

        _request = _request with { Images = [new NamedUpdate("alpine", MinimumAge: 0)] };
        await Update("FROM alpine:3.23\n");
        _written.ShouldBe(["FROM alpine:3.24\n"]);
    }

    [Fact]
    public async Task A_named_image_has_its_own_policy_the_more_exactly_named_the_stronger_and_the_others_stay()
    {
        Push("alpine", "3.24", "2026-01-01");
        _request = _request with
        {
            Policy = UpdatePolicy.Digest,
            Images = [new NamedUpdate("node:22.1-slim", UpdatePolicy.Major), new NamedUpdate("node", UpdatePolicy.Minor)],
        };
        Push("node", "22.2", "2026-01-01");

        await Update("FROM node:22.1-slim\nFROM node:22.1\nFROM alpine:3.23\n");

        _written.ShouldBe(["FROM node:24.0-slim\nFROM node:22.2\nFROM alpine:3.23\n"]);
    }

    [Fact]
    public async Task A_name_that_is_in_no_file_is_a_failure()
    {
        _request = _request with { Images = [new NamedUpdate("nginx")] };

        (await Update("FROM node:22.1-slim\n")).Problems.ShouldHaveSingleItem().Kind.ShouldBe(PinningProblemKind.NotInLockFile);
    }

    [Fact]
    public async Task A_tag_that_is_listed_and_gone_is_passed_over_and_a_registry_that_fails_is_one_failure()
    {
        await Lock("node:22.1-slim");
        _registry.Override = request => request.RequestUri!.AbsolutePath.EndsWith("/22.3-slim", StringComparison.Ordinal)
            ? StubRegistry.Answer(System.Net.HttpStatusCode.NotFound)
            : null;
        (await Update("FROM node:22.1-slim\n")).Problems.ShouldBeEmpty();

        _registry.Override = _ => throw new HttpRequestException(HttpRequestError.NameResolutionError, "x");
        (await Update("FROM node:22.1-slim\n")).Problems.ShouldHaveSingleItem().IsError.ShouldBeTrue();
        _written.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_dry_run_writes_nothing_and_has_both_texts()
    {
        await Lock("node:22.1-slim");
        var before = File.ReadAllText(_options.LockFile);
        using var pinner = new Pinner(_options, new ResolutionCache());

        var result = await pinner.UpdateAsync(
            _request with
            {
                Dockerfiles = [DockerfileModel.Create(DockerfileParser.Parse(SourceText.From("FROM node:22.1-slim\n", "Dockerfile")))],
            },
            TestContext.Current.CancellationToken);

        result.Files.ShouldHaveSingleItem().Result.Source.Text.ShouldBe("FROM node:22.3-slim\n");
        result.LockFile!.Value.Before.ShouldBe(before);
        result.LockFile.Value.After.ShouldContain("node:22.3-slim");
        result.LockFile.Value.After.ShouldNotContain("node:22.1-slim");
        File.ReadAllText(_options.LockFile).ShouldBe(before);
    }

    [Fact]
    public async Task A_Dockerfile_that_cannot_be_written_keeps_its_entries()
    {
        await Lock("node:22.1-slim");
        using var pinner = new Pinner(_options, new ResolutionCache());

        await pinner.UpdateAsync(
            _request with
            {
                Dockerfiles = [DockerfileModel.Create(DockerfileParser.Parse(SourceText.From("FROM node:22.1-slim\n", "Dockerfile")))],
                Write = _ => false,
            },
            TestContext.Current.CancellationToken);

        Locked.ShouldBe(["node:22.1-slim", "node:22.3-slim"]);
    }

    [Fact]
    public async Task A_second_update_changes_nothing()
    {
        await Update("FROM node:22.1-slim\n");
        var locked = File.ReadAllText(_options.LockFile);
        var text = _written.Single();

        (await Update(text)).Changes.ShouldBeEmpty();

        _written.ShouldBe([text]);
        File.ReadAllText(_options.LockFile).ShouldBe(locked);
    }
}
