namespace ContainerGuard.Dockerfile;

/// <summary>A <c>--name</c> or <c>--name=value</c> before an instruction's arguments.</summary>
internal sealed class FlagSyntax
{
    private readonly LogicalText _line;
    private readonly int _start;
    private readonly int _length;
    private readonly int _equalsSign;
    private readonly string? _unquoted;

    /// <param name="line">The instruction's line.</param>
    /// <param name="start">Where the first dash is.</param>
    /// <param name="length">How long the flag is, as written.</param>
    /// <param name="unquoted">The flag without quotes and escapes, when it has any.</param>
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

    /// <summary>The value without quotes; null when there is no equals sign.</summary>
    public string? Value => HasValue ? ValueText.ToString() : null;

    /// <summary>Where the value is written; empty at the flag's end when there is none.</summary>
    public TextSpan ValueSpan =>
        _equalsSign < 0 ? _line.ToSource(_start + _length, 0) : _line.ToSource(_start + _equalsSign + 1, _length - _equalsSign - 1);

    public TextSpan Span => _line.ToSource(_start, _length);

    /// <summary>Where a stretch of <see cref="Value"/> is written; the whole value if quotes or escapes hide it.</summary>
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
