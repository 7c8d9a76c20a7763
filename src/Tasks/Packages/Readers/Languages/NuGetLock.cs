using ContainerGuard.Text;
namespace ContainerGuard.Packages.Readers.Languages;

/// <summary>A package of a <c>packages.lock.json</c>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">The resolved version; empty for a project.</param>
/// <param name="Type"><c>Direct</c>, <c>Transitive</c>, <c>CentralTransitive</c>, <c>Project</c>.</param>
/// <param name="Framework">The target framework.</param>
internal sealed record NuGetLockEntry(string Name, string Version, string Type, string Framework);

/// <summary>The lock file of NuGet (learn.microsoft.com, "Locking dependencies").</summary>
internal static class NuGetLock
{
    /// <exception cref="InvalidDataException">It is not JSON.</exception>
    public static IReadOnlyList<NuGetLockEntry> Parse(ReadOnlyMemory<byte> content)
    {
        using var document = JsonMembers.Parse(content);
        return
        [
            .. document.RootElement.Member("dependencies").Members().SelectMany(static framework => framework.Value.Members().Select(
                package => new NuGetLockEntry(
                    package.Name, package.Value.Text("resolved"), package.Value.Text("type"), framework.Name))),
        ];
    }
}
