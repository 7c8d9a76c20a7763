namespace ContainerGuard.Packages.Versions;

/// <summary>
/// The order of PEP 440, with local versions. A version that it does not accept is a legacy version: it comes before all others, in the
/// order of setuptools before PEP 440 (<see cref="LegacyPythonVersion"/>).
/// </summary>
internal sealed class PythonOrder : VersionOrder
{
    public override int Compare(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        var leftIsValid = PythonVersion.TryParse(left, out var l);
        var rightIsValid = PythonVersion.TryParse(right, out var r);
        return leftIsValid && rightIsValid ? PythonVersion.Compare(l, r)
            : leftIsValid != rightIsValid ? leftIsValid.CompareTo(rightIsValid)
            : LegacyPythonVersion.Compare(left, right);
    }

    public override bool Accepts(ReadOnlySpan<char> version) => PythonVersion.TryParse(version, out _);
}
