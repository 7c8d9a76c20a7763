namespace ContainerGuard.Generation.Node;

/// <summary>A value in a configuration that is a script.</summary>
/// <param name="Text">The literal; null if it is computed, or there is no such value.</param>
/// <param name="Line">The line of the computed value, from 1; else 0.</param>
internal readonly record struct ScriptValue(string? Text, int Line)
{
    public bool IsComputed => Line > 0;
}

/// <summary>
/// Finds literal values in a configuration that is JavaScript or TypeScript: <c>base: '/shop/'</c>. It reads words, texts and braces, and
/// runs nothing. A value that needs to be run is known as computed.
/// </summary>
internal sealed class ScriptSettings
{
    /// <summary>Members that the configurations of build tools have beside those that are searched.</summary>
    private static readonly string[] KnownMembers =
        ["plugins", "build", "server", "resolve", "define", "css", "test", "integrations", "adapter", "site", "devServer",
            "configureWebpack",
            "themeConfig", "presets", "experimental", "images", "reactStrictMode", "kit", "modules", "ssr", "preprocess", "optimizeDeps"];

    /// <summary>The names with which a script names its own folder.</summary>
    private static readonly string[] FolderNames = ["__dirname", "process", "cwd", "import", "meta", "dirname"];

    private readonly List<(string Text, char Kind, int Line)> _tokens = [];

    private ScriptSettings()
    {
    }

    /// <summary>The kinds of tokens: a name or number, a text, and the character itself for any other.</summary>
    private const char Name = 'n', Literal = 's';

    public static ScriptSettings Parse(string text)
    {
        var settings = new ScriptSettings();
        settings.Read(text);
        return settings;
    }

    /// <summary>Whether a name occurs anywhere, outside comments and texts.</summary>
    public bool Mentions(string name) => _tokens.Exists(token => token.Kind == Name && token.Text == name);

    /// <summary>Whether a text occurs anywhere, in quotes.</summary>
    public bool Quotes(string text) => _tokens.Exists(token => token.Kind == Literal && token.Text == text);

    /// <summary>The value of a member, by the names that lead to it. Of several with the same name the outermost counts.</summary>
    public ScriptValue this[params ReadOnlySpan<string> path]
    {
        get
        {
            var (start, end) = (0, _tokens.Count);
            for (var index = 0; index < path.Length; index++)
            {
                var at = Find(path[index], start, end, index == 0 ? RootDepth() : -1);
                if (at < 0) return default;
                if (_tokens[at + 1].Kind != ':') return new(ConstantOf(path[index]), 0);
                if (index == path.Length - 1) return Value(at + 2);
                if (at + 2 >= _tokens.Count || _tokens[at + 2].Kind != '{') return new(null, _tokens[at].Line);
                start = at + 3;
                end = EndOf(at + 2);
            }

            return default;
        }
    }

    /// <summary>The value of the outermost member with a name, wherever it is.</summary>
    public ScriptValue Anywhere(string name)
    {
        var at = Find(name, 0, _tokens.Count);
        return at < 0 ? default : _tokens[at + 1].Kind == ':' ? Value(at + 2) : new(ConstantOf(name), 0);
    }

    /// <summary>The position of the outermost <c>name:</c>, or <c>name,</c> of a constant, in a range; else -1.</summary>
    /// <param name="name">The name.</param>
    /// <param name="start">The first position.</param>
    /// <param name="end">The position after the last.</param>
    /// <param name="rootDepth">The depth of the configuration's members; -1 if it is not known.</param>
    private int Find(string name, int start, int end, int rootDepth = -1)
    {
        var (best, bestDepth, depth) = (-1, int.MaxValue, 0);
        for (var at = start; at < end; at++)
        {
            var (text, kind, _) = _tokens[at];
            if (kind is '{' or '(' or '[')
            {
                depth++;
            }
            else if (kind is '}' or ')' or ']')
            {
                depth--;
            }
            else if (text == name && depth < bestDepth && (rootDepth < 0 || depth == rootDepth) && IsMember(at))
            {
                (best, bestDepth) = (at,
                depth);
            }
        }

        return best;
    }

    private bool IsMember(int at)
    {
        if (_tokens[at].Kind is not (Name or Literal) || at == 0 || at + 1 >= _tokens.Count) return false;
        var (before, after) = (_tokens[at - 1].Kind, _tokens[at + 1].Kind);
        return (after == ':' && before is '{' or ',') || (after is ',' or '}' && before is '{' or ','
            && ConstantOf(_tokens[at].Text) is not null);
    }

    /// <summary>The depth of the members of the configuration: that of the outermost known name; -1 if it has none.</summary>
    private int RootDepth()
    {
        var (best, depth) = (int.MaxValue, 0);
        for (var at = 0; at < _tokens.Count; at++)
        {
            var (text, kind, _) = _tokens[at];
            if (kind is '{' or '(' or '[') depth++;
            else if (kind is '}' or ')' or ']') depth--;
            else if (depth < best && Array.IndexOf(KnownMembers, text) >= 0 && IsMember(at)) best = depth;
        }

        return best == int.MaxValue ? -1 : best;
    }

    private int EndOf(int open)
    {
        var depth = 0;
        for (var at = open; at < _tokens.Count; at++)
        {
            if (_tokens[at].Kind is '{' or '(' or '[') depth++;
            else if (_tokens[at].Kind is '}' or ')' or ']' && --depth == 0) return at;
        }

        return _tokens.Count;
    }

    private ScriptValue Value(int at)
    {
        if (at >= _tokens.Count) return default;
        var (text, kind, line) = _tokens[at];
        var next = at + 1 < _tokens.Count ? _tokens[at + 1].Kind : '}';
        var isEnd = next is ',' or '}' or ')' or ';' || (at + 1 < _tokens.Count && _tokens[at + 1].Line > line && next is Name or Literal);
        if (isEnd && kind == Literal) return new(text, 0);
        if (isEnd && kind == Name && text is "true" or "false" or "undefined") return new(text == "undefined" ? null : text, 0);
        if (isEnd && kind == Name && ConstantOf(text) is { } constant) return new(constant, 0);

        if (FolderCall(at) is { } folder) return new(folder, 0);

        // process.env.NAME || '/': the image's build does not set the variable.
        if (kind == Name && text == "process" && Default(at) is { } byDefault) return new(byDefault, 0);
        return InProduction(at) is { } value ? new(value, 0) : new(null, line);
    }

    /// <summary>
    /// <c>path.resolve(__dirname, '../dist')</c>: the path from the configuration's folder, after a slash. Null for any other call.
    /// </summary>
    private string? FolderCall(int at)
    {
        if (at + 2 < _tokens.Count && _tokens[at].Text is "path" or "Path" && _tokens[at + 1].Kind == '.') at += 2;
        if (at + 2 >= _tokens.Count || _tokens[at].Text is not ("resolve" or "join") || _tokens[at + 1].Kind != '(') return null;
        var end = EndOf(at + 1);
        var parts = new List<string>();
        for (var index = at + 2; index < end; index++)
        {
            var (text, kind, _) = _tokens[index];
            if (kind == Literal) parts.Add(text);
            else if (kind == Name && Array.IndexOf(FolderNames, text) < 0) return null;
        }

        return ContextPath.InContainer("/", string.Join('/', parts));
    }

    /// <summary><c>const base = '/shop/'</c>.</summary>
    private string? ConstantOf(string name)
    {
        for (var at = 1; at + 2 < _tokens.Count; at++)
        {
            if (_tokens[at] is (var text, Name, _) && text == name && _tokens[at + 1].Kind == '=' && _tokens[at + 2].Kind == Literal
                && _tokens[at - 1].Text is "const" or "let" or "var")
            {
                return at + 3 >= _tokens.Count || _tokens[at + 3].Kind is ';' or ',' || _tokens[at + 3].Line > _tokens[at + 2].Line
                    ? _tokens[at + 2].Text
                    : null;
            }
        }

        return null;
    }

    /// <summary>The text after <c>||</c> or <c>??</c> of an environment variable that has no other use.</summary>
    private string? Default(int at) =>
        at + 7 < _tokens.Count && _tokens[at + 2].Text == "env" && _tokens[at + 4].Kind == Name && _tokens[at + 5].Kind is '|' or '?'
            && _tokens[at + 6].Kind == _tokens[at + 5].Kind && _tokens[at + 7].Kind == Literal
            && _tokens[at + 4].Text != "NODE_ENV"
            ? _tokens[at + 7].Text
            : null;

    /// <summary>The first branch of <c>mode === 'production' ? a : b</c>, and of <c>command === 'build' ? a : b</c>.</summary>
    private string? InProduction(int at)
    {
        var end = Math.Min(at + 12, _tokens.Count - 3);
        for (var index = at; index < end; index++)
        {
            if (_tokens[index].Kind == ',') return null;
            if (_tokens[index] is not (_, '?', _)) continue;
            var isProduction = _tokens[index - 1] is ("production" or "build", Literal, _) && _tokens[index - 2].Kind == '='
                && _tokens[index - 5].Kind is not ('|' or '&');
            if (!isProduction || index + 3 >= _tokens.Count || _tokens[index + 2].Kind != ':') return null;
            var isNegated = _tokens[index - 4].Kind == '!' || _tokens[index - 3].Kind == '!';
            var chosen = _tokens[isNegated ? index + 3 : index + 1];
            return chosen.Kind == Literal ? chosen.Text : null;
        }

        return null;
    }

    private void Read(string text)
    {
        var line = 1;
        for (var at = 0; at < text.Length;)
        {
            var character = text[at];
            if (character == '\n') line++;
            if (char.IsWhiteSpace(character))
            {
                at++;
            }
            else if (character == '/' && at + 1 < text.Length && text[at + 1] is '/' or '*')
            {
                var end = text[at + 1] == '/' ? text.IndexOf('\n', at) : text.IndexOf("*/", at + 2, StringComparison.Ordinal);
                var after = end < 0 ? text.Length : text[at + 1] == '/' ? end : end + 2;
                for (; at < after; at++) line += text[at] == '\n' ? 1 : 0;
            }
            else if (character is '"' or '\'' or '`')
            {
                at = ReadText(text, at, ref line);
            }
            else if (IsPartOfName(character))
            {
                var start = at;
                while (at < text.Length && IsPartOfName(text[at])) at++;
                _tokens.Add((text[start..at], Name, line));
            }
            else
            {
                _tokens.Add((text[at..(at + 1)], character, line));
                at++;
            }
        }
    }

    private int ReadText(string text, int start, ref int line)
    {
        var first = line;
        var quote = text[start];
        var at = start + 1;
        var isPlain = true;
        for (; at < text.Length && text[at] != quote; at++)
        {
            if (text[at] == '\n') line++;
            if (text[at] == '\\') at++;
            isPlain &= at < text.Length && text[at] is not '\\' && !(quote == '`' && text[at] == '$');
        }

        var end = Math.Min(at, text.Length);
        _tokens.Add((text[(start + 1)..end], isPlain ? Literal : '`', first));
        return at + 1;
    }

    private static bool IsPartOfName(char character) => char.IsAsciiLetterOrDigit(character) || character is '_' or '$';
}
