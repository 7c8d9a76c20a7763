using System.Buffers;
using System.Text;
using ContainerGuard.Text;

namespace ContainerGuard.Analysis.Built.Readers;

/// <summary>
/// Searches a stream of bytes for secrets by their shape. One pass over the bytes finds the literals that every shape has; only the text
/// around one is decoded and compared with the shapes.
/// </summary>
internal sealed class SecretScanner
{
    /// <summary>What the shapes look at before and after a literal, in characters.</summary>
    private const int Before = 320;
    private const int After = 700;
    private const int Step = 64 * 1024;

    /// <summary>A file with more is data, not configuration.</summary>
    private const int Most = 20;

    private static readonly LiteralSearch Literals = new(SecretShapes.Literals);
    private static readonly Characters TokenCharacters = Characters.Of("0-9A-Za-z_-");

    private readonly List<SecretNote> _found = [];
    private readonly string _member;
    private readonly bool _onlyTokens;
    private byte[] _text = ArrayPool<byte>.Shared.Rent(Before + After + Step);
    private int _length;

    /// <summary>The place in the text up to which literals were looked at.</summary>
    private int _looked;

    /// <summary>The place up to which lines were counted, and their number.</summary>
    private int _counted;
    private int _line = 1;

    /// <summary>The end of the last secret.</summary>
    private int _end;

    /// <param name="member">The file in an archive; empty for the file itself.</param>
    /// <param name="onlyTokens">
    /// Whether passwords, private keys and JSON Web Tokens are left out, as in published packages: they are examples there.
    /// </param>
    public SecretScanner(string member = "", bool onlyTokens = false) => (_member, _onlyTokens) = (member, onlyTokens);

    public void Write(ReadOnlySpan<byte> piece)
    {
        while (!piece.IsEmpty && _found.Count < Most)
        {
            if (_length == _text.Length) Advance();
            var count = Math.Min(piece.Length, _text.Length - _length);
            piece[..count].CopyTo(_text.AsSpan(_length));
            _length += count;
            piece = piece[count..];
            if (_length == _text.Length) Scan(isLast: false);
        }
    }

    /// <summary>The secrets, at the end of the file. Nothing can be written afterwards.</summary>
    public IReadOnlyList<SecretNote> Finish()
    {
        Scan(isLast: true);
        ArrayPool<byte>.Shared.Return(_text);
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
        _line += _text.AsSpan(_counted, to - _counted).Count((byte)'\n');
        _counted = to;
    }

    private void Scan(bool isLast)
    {
        var limit = isLast ? _length : _length - After;
        while (_looked < limit && _found.Count < Most)
        {
            var at = Literals.Find(_text.AsSpan(0, _length), _looked, out var literal);
            if (at < 0 || at >= limit)
            {
                _looked = Math.Max(_looked, limit);
                return;
            }

            _looked = at + 1;
            if (at >= _end && MayBeSecret(at, literal)) Look(at);
        }
    }

    /// <summary>Cheap reasons why a frequent literal is not the beginning of a secret.</summary>
    private bool MayBeSecret(int at, int literal)
    {
        var text = _text.AsSpan(at, Math.Min(After, _length - at));
        switch (text[0])
        {
            case (byte)':':
                // A password in a URL: an at sign before the end of the authority.
                var end = text[3..].IndexOf((byte)'@');
                return end > 0 && SecretShapes.IsUserInfo(text.Slice(3, end));
            case (byte)'-':
                return text[1] == '-' || IsKeyOfRegion(at);
            case (byte)'P' or (byte)'p' when text is [_, (byte)'a' or (byte)'A' or (byte)'w' or (byte)'W', ..]:
                // In a connection string, another key comes before a password.
                return _text.AsSpan(0, at).TrimEnd((byte)' ') is [.., (byte)';'];
            default:
                return literal >= SecretShapes.TokenPrefixes.Count
                    || (!(at > 0 && TokenCharacters.Contain((char)_text[at - 1])) && HasTokenLength(text));
        }
    }

    /// <summary>MailChimp: 32 hexadecimal digits before <c>-us12</c>.</summary>
    private bool IsKeyOfRegion(int at)
    {
        if (at < 32) return false;
        foreach (var digit in _text.AsSpan(at - 32, 32))
        {
            if (!Characters.LowerHexadecimal.Contain((char)digit)) return false;
        }

        return true;
    }

    private static bool HasTokenLength(ReadOnlySpan<byte> text)
    {
        const int Shortest = 16;
        var length = 0;
        while (length < text.Length && length < Shortest && TokenCharacters.Contain((char)text[length])) length++;
        return length == Shortest || length == text.Length || text[length] == '.';
    }

    private void Look(int at)
    {
        var start = Math.Max(0, at - Before);
        var window = Encoding.Latin1.GetString(_text, start, Math.Min(_length, at + After) - start);
        foreach (var secret in SecretShapes.Find(window))
        {
            var place = start + secret.Span.Start;
            if (_onlyTokens && (!secret.IsToken || secret.Description == SecretShapes.WebToken)) continue;
            // Others have their own literals.
            if (place < _end || start + secret.Span.End <= at) continue;
            CountLines(place);
            _found.Add(new SecretNote(secret.Description, _line, secret.Span.Length, _member));
            _end = start + secret.Span.End;
            if (_found.Count == Most) return;
            if (place > at) break;
        }
    }
}
