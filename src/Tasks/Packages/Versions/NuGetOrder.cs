using System.Globalization;

namespace ContainerGuard.Packages.Versions;

/// <summary>
/// The order of NuGet: up to four numbers, then the labels of a pre-release without case; metadata after <c>+</c> is ignored. It equals
/// NuGet.Versioning's order where that can read a version, and continues it for numbers of any length. Like there, a label that exceeds
/// 32 bits is a text. Further numbers also compare as numbers; a text after the numbers is a label, with or without a hyphen.
/// </summary>
internal sealed class NuGetOrder : VersionOrder
{
    public override int Compare(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        left = WithoutMetadata(left);
        right = WithoutMetadata(right);
        var result = CompareNumbers(ref left, ref right);
        if (result != 0) return result;

        var isRelease = left.IsEmpty;
        if (isRelease || right.IsEmpty) return isRelease.CompareTo(right.IsEmpty);
        while (!left.IsEmpty && !right.IsEmpty)
        {
            result = CompareLabels(Leading.TakeUntil(ref left, '.'), Leading.TakeUntil(ref right, '.'));
            if (result != 0) return result;
        }

        return left.Length - right.Length;
    }

    public override bool Accepts(ReadOnlySpan<char> version)
    {
        version = version.Trim();
        if (version.IndexOf('+') is >= 0 and var plus)
        {
            if (!AreLabels(version[(plus + 1)..])) return false;
            version = version[..plus];
        }

        var numbers = 0;
        do
        {
            if (Digits.Take(ref version).IsEmpty || ++numbers > 4) return false;
        }
        while (Leading.Skip(ref version, "."));

        return version.IsEmpty || (Leading.Skip(ref version, "-") && AreLabels(version));
    }

    private static ReadOnlySpan<char> WithoutMetadata(ReadOnlySpan<char> version) => Leading.TakeUntil(ref version, '+').Trim();

    /// <summary>Takes the numbers of both, and the hyphen after them. Missing numbers are 0.</summary>
    private static int CompareNumbers(scoped ref ReadOnlySpan<char> left, scoped ref ReadOnlySpan<char> right)
    {
        var result = 0;
        bool leftHas, rightHas;
        do
        {
            leftHas = TakeNumber(ref left, out var leftNumber);
            rightHas = TakeNumber(ref right, out var rightNumber);
            if (result == 0) result = Digits.Compare(leftNumber, rightNumber);
        }
        while (result == 0 && (leftHas || rightHas));

        Leading.Skip(ref left, "-");
        Leading.Skip(ref right, "-");
        return result;
    }

    private static bool TakeNumber(scoped ref ReadOnlySpan<char> version, out ReadOnlySpan<char> number)
    {
        number = Digits.Take(ref version);
        if (number.IsEmpty) return false;
        if (version.Length > 1 && version[0] == '.' && char.IsAsciiDigit(version[1])) version = version[1..];
        return true;
    }

    private static int CompareLabels(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        var leftIsNumber = int.TryParse(left, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var leftNumber);
        var rightIsNumber = int.TryParse(right, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var rightNumber);
        return leftIsNumber && rightIsNumber ? leftNumber.CompareTo(rightNumber)
            : leftIsNumber != rightIsNumber ? (leftIsNumber ? -1 : 1)
            : left.CompareTo(right, StringComparison.OrdinalIgnoreCase);
    }

    private static bool AreLabels(ReadOnlySpan<char> text)
    {
        var mayEnd = false;
        foreach (var character in text)
        {
            if (!char.IsAsciiLetterOrDigit(character) && character != '-' && !(character == '.' && mayEnd)) return false;
            mayEnd = character != '.';
        }

        return mayEnd;
    }
}
