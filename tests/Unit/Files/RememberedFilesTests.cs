using ContainerGuard.Files;
using ContainerGuard.Tests.Unit.Context;

namespace ContainerGuard.Tests.Unit.Files;

/// <summary>What the projects of one build read of the disk, once for all of them.</summary>
public sealed class RememberedFilesTests
{
    private static readonly DateTime Written = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly MemoryFileSystem _disk = new(("/repo/src/a.csproj", "<Project />"), ("/repo/src/b.cs", ""));

    [Fact]
    public void A_folder_is_listed_again_only_when_an_entry_came_or_went()
    {
        var files = Remembered();
        _disk.Writes["/repo/src"] = Written;

        Names(files).ShouldBe(["a.csproj", "b.cs"]);
        Names(files).ShouldBe(["a.csproj", "b.cs"]);
        _disk.Lists.Count.ShouldBe(1);

        _disk.Writes["/repo/src"] = Written.AddMilliseconds(1);
        Names(files).ShouldBe(["a.csproj", "b.cs"]);
        _disk.Lists.Count.ShouldBe(2);
    }

    [Fact]
    public void A_text_is_understood_again_only_when_it_was_written_again()
    {
        var files = Remembered();
        _disk.Writes["/repo/src/a.csproj"] = Written;

        var first = files.Read("/repo/src/a.csproj", static text => text + "!");
        files.Read("/repo/src/a.csproj", static text => text + "!").ShouldBeSameAs(first);
        _disk.Reads.Count.ShouldBe(1);

        _disk.Writes["/repo/src/a.csproj"] = Written.AddMilliseconds(1);
        files.Read("/repo/src/a.csproj", static text => text + "!").ShouldNotBeSameAs(first);
    }

    [Fact]
    public void A_text_means_something_else_to_each_who_reads_it()
    {
        var files = Remembered();

        files.Read("/repo/src/a.csproj", static text => text).ShouldBe("<Project />");
        files.Read("/repo/src/a.csproj", static text => text.Split(' ')).ShouldBe(["<Project", "/>"]);
        files.Read("/repo/src/missing", static text => text).ShouldBeNull();
    }

    [Fact]
    public void What_was_written_a_moment_ago_may_be_written_again_at_the_same_time_so_it_is_not_kept()
    {
        var files = Remembered(now: Written.AddSeconds(1));
        _disk.Writes["/repo/src"] = Written;

        Names(files);
        Names(files);

        _disk.Lists.Count.ShouldBe(2);
    }

    [Fact]
    public void What_is_kept_has_a_limit_and_all_else_is_read_each_time()
    {
        var files = Remembered(mostEntries: 2);

        files.Read("/repo/src/b.cs", static text => text);
        Names(files);
        Names(files);

        _disk.Lists.Count.ShouldBe(2);
    }

    private RememberedFiles Remembered(DateTime? now = null, int mostEntries = 100) =>
        new(_disk, new FixedClock(now ?? Written.AddDays(1)), mostEntries);

    private static string[] Names(RememberedFiles files) => [.. files.List("/repo/src").Select(static entry => entry.Name)];

    private sealed class FixedClock(DateTime now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
