using ContainerGuard.Text;

namespace ContainerGuard.Packages.Licenses;

/// <summary>
/// A license expression (SPDX specification 3.0, annex "SPDX license expressions"): identifiers, <c>+</c>, <c>WITH</c> an exception,
/// <c>AND</c>, <c>OR</c>, parentheses, and <c>LicenseRef-</c> for a license that is not on the list. Casing does not matter.
/// </summary>
internal ref struct SpdxExpression
{
    private static readonly Characters Id = Characters.Of("0-9a-zA-Z.-");

    private readonly ReadOnlySpan<char> _text;
    private int _position;
    private int _depth;
    private string? _problem;

    private SpdxExpression(ReadOnlySpan<char> text) => _text = text;

    /// <summary>What is wrong with an expression, as a clause; null for a valid expression.</summary>
    public static string? Problem(string text)
    {
        // Values of SPDX for an unknown license. They are not expressions, but they are intended.
        if (text is "NOASSERTION" or "NONE") return null;

        var reader = new SpdxExpression(text);
        reader.ReadAlternatives();
        return reader._problem ?? (reader.Peek() is { IsEmpty: false } rest ? $"'{rest}' is unexpected" : null);
    }

    /// <summary>AND has a higher precedence than OR, but that does not matter for validity.</summary>
    private void ReadAlternatives()
    {
        do ReadOne();
        while (_problem is null && (Take("AND") || Take("OR")));
    }

    private void ReadOne()
    {
        var word = Peek();
        if (word is "(" && _depth < 32)
        {
            Skip(word);
            _depth++;
            ReadAlternatives();
            _depth--;
            if (_problem is null && !Take(")")) _problem = "a parenthesis is not closed";
            return;
        }

        if (word.IsEmpty || word is "(" or ")")
        {
            _problem = "a license is missing";
            return;
        }

        Skip(word);
        if (!IsLicense(word)) _problem = $"'{word}' is not on the SPDX License List";
        else if (Take("WITH")) ReadException();
    }

    private void ReadException()
    {
        var word = Peek();
        Skip(word);
        if (!IsOnList(word, SpdxLicenseData.Exceptions) && !IsReference(word, "AdditionRef-"))
        {
            _problem = $"'{word}' is not on the SPDX exceptions list";
        }
    }

    private static bool IsLicense(ReadOnlySpan<char> word) =>
        IsReference(word, "LicenseRef-") || IsOnList(word.EndsWith("+") ? word[..^1] : word, SpdxLicenseData.Licenses);

    /// <summary>Whether the word is <c>LicenseRef-x</c> or <c>DocumentRef-y:LicenseRef-x</c>.</summary>
    private static bool IsReference(ReadOnlySpan<char> word, string prefix)
    {
        if (word.StartsWith("DocumentRef-") && word.IndexOf(':') is > 12 and var colon && Id.ContainAll(word[12..colon]))
        {
            word = word[(colon + 1)..];
        }

        return word.StartsWith(prefix) && word.Length > prefix.Length && Id.ContainAll(word[prefix.Length..]);
    }

    private static bool IsOnList(ReadOnlySpan<char> word, string list) =>
        !word.IsEmpty && Id.ContainAll(word) && list.AsSpan().Contains($" {word} ", StringComparison.OrdinalIgnoreCase);

    private bool Take(string word)
    {
        var next = Peek();
        if (!next.Equals(word, StringComparison.OrdinalIgnoreCase)) return false;
        Skip(next);
        return true;
    }

    /// <summary>The next word or parenthesis; empty at the end.</summary>
    private ReadOnlySpan<char> Peek()
    {
        while (_position < _text.Length && char.IsWhiteSpace(_text[_position])) _position++;
        var rest = _text[_position..];
        if (rest.IsEmpty || rest[0] is '(' or ')') return rest.IsEmpty ? rest : rest[..1];
        var end = rest.IndexOfAny(" \t()");
        return end < 0 ? rest : rest[..end];
    }

    private void Skip(ReadOnlySpan<char> word) => _position += word.Length;
}
