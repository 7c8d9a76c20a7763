namespace ContainerGuard.Tests.Unit.Tasks;

/// <summary>What the projects of one build share.</summary>
public sealed class SharedObjectsTests
{
    [Fact]
    public async Task Many_tasks_at_once_get_one_object_that_is_complete()
    {
        var engine = new RecordingEngine();
        var made = 0;

        var all = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(() => SharedObjects.Get(engine, Make))));

        all.Distinct().Count().ShouldBe(1);
        made.ShouldBe(1);
        all.ShouldAllBe(static list => list.Count == 3);

        List<int> Make()
        {
            Interlocked.Increment(ref made);
            List<int> list = [];
            for (var i = 0; i < 3; i++)
            {
                Thread.Sleep(5);
                list.Add(i);
            }

            return list;
        }
    }

    [Fact]
    public void Parts_and_builds_have_their_own()
    {
        var engine = new RecordingEngine();
        var first = SharedObjects.Get(engine, static () => new object());

        SharedObjects.Get(engine, static () => new object()).ShouldBeSameAs(first);
        SharedObjects.Get(engine, static () => new object(), "part").ShouldNotBeSameAs(first);
        SharedObjects.Get(new RecordingEngine(), static () => new object()).ShouldNotBeSameAs(first);
    }
}
