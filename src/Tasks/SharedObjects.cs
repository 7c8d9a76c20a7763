using Microsoft.Build.Framework;

namespace ContainerGuard;

/// <summary>Objects that the projects of one build share in one process, and that the engine keeps until the build ends.</summary>
internal static class SharedObjects
{
    // The engine cannot look up and register in one step.
    private static readonly Lock Turn = new();

    /// <summary>The object of a type. It is complete before another task sees it.</summary>
    /// <param name="engine">The engine of the task. An old one shares nothing.</param>
    /// <param name="create">Makes the first one.</param>
    /// <param name="part">The part of the build that shares it; empty for the whole build.</param>
    public static T Get<T>(IBuildEngine engine, Func<T> create, string part = "")
        where T : class
    {
        if (engine is not IBuildEngine4 register) return create();
        var key = KeyOf<T>(part);
        lock (Turn)
        {
            if (register.GetRegisteredTaskObject(key, RegisteredTaskObjectLifetime.Build) is T shared) return shared;
            var created = create();
            register.RegisterTaskObject(key, created, RegisteredTaskObjectLifetime.Build, allowEarlyCollection: false);
            return created;
        }
    }

    /// <summary>The engine's key. Two versions of the package in one build have different types, and do not share.</summary>
    public static object KeyOf<T>(string part = "") => (typeof(T), part);
}
