using System.Security.Cryptography;
using System.Text;
using ContainerGuard.Dockerfile;
using ContainerGuard.Pinning;
using ContainerGuard.Registry;
using ContainerGuard.Tests.Support;
using ContainerGuard.Text;

namespace ContainerGuard.Tests.Unit.Pinning.Sources;

/// <summary>The lock file and what ADD gets from the network, with a server on loopback.</summary>
public sealed class SourcePinnerTests : IDisposable
{
    private static readonly string First = new('a', 40);
    private static readonly string Second = new('b', 40);

    private readonly TemporaryDirectory _folder = new();
    private readonly SourceServer _server = new();
    private PinningOptions _options;

    public SourcePinnerTests() => _options = new PinningOptions
    {
        LockFile = _folder.Combine("src", "containerguard.lock.json"),
        TemporaryFolder = _folder.Path,
        AdoptsDigests = true,
        Registry = new RegistryOptions { RetryDelay = TimeSpan.FromMilliseconds(1), Retries = 1 },
    };

    public void Dispose()
    {
        _server.Dispose();
        _folder.Dispose();
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string ChecksumOf(string text) => $"sha256:{Convert.ToHexStringLower(SHA256.HashData(Bytes(text)))}";

    private static DockerfileModel Model(params string[] lines) => DockerfileModel.Create(
        DockerfileParser.Parse(SourceText.From($"FROM scratch\n{string.Join('\n', lines)}\n", "Dockerfile")));

    /// <summary>Each call is a build of its own.</summary>
    private async Task<SourcePins> Pin(params string[] lines)
    {
        using var pinner = new Pinner(_options, new ResolutionCache());
        return await pinner.Sources.PinAsync([Model(lines)], Cancelled);
    }

    private async Task<SourceStates> Compare(params string[] names)
    {
        using var pinner = new Pinner(_options, new ResolutionCache());
        return await pinner.Sources.CompareAsync(names, Cancelled);
    }

    private async Task<SourceUpdates> Update(DockerfileModel file, bool writes = true, params string[] names)
    {
        using var pinner = new Pinner(_options, new ResolutionCache());
        return await pinner.Sources.UpdateAsync([file], names, writes, Cancelled);
    }

    [Fact]
    public async Task A_file_gets_its_checksum_and_a_repository_its_commit()
    {
        var file = _server.File("/tool.tgz", Bytes("one"));
        var repository = _server.Repository("/shop.git", ("HEAD", First), ("refs/heads/main", First), ("refs/heads/dev", Second));

        var result = await Pin($"ADD {file} /", $"ADD {repository}#dev:lib /src");

        result.Problems.ShouldBeEmpty();
        result.LockFileChanged.ShouldBeTrue();
        var text = await File.ReadAllTextAsync(_options.LockFile, Cancelled);
        text.ShouldContain($"\"{file}\": {{\n      \"checksum\": \"{ChecksumOf("one")}\"");
        text.ShouldContain($"\"{repository}#dev:lib\": {{\n      \"commit\": \"{Second}\"");
        LockFileReader.Read("x", Encoding.UTF8.GetBytes(text)).Sources.Count.ShouldBe(2);
    }

    [Fact]
    public async Task What_the_lock_file_or_the_Dockerfile_has_is_not_asked_for()
    {
        var file = _server.File("/tool.tgz", Bytes("one"));
        await Pin($"ADD {file} /");
        var asked = _server.Requests.Count;

        (await Pin(
            $"ADD {file} /", $"ADD --checksum={ChecksumOf("x")} {_server.Url}/other /",
            $"ADD {_server.Url}/a.git#{First} /a")).LockFileChanged.ShouldBeFalse();

        _server.Requests.Count.ShouldBe(asked);
    }

    [Fact]
    public async Task A_file_of_many_pieces_is_hashed_whole()
    {
        var body = new byte[48 << 20];
        new Random(1).NextBytes(body);
        var file = _server.File("/large", body);

        var result = await Pin($"ADD {file} /");

        result.LockFile!.Sources[file].Written.ShouldBe($"sha256:{Convert.ToHexStringLower(SHA256.HashData(body))}");
    }

    [Fact]
    public async Task A_redirect_is_followed_and_no_credentials_are_sent()
    {
        var file = _server.Answer("/latest", 302, [], $"Location: {_server.File("/v1", Bytes("one"))}\r\n");

        (await Pin($"ADD {file} /")).LockFile!.Sources[file].Written.ShouldBe(ChecksumOf("one"));

        _server.Requests.ShouldAllBe(request => !request.Contains("Authorization", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("missing", 404)]
    [InlineData("forbidden", 403)]
    [InlineData("broken", 500)]
    [InlineData("short", 200)]
    [InlineData("packed", 200)]
    [InlineData("plain.git", 200)]
    public async Task A_server_that_does_not_deliver_is_said_and_nothing_is_written(string name, int status)
    {
        var path = name.EndsWith(".git", StringComparison.Ordinal) ? $"/{name}/info/refs?service=git-upload-pack" : $"/{name}";
        var headers = name == "packed" ? "Content-Encoding: gzip\r\n" : "";
        _server.Answer(path, status, Bytes("body"), headers, missing: name == "short" ? 10 : 0);

        var failure = (await Pin($"ADD {_server.Url}/{name} /")).Problems.ShouldHaveSingleItem();

        failure.Kind.ShouldBe(PinningProblemKind.Source);
        failure.IsError.ShouldBeFalse();
        failure.Message.ShouldContain(name);
        File.Exists(_options.LockFile).ShouldBeFalse();
        _options = _options with { Mode = PinningMode.Lock };
        (await Pin($"ADD {_server.Url}/{name} /")).Problems.ShouldHaveSingleItem().IsError.ShouldBeTrue();
    }

    [Theory]
    [InlineData("git@example.com:a/b.git#main")]
    [InlineData("https://user:hunter2@example.com/tool.tgz")]
    public async Task A_source_that_cannot_be_locked_is_said(string address)
    {
        var failure = (await Pin($"ADD {address} /")).Problems.ShouldHaveSingleItem();

        failure.Message.ShouldContain("cannot be locked");
        failure.Message.ShouldNotContain("hunter2");
        failure.Remedy.ShouldContain("--checksum=");
    }

    [Fact]
    public async Task Locked_and_offline_modes_ask_no_server()
    {
        var file = _server.File("/tool.tgz", Bytes("one"));
        _options = _options with { Mode = PinningMode.Lock, AdoptsDigests = false, Locked = true };
        (await Pin($"ADD {file} /")).Problems.ShouldHaveSingleItem().Kind.ShouldBe(PinningProblemKind.LockWouldChange);

        _options = _options with { Locked = false, Offline = true };
        var offline = (await Pin($"ADD {file} /")).Problems.ShouldHaveSingleItem();
        offline.Kind.ShouldBe(PinningProblemKind.OfflineAndMissing);
        offline.IsError.ShouldBeTrue();
        _server.Requests.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(PinningMode.Require, false)]
    [InlineData(PinningMode.Lock, true)]
    public async Task A_publish_locks_sources_only_where_the_builder_is_held_to_them(object mode, bool locks)
    {
        var file = _server.File("/tool.tgz", Bytes("one"));
        _options = _options with { Mode = (PinningMode)mode, AdoptsDigests = false };

        (await Pin($"ADD {file} /")).LockFileChanged.ShouldBe(locks);

        _server.Requests.Count.ShouldBe(locks ? 1 : 0);
    }

    [Fact]
    public async Task A_checksum_in_the_Dockerfile_wins_over_the_lock_file()
    {
        var file = _server.File("/tool.tgz", Bytes("one"));
        await Pin($"ADD {file} /");

        var result = await Pin($"ADD --checksum={ChecksumOf("two")} {file} /");

        result.LockFile!.Sources[file].Written.ShouldBe(ChecksumOf("two"));
        (await Pin($"ADD --checksum={ChecksumOf("two")} {file} /", $"ADD --checksum={ChecksumOf("one")} {file} /")).LockFileChanged
            .ShouldBeFalse();
    }

    [Fact]
    public async Task A_comparison_says_what_changed_and_what_must_not()
    {
        var file = _server.File("/tool.tgz", Bytes("one"));
        var gone = _server.File("/gone.tgz", Bytes("one"));
        var repository = _server.Repository("/shop.git", ("refs/heads/main", First), ("refs/tags/v1", First), ("refs/tags/v2", First));
        await Pin($"ADD {file} /", $"ADD {gone} /", $"ADD {repository}#main /", $"ADD {repository}#v1 /", $"ADD {repository}#v2 /");
        (await Compare()).States.ShouldAllBe(state => !state.HasChanged && state.Disagreement == null && !state.IsUncertain);

        _server.File("/tool.tgz", Bytes("two"));
        _server.Answer("/gone.tgz", 404, []);
        _server.Repository("/shop.git", ("refs/heads/main", Second), ("refs/tags/v1", Second));
        var states = (await Compare()).States.ToDictionary(state => state.Source.Address.Split('/')[^1]);

        states["tool.tgz"].Disagreement!.ShouldContain("now has sha256:");
        states["gone.tgz"].Disagreement!.ShouldContain("no longer has");
        states["shop.git#v1"].Disagreement!.ShouldContain("now has bbbbbbbbbbbb…");
        states["shop.git#v2"].Disagreement!.ShouldContain("no longer has");
        states["shop.git#main"].ShouldSatisfyAllConditions(
            state => state.HasChanged.ShouldBeTrue(), state => state.Disagreement.ShouldBeNull(),
            state => state.IsUncertain.ShouldBeTrue());
    }

    [Fact]
    public async Task Names_choose_sources_and_an_unknown_one_is_a_failure()
    {
        var file = _server.File("/tool.tgz", Bytes("one"));
        await Pin($"ADD {file} /", $"ADD {_server.File("/other", Bytes("x"))} /");

        var result = await Compare(file, "https://example.com/unknown");

        result.States.ShouldHaveSingleItem().Source.Address.ShouldBe(file);
        result.Problems.ShouldHaveSingleItem().Kind.ShouldBe(PinningProblemKind.NotInLockFile);
    }

    [Fact]
    public async Task An_update_moves_the_lock_file_and_the_checksums_of_Dockerfiles()
    {
        var file = _server.File("/tool.tgz", Bytes("one"));
        var repository = _server.Repository("/shop.git", ("refs/heads/main", First));
        await Pin($"ADD {file} /", $"ADD {repository}#main /src");
        _server.File("/tool.tgz", Bytes("two"));
        _server.Repository("/shop.git", ("refs/heads/main", Second));
        var model = Model(
            $"ADD --checksum={ChecksumOf("one")} {file} /", $"ADD --checksum={First} {repository}#main /src", $"ADD {file} /b");

        var before = await File.ReadAllTextAsync(_options.LockFile, Cancelled);
        var preview = await Update(model, writes: false);
        (await File.ReadAllTextAsync(_options.LockFile, Cancelled)).ShouldBe(before);
        preview.LockFile!.Value.After.ShouldContain(ChecksumOf("two"));

        var result = await Update(model);

        result.Changed.Count.ShouldBe(2);
        result.Files.ShouldHaveSingleItem().After.Text.ShouldBe(Model(
            $"ADD --checksum={ChecksumOf("two")} {file} /", $"ADD --checksum={Second} {repository}#main /src",
            $"ADD {file} /b").Source.Text);
        (await Compare()).States.ShouldAllBe(state => !state.HasChanged);
        (await Update(model)).Changed.ShouldBeEmpty();
    }

    [Fact]
    public async Task Images_and_sources_keep_each_other()
    {
        var file = _server.File("/tool.tgz", Bytes("one"));
        await Pin($"ADD {file} /");
        var store = new LockFileStore(_options.LockFile, _folder.Path);
        await store.MergeAsync(
            new Dictionary<string, ContainerGuard.Images.ResolvedImage> { ["node:24"] = LockFileTests.Image(LockFileTests.A) },
            replace: true, Cancelled);
        await store.RemoveAsync(["node:24"], Cancelled);

        store.Read().Sources.Keys.ShouldBe([file]);
    }

    [Theory]
    [InlineData("""{"version":1,"images":{}}""", null)]
    [InlineData("""{"version":1,"images":{},"sources":{"https://example.com/a":{"checksum":"sha256:1"}}}""", "not a valid checksum")]
    [InlineData("""{"version":1,"images":{},"sources":{"https://example.com/a":{"commit":"x"}}}""", "no \"checksum\"")]
    [InlineData("""{"version":1,"images":{},"sources":{"a.tgz":{}}}""", "not the address")]
    public void A_lock_file_may_lack_sources_and_a_wrong_one_has_a_reason(string text, string? reason)
    {
        if (reason is null) LockFileReader.Read("x", Bytes(text)).Sources.ShouldBeEmpty();
        else Should.Throw<LockFileException>(() => LockFileReader.Read("x", Bytes(text))).Error.Message.ShouldContain(reason);
    }
}
