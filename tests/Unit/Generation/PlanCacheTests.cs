using ContainerGuard.Generation;
using ContainerGuard.Tests.Unit.Context;

namespace ContainerGuard.Tests.Unit.Generation;

/// <summary>Pinning, generation and the image build of one build share a plan, which is never older than the files it is made of.</summary>
public sealed class PlanCacheTests
{
    private const string Manifest = "/repo/shop/go.mod";

    private static readonly DateTime Yesterday = new(2026, 11, 21, 12, 0, 0, DateTimeKind.Utc);

    private readonly MemoryFileSystem _disk = new((Manifest, "module shop\n"), ("/repo/shop/main.go", "package main\n"));
    private readonly PlanCache _plans = new(new FixedClock());
    private int _made;

    [Fact]
    public void The_same_settings_have_one_plan()
    {
        Plan("a").ShouldBeSameAs(Plan("a"));

        _made.ShouldBe(1);
    }

    [Fact]
    public void Other_settings_have_their_own()
    {
        Plan("a").ShouldNotBeSameAs(Plan("b"));

        _made.ShouldBe(2);
    }

    [Theory]
    [InlineData(Manifest)]
    [InlineData("/repo/shop")]
    [InlineData("/repo/shop/vendor/modules.txt")]
    public void A_change_of_a_file_or_folder_makes_another(string changed)
    {
        var first = Plan("a");
        _disk.Writes[changed] = Yesterday;

        Plan("a").ShouldNotBeSameAs(first);
        Plan("a").ShouldNotBeSameAs(first);
        _made.ShouldBe(2);
    }

    [Fact]
    public void A_file_of_another_project_does_not()
    {
        var first = Plan("a");
        _disk.Writes["/repo/other/go.mod"] = Yesterday;

        Plan("a").ShouldBeSameAs(first);
    }

    [Fact]
    public void A_plan_of_a_file_that_was_just_written_is_not_shared()
    {
        _disk.Writes[Manifest] = new(2026, 11, 22, 11, 59, 59, DateTimeKind.Utc);

        Plan("a").ShouldNotBeSameAs(Plan("a"));
    }

    [Fact]
    public void A_plan_writes_its_files_without_the_disk()
    {
        var plan = Plan("a");
        _disk.Reads.Clear();
        _disk.Lists.Clear();

        plan.Write(new Dictionary<string, string>(), ownIgnoreFile: null);

        _disk.Reads.ShouldBeEmpty();
        _disk.Lists.ShouldBeEmpty();
    }

    [Fact]
    public void Many_projects_of_a_parallel_build_can_ask_at_once()
    {
        Parallel.For(0, 64, index => Plan($"{index % 4}").IsPossible.ShouldBeTrue());

        Plan("0").ShouldBeSameAs(Plan("0"));
    }

    private ContainerPlan Plan(string key) => _plans.Of(key, _disk, files =>
    {
        Interlocked.Increment(ref _made);
        return Stacks.Plan(App.Of("go"), files);
    });

    private sealed class FixedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);
    }
}
