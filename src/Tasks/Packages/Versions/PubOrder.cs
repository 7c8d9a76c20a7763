namespace ContainerGuard.Packages.Versions;

/// <summary>
/// The order of Dart's pub: that of <see cref="SemanticOrder"/>, where the build metadata decides between equal versions.
/// </summary>
internal sealed class PubOrder : SemanticOrder
{
    public override int Compare(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        var l = new SemanticVersion(left);
        var r = new SemanticVersion(right);
        var result = l.CompareTo(r);
        if (result != 0) return result;
        return l.Build.IsEmpty || r.Build.IsEmpty
            ? r.Build.IsEmpty.CompareTo(l.Build.IsEmpty)
            : SemanticVersion.CompareIdentifiers(l.Build, r.Build);
    }
}
