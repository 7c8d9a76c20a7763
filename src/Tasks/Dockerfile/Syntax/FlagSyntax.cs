using ContainerGuard.Text;

namespace ContainerGuard.Dockerfile;

/// <summary>A <c>--name</c> or <c>--name=value</c> before an instruction's arguments.</summary>
internal sealed class FlagSyntax
{
    private readonly LogicalText _line;
    private readonly int _start;
    private readonly int _length;
    private readonly int _equalsSign;
    private readonly string? _unquoted;

    /// <param name="line">The line of the instruction.</param>
    /// <param name="start">The offset of the first dash.</param>
    /// <param name="length">The length of the flag as written.</param>
    /// <param name="unquoted">The flag without quotes and escapes; null if it has neither.</param>
    public FlagSyntax(LogicalText line, int start, int length, string? unquoted)
    {
        _line = line;
        _start = start;
        _length = length;
        _unquoted = unquoted;
        _equalsSign = line.AsSpan(start, length).IndexOf('=');
    }

    /// <summary>The name without dashes.</summary>
    public string Name => NameText.ToString();

    public TextSpan NameSpan => _line.ToSource(_start + DashCount, RawNameLength);

    public bool HasValue => Whole.Contains('=');

    /// <summary>The value without quotes; null if the flag has no equals sign.</summary>
    public string? Value => HasValue ? ValueText.ToString() : null;

    /// <summary>The place of the value; empty, at the end of the flag, if the flag has no value.</summary>
    public TextSpan ValueSpan =>
        _equalsSign < 0 ? _line.ToSource(_start + _length, 0) : _line.ToSource(_start + _equalsSign + 1, _length - _equalsSign - 1);

    public TextSpan Span => _line.ToSource(_start, _length);

    /// <summary>The place of a part of <see cref="Value"/>; the place of the whole value if the flag has quotes or escapes.</summary>
    public TextSpan GetValueSpan(int start, int length) =>
        _unquoted is null ? _line.ToSource(_start + _equalsSign + 1 + start, length) : ValueSpan;

    internal ReadOnlySpan<char> NameText
    {
        get
        {
            var whole = Whole;
            var equalsSign = whole.IndexOf('=');
            return whole[Math.Min(2, whole.Length)..(equalsSign < 0 ? whole.Length : equalsSign)];
        }
    }

    internal ReadOnlySpan<char> ValueText => Whole[(Whole.IndexOf('=') + 1)..];

    internal bool Is(string name) => NameText.SequenceEqual(name);

    private ReadOnlySpan<char> Whole => _unquoted is null ? _line.AsSpan(_start, _length) : _unquoted;

    private int DashCount => Math.Min(2, _length);

    private int RawNameLength => (_equalsSign < 0 ? _length : _equalsSign) - DashCount;
}
