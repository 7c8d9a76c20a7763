using System.Buffers;
using System.Text;
using ContainerGuard.Text;

namespace ContainerGuard.Analysis.Built.Readers;

/// <summary>
/// Searches a stream of bytes for secrets by their shape. A vectorized search finds the literals that every shape has; only the text around
/// one is compared with the shapes.
/// </summary>
internal sealed class SecretScanner
{
    /// <summary>What the shapes look at before and after a literal, in characters.</summary>
    private const int Before = 320;
    private const int After = 700;
    private const int Step = 64 * 1024;

    /// <summary>A file with more is data, not configuration.</summary>
    private const int Most = 20;

    private static readonly SearchValues<string> Literals = SearchValues.Create([.. SecretShapes.Literals], StringComparison.Ordinal);
    private static readonly Characters TokenCharacters = Characters.Of("0-9A-Za-z_-");

    private static readonly SearchValues<char> AuthorityEnd = SearchValues.Create("@/ \t\r\n\"'`\\?#");

    private readonly List<SecretNote> _found = [];
    private readonly string _member;
    private char[] _text = ArrayPool<char>.Shared.Rent(Before + After + Step);
    private int _length;

    /// <summary>The place in the text up to which literals were looked at.</summary>
    private int _looked;

    /// <summary>The place up to which lines were counted, and their number.</summary>
    private int _counted;
    private int _line = 1;

    /// <summary>The end of the last secret.</summary>
    private int _end;

    /// <param name="member">The file in an archive; empty for the file itself.</param>
    public SecretScanner(string member = "") => _member = member;

    public void Write(ReadOnlySpan<byte> piece)
    {
        while (!piece.IsEmpty && _found.Count < Most)
        {
            if (_length == _text.Length) Advance();
            var count = Math.Min(piece.Length, _text.Length - _length);
            Encoding.Latin1.GetChars(piece[..count], _text.AsSpan(_length));
            _length += count;
            piece = piece[count..];
            if (_length == _text.Length) Scan(isLast: false);
        }
    }

    /// <summary>The secrets, at the end of the file. Nothing can be written afterwards.</summary>
    public IReadOnlyList<SecretNote> Finish()
    {
        Scan(isLast: true);
        ArrayPool<char>.Shared.Return(_text);
        _text = [];
        return _found;
    }

    private void Advance()
    {
        var from = Math.Max(0, _looked - Before);
        CountLines(from);
        _text.AsSpan(from, _length - from).CopyTo(_text);
        _length -= from;
        _looked -= from;
        _end = Math.Max(0, _end - from);
        _counted = Math.Max(0, _counted - from);
    }

    private void CountLines(int to)
    {
        if (to <= _counted) return;
        _line += _text.AsSpan(_counted, to - _counted).Count('\n');
        _counted = to;
    }

    private void Scan(bool isLast)
    {
        var limit = isLast ? _length : _length - After;
        while (_looked < limit && _found.Count < Most)
        {
            var next = _text.AsSpan(_looked, _length - _looked).IndexOfAny(Literals);
            if (next < 0 || _looked + next >= limit)
            {
                _looked = Math.Max(_looked, limit);
                return;
            }

            var at = _looked + next;
            _looked = at + 1;
            if (at >= _end && MayBeSecret(at)) Look(at);
        }
    }

    /// <summary>Cheap reasons why a frequent literal is not the beginning of a secret.</summary>
    private bool MayBeSecret(int at)
    {
        var text = _text.AsSpan(at, Math.Min(After, _length - at));
        switch (text[0])
        {
            case ':':
                // A password in a URL: an at sign before the end of the authority.
                var end = text[3..].IndexOfAny(AuthorityEnd);
                return end > 0 && text[end + 3] == '@' && text.Slice(3, end).Contains(':');
            case '-':
                return text.Length > 1 && (text[1] == '-' || IsKeyOfRegion(at, text));
            case 'P' or 'p' when text is [_, 'a' or 'A' or 'w' or 'W', ..]:
                // In a connection string, another key comes before a password.
                return _text.AsSpan(0, at).TrimEnd(' ').EndsWith(';');
            default:
                return !IsTokenPrefix(text) || (!(at > 0 && TokenCharacters.Contain(_text[at - 1])) && HasTokenLength(text));
        }
    }

    /// <summary>MailChimp: 32 hexadecimal digits before <c>-us12</c>.</summary>
    private bool IsKeyOfRegion(int at, ReadOnlySpan<char> text) =>
        at >= 32 && text.Length > 3 && char.IsAsciiDigit(text[3]) && Characters.LowerHexadecimal.ContainAll(_text.AsSpan(at - 32, 32));

    private static bool IsTokenPrefix(ReadOnlySpan<char> text)
    {
        foreach (var prefix in SecretShapes.TokenPrefixes)
        {
            if (text.StartsWith(prefix)) return true;
        }

        return false;
    }

    private static bool HasTokenLength(ReadOnlySpan<char> text)
    {
        var length = TokenCharacters.FirstOther(text[..Math.Min(text.Length, 32)]);
        return length < 0 || length >= 16 || (length < text.Length && text[length] == '.');
    }

    private void Look(int at)
    {
        var start = Math.Max(0, at - Before);
        var window = new string(_text, start, Math.Min(_length, at + After) - start);
        foreach (var secret in SecretShapes.Find(window))
        {
            var place = start + secret.Span.Start;
            // Others have literals of their own.
            if (place < _end || start + secret.Span.End <= at) continue;
            CountLines(place);
            _found.Add(new SecretNote(secret.Description, _line, secret.Span.Length, _member));
            _end = start + secret.Span.End;
            if (_found.Count == Most) return;
            if (place > at) break;
        }
    }
}
