using System.Diagnostics;
using ContainerGuard.Images;
using ContainerGuard.Pinning;
using ContainerGuard.Tests.Support;
using static ContainerGuard.Tests.Unit.Pinning.LockFileTests;

namespace ContainerGuard.Tests.Unit.Pinning;

public sealed class LockFileStoreTests : IDisposable
{
    private readonly TemporaryDirectory _source = new("Quelle mit Ümlaut");
    private readonly TemporaryDirectory _temporary = new();

    private string FilePath => _source.Combine("containerguard.lock.json");

    private LockFileStore Store => new(FilePath, _temporary.Path);

    public void Dispose()
    {
        _source.Dispose();
        _temporary.Dispose();
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private static Dictionary<string, ResolvedImage> Entries(params (string Key, string Digest)[] entries) =>
        entries.ToDictionary(e => e.Key, e => Image(e.Digest));

    [Fact]
    public void A_file_that_does_not_exist_is_empty() => Store.Read().Images.ShouldBeEmpty();

    [Fact]
    public async Task An_entry_under_a_mirror_s_name_is_read_and_written_under_the_original_name()
    {
        ImageMirrors.TryCreate([("docker.io", "registry.corp/hub")], out var mirrors, out _).ShouldBeTrue();
        await Store.MergeAsync(
            Entries(("registry.corp/hub/library/node:24", A), ("registry.corp/hub/library/alpine:3.24", A), ("alpine:3.24", B)),
            replace: false, Cancelled);
        var store = new LockFileStore(FilePath, _temporary.Path, mirrors);

        var read = store.Read();
        read.HasRenamedEntries.ShouldBeTrue();
        read.Images.Keys.Order(StringComparer.Ordinal).ShouldBe(["alpine:3.24", "node:24"]);
        read.Find(ImageReference.Parse("alpine:3.24"))!.Digest.ToString().ShouldBe(B);
        read.Find(ImageReference.Parse("registry.corp/hub/library/node:24"))!.Digest.ToString().ShouldBe(A);

        (await store.MergeAsync(Entries(), replace: false, Cancelled)).Written.ShouldBeTrue();
        Store.Read().Images.Keys.ShouldBe(["alpine:3.24", "node:24"]);
        store.Read().HasRenamedEntries.ShouldBeFalse();
        (await store.MergeAsync(Entries(), replace: false, Cancelled)).Written.ShouldBeFalse();
    }

    [Fact]
    public async Task Entries_are_added_to_what_is_there()
    {
        (await Store.MergeAsync(Entries(("node:24", A)), replace: false, Cancelled)).Written.ShouldBeTrue();
        (await Store.MergeAsync(Entries(("alpine:3.24", B)), replace: false, Cancelled)).Written.ShouldBeTrue();

        Store.Read().Images.Keys.ShouldBe(["alpine:3.24", "node:24"]);
        Directory.GetFiles(_source.Path).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task An_entry_that_is_there_stays_unless_it_is_to_be_replaced()
    {
        await Store.MergeAsync(Entries(("node:24", A)), replace: false, Cancelled);

        var (kept, written) = await Store.MergeAsync(Entries(("node:24", B)), replace: false, Cancelled);
        kept.Images["node:24"].Digest.ToString().ShouldBe(A);
        written.ShouldBeFalse();

        await Store.MergeAsync(Entries(("node:24", B)), replace: true, Cancelled);
        Store.Read().Images["node:24"].Digest.ToString().ShouldBe(B);
    }

    [Fact]
    public async Task Without_a_change_nothing_is_written_however_the_file_is_formatted()
    {
        var text = $"{{ \"version\": 1,\n\n\"images\": {{ \"node:24\": {{ \"digest\": \"{A}\", \"mediaType\": "
            + "\"application/vnd.oci.image.index.v1+json\" } } }";
        _source.Write("containerguard.lock.json", text);
        File.SetLastWriteTimeUtc(FilePath, new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        (await Store.MergeAsync(Entries(("node:24", A)), replace: true, Cancelled)).Written.ShouldBeFalse();

        File.ReadAllText(FilePath).ShouldBe(text);
        File.GetLastWriteTimeUtc(FilePath).Year.ShouldBe(2026);
        File.GetLastWriteTimeUtc(FilePath).Month.ShouldBe(1);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public async Task The_line_ends_of_the_file_are_kept(string newLine)
    {
        await Store.MergeAsync(Entries(("node:24", A)), replace: false, Cancelled);
        File.WriteAllText(FilePath, File.ReadAllText(FilePath).ReplaceLineEndings(newLine));

        await Store.MergeAsync(Entries(("alpine:3.24", B)), replace: false, Cancelled);

        var text = File.ReadAllText(FilePath);
        text.ShouldBe(text.ReplaceLineEndings(newLine));
        text.ShouldEndWith("}" + newLine);
    }

    [Fact]
    public async Task A_file_that_cannot_be_understood_is_not_overwritten()
    {
        _source.Write("containerguard.lock.json", "{ oops");

        var exception =
            await Should.ThrowAsync<LockFileException>(() => Store.MergeAsync(Entries(("node:24", A)), replace: true, Cancelled));

        exception.Error.Path.ShouldBe(FilePath);
        File.ReadAllText(FilePath).ShouldBe("{ oops");
    }

    [Fact]
    public void A_folder_of_that_name_is_said_to_be_one()
    {
        Directory.CreateDirectory(FilePath);

        var error = Should.Throw<LockFileException>(Store.Read).Error;

        (error.Kind, error.Message).ShouldBe((LockFileProblemKind.Unreadable, "the lock file is a folder"));
    }

    [Fact]
    public async Task What_a_killed_writer_left_behind_is_removed_by_the_next()
    {
        _source.Write("containerguard.lock.json.0123.tmp", "half");

        await Store.MergeAsync(Entries(("node:24", A)), replace: false, Cancelled);

        Directory.GetFiles(_source.Path).ShouldBe([FilePath]);
    }

    [Fact]
    public async Task A_symbolic_link_stays_one()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "symbolic links need a privilege on Windows");
        var real = _source.Write("shared/real.json", "{ \"version\": 1 }");
        File.CreateSymbolicLink(FilePath, real);

        await Store.MergeAsync(Entries(("node:24", A)), replace: false, Cancelled);

        new FileInfo(FilePath).LinkTarget.ShouldBe(real);
        File.ReadAllText(real).ShouldContain("node:24");
    }

    [Fact]
    public async Task Many_writers_at_once_lose_nothing_and_readers_always_see_a_whole_file()
    {
        using var done = new CancellationTokenSource();
        var reads = 0;
        var reading = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var reader = Task.Run(
            () =>
            {
                while (!done.IsCancellationRequested)
                {
                    Store.Read();
                    reads++;
                    reading.TrySetResult();
                }
            },
            Cancelled);

        // On a busy machine forty writers can be done before the reader has had its first turn.
        await await Task.WhenAny(reading.Task, reader);

        await Task.WhenAll(Enumerable.Range(0, 40).Select(i =>
            Task.Run(() => Store.MergeAsync(Entries(($"node:{i}", i % 2 == 0 ? A : B)), replace: false, Cancelled))));
        await done.CancelAsync();
        await reader;

        Store.Read().Images.Count.ShouldBe(40);
        reads.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Another_process_is_waited_for()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "flock is how Linux says it");
        await Store.MergeAsync(Entries(("node:24", A)), replace: false, Cancelled);
        var turn = Directory.GetFiles(_temporary.Path).ShouldHaveSingleItem();
        var started = _temporary.Combine("started");
        var other = Command.RunAsync(
            "flock", [turn, "sh", "-c", "touch \"$0\"; sleep 1; cp \"$1\" \"$2\"", started, Theirs(), FilePath], _source.Path);
        while (!File.Exists(started))
        {
            await Task.Delay(10, Cancelled);
        }

        await Store.MergeAsync(Entries(("node:22", A)), replace: false, Cancelled);

        (await other).ShouldSucceed();
        Store.Read().Images.Keys.ShouldBe(["alpine:3.24", "node:22"]);
    }

    /// <summary>What the other process writes: a lock file with one entry.</summary>
    private string Theirs() =>
        _temporary.Write("theirs.json", $"{{ \"version\": 1, \"images\": {{ \"alpine:3.24\": {{ \"digest\": \"{B}\" }} }} }}");

    [Fact]
    public async Task A_writer_waits_for_its_turn_and_can_be_cancelled_while_it_waits()
    {
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(150));
        await Store.MergeAsync(Entries(("node:24", A)), replace: false, Cancelled);
        using var held =
            new FileStream(Directory.GetFiles(_temporary.Path).ShouldHaveSingleItem(), FileMode.Open, FileAccess.Read, FileShare.None);
        var clock = Stopwatch.StartNew();

        await Should.ThrowAsync<OperationCanceledException>(
            () => Store.MergeAsync(Entries(("node:22", A)), replace: false, cancellation.Token));

        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(10));
        Store.Read().Images.Count.ShouldBe(1);
    }
}
