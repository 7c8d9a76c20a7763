namespace ContainerGuard.Packages.Versions;

/// <summary>
/// The order of CRAN and Hackage: lists of numbers, separated by dots or hyphens; a list comes after its own beginning. Any other
/// character separates too.
/// </summary>
internal sealed class NumberListOrder : VersionOrder
{
    public override int Compare(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        while (true)
        {
            var leftHas = Next(ref left, out var leftNumber);
            var rightHas = Next(ref right, out var rightNumber);
            if (!leftHas || !rightHas) return leftHas.CompareTo(rightHas);
            var result = Digits.Compare(leftNumber, rightNumber);
            if (result != 0) return result;
        }
    }

    public override bool Accepts(ReadOnlySpan<char> version)
    {
        do
        {
            if (Digits.Take(ref version).IsEmpty) return false;
            if (version.IsEmpty) return true;
        }
        while (Leading.Skip(ref version, ".-"));

        return false;
    }

    private static bool Next(scoped ref ReadOnlySpan<char> version, out ReadOnlySpan<char> number)
    {
        var start = version.IndexOfAnyInRange('0', '9');
        version = start < 0 ? default : version[start..];
        number = Digits.Take(ref version);
        return !number.IsEmpty;
    }
}
