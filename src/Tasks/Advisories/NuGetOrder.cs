using NuGet.Versioning;

namespace ContainerGuard.Advisories;

/// <summary>
/// The order of NuGet's versions. A text that is not a version is below every version, and such texts compare by their bytes.
/// </summary>
internal static class NuGetOrder
{
    /// <summary>The name of the ecosystem, as OSV spells it.</summary>
    public const string Ecosystem = "NuGet";

    public static int Compare(string left, string right)
    {
        var isLeft = NuGetVersion.TryParse(left, out var first);
        var isRight = NuGetVersion.TryParse(right, out var second);
        return isLeft && isRight ? first!.CompareTo(second!)
            : isLeft != isRight ? (isLeft ? 1 : -1)
            : string.CompareOrdinal(left, right);
    }
}
