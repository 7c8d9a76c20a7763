using ContainerGuard.Tests.Engine;
using ContainerGuard.Tests.Support;

[assembly: AssemblyFixture(typeof(DockerEngine))]
[assembly: AssemblyFixture(typeof(PublishedPackage))]

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
