using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Unit.Generation;

/// <summary>Reviewed texts, which lie in folders <c>Expected</c> beside the tests; CONTAINERGUARD_UPDATE_DOCS=1 writes them.</summary>
internal static class Reviewed
{
    /// <summary>Asserts that a Dockerfile is the one that was reviewed, byte for byte.</summary>
    /// <param name="stack">The folder of the tests.</param>
    /// <param name="name">Its name; a space becomes a hyphen.</param>
    /// <param name="text">The Dockerfile without its header.</param>
    public static void ShouldBe(string stack, string name, string text)
    {
        var path = RepositoryRoot.Combine("tests", "Unit", "Generation", stack, "Expected", $"{name.Replace(' ', '-')}.Dockerfile");
        if (Environment.GetEnvironmentVariable("CONTAINERGUARD_UPDATE_DOCS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }

        text.ShouldBe(File.ReadAllText(path).ReplaceLineEndings("\n"));
        text.ShouldNotContain("\r");
    }
}
