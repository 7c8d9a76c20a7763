namespace ContainerGuard.Packages.Versions;

/// <summary>
/// The order of Semantic Versioning 2.0.0 (npm, crates.io, Hex), with numbers of any length. A missing number is 0; a text that follows
/// the numbers without a hyphen is a pre-release (<c>1.2.3beta</c>), and a fourth number begins the build metadata.
/// </summary>
internal class SemanticOrder : VersionOrder
{
    public override int Compare(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        var l = new SemanticVersion(left);
        var r = new SemanticVersion(right);
        return l.CompareTo(r);
    }

    public override bool Accepts(ReadOnlySpan<char> version) => new SemanticVersion(version).IsStrict;
}
