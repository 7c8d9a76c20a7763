namespace ContainerGuard.Generation.DotNet;

/// <summary>
/// Evaluates a condition (learn.microsoft.com/visualstudio/msbuild/msbuild-conditions). The answer is null if it depends on a value that is
/// not known.
/// </summary>
internal sealed class MSBuildCondition
{
    private static readonly string[] Operators = ["==", "!=", "<=", ">=", "<", ">"];

    private readonly string _text;
    private readonly MSBuildExpressions _expressions;
    private int _at;

    private MSBuildCondition(string text, MSBuildExpressions expressions)
    {
        _text = text;
        _expressions = expressions;
    }

    /// <param name="condition">The text of the attribute; null for no condition.</param>
    /// <param name="expressions">The properties.</param>
    public static bool? Test(string? condition, MSBuildExpressions expressions)
    {
        if (string.IsNullOrWhiteSpace(condition)) return true;
        var reader = new MSBuildCondition(condition, expressions);
        var answer = reader.Or();
        reader.SkipBlanks();
        return reader._at == condition.Length ? answer : null;
    }

    private bool? Or()
    {
        var answer = And();
        while (Word("or"))
        {
            var right = And();
            answer = answer == true || right == true ? true : answer is null || right is null ? null : false;
        }

        return answer;
    }

    private bool? And()
    {
        var answer = Unary();
        while (Word("and"))
        {
            var right = Unary();
            answer = answer == false || right == false ? false : answer is null || right is null ? null : true;
        }

        return answer;
    }

    private bool? Unary()
    {
        SkipBlanks();
        if (_at < _text.Length && _text[_at] == '!' && !_text.AsSpan(_at).StartsWith("!="))
        {
            _at++;
            return !Unary();
        }

        if (_at < _text.Length && _text[_at] == '(')
        {
            _at++;
            var inner = Or();
            SkipBlanks();
            if (_at < _text.Length && _text[_at] == ')') _at++;
            return inner;
        }

        return Comparison();
    }

    private bool? Comparison()
    {
        if (Word("Exists"))
        {
            var path = Argument();
            return path is null ? null : _expressions.Exists(path);
        }

        if (Word("HasTrailingSlash")) return Argument() is { } text ? text.EndsWith('/') || text.EndsWith('\\') : null;

        var left = Operand();
        SkipBlanks();
        if (_at > _text.Length) return null;
        var operation = Array.Find(Operators, one => _text.AsSpan(_at).StartsWith(one));
        if (operation is null) return left is null ? null : left.Equals("true", StringComparison.OrdinalIgnoreCase);
        _at += operation.Length;
        return MSBuildExpressions.Compare(left, operation, Operand());
    }

    private string? Argument()
    {
        SkipBlanks();
        if (_at >= _text.Length || _text[_at] != '(') return null;
        var end = MSBuildExpressions.Closing(_text, _at);
        if (end < 0) return null;
        var argument = _text[(_at + 1)..end].Trim().Trim('\'');
        _at = end + 1;
        return _expressions.Expand(argument);
    }

    private string? Operand()
    {
        SkipBlanks();
        if (_at >= _text.Length) return null;
        var start = _at;
        if (_text[_at] == '\'')
        {
            var end = QuoteEnd(_at + 1);
            if (end < 0) return Stop();
            _at = end + 1;
            return _expressions.Expand(_text[(start + 1)..end]);
        }

        if (_text[_at] == '$')
        {
            var end = _at + 1 < _text.Length ? MSBuildExpressions.Closing(_text, _at + 1) : -1;
            if (end < 0) return Stop();
            _at = end + 1;
            return _expressions.Expand(_text[start.._at]);
        }

        while (_at < _text.Length && (char.IsLetterOrDigit(_text[_at]) || _text[_at] is '.' or '-' or '_')) _at++;
        return _at == start ? Stop() : _text[start.._at];
    }

    /// <summary>The end of a quoted text, which may contain quotes inside a property function.</summary>
    private int QuoteEnd(int from)
    {
        for (var at = from; at < _text.Length; at++)
        {
            if (_text[at] == '\'') return at;
            if (!_text.AsSpan(at).StartsWith("$(")) continue;
            var end = MSBuildExpressions.Closing(_text, at + 1);
            if (end > 0) at = end;
        }

        return -1;
    }

    /// <summary>Ends the reading of a text that is not a condition.</summary>
    private string? Stop()
    {
        _at = _text.Length + 1;
        return null;
    }

    private bool Word(string word)
    {
        SkipBlanks();
        if (_at > _text.Length || !_text.AsSpan(_at).StartsWith(word, StringComparison.OrdinalIgnoreCase)) return false;
        var after = _at + word.Length;
        if (after < _text.Length && (char.IsLetterOrDigit(_text[after]) || _text[after] is '_' or '.')) return false;
        _at = after;
        return true;
    }

    private void SkipBlanks()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at])) _at++;
    }
}
