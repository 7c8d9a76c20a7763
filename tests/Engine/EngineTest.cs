using ContainerGuard.Tests.Engine;
using ContainerGuard.Tests.Support;

[assembly: AssemblyFixture(typeof(DockerEngine))]
[assembly: AssemblyFixture(typeof(PublishedPackage))]

// These tests wait for the engine, for containers and for registries: one more than there are processors keeps those busy.
[assembly: CollectionBehavior(MaxParallelThreads = 3)]

namespace ContainerGuard.Tests.Engine;

/// <summary>Base of the tests that cannot run without the engine.</summary>
public abstract class EngineTest
{
    /// <summary>The user of the .NET images that is not root.</summary>
    protected const int AppUser = 1654;

    protected EngineTest(DockerEngine engine)
    {
        engine.Require();
        Engine = engine;
    }

    protected DockerEngine Engine { get; }
}
