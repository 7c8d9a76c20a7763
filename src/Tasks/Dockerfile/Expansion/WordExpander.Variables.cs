using System.Collections.Immutable;

namespace ContainerGuard.Dockerfile;

/// <summary>Expands the text after a dollar sign: <c>$name</c>, <c>${name}</c>, and the modifiers after a name.</summary>
internal sealed partial class WordExpander
{
    private const long MaximumMatchingWork = 1 << 26;

    private void ReadDollar(ReadOnlySpan<char> word)
    {
        var start = _at++;
        if (_at < word.Length && word[_at] == '{')
        {
            _at++;
            ReadBraced(word, start);
            return;
        }

        var outputStart = _output.Length;
        var name = VariableName.Read(word, ref _at);
        if (name.IsEmpty)
        {
            _output.Append('$');
        }
        else
        {
            var variable = Find(name.ToString());
            if (variable is null && _options.HasFlag(Options.KeepUnset))
            {
                _output.Append('$').Append(name);
            }
            else
            {
                AppendValue(variable?.Value);
            }
        }

        if (_frame.Kind == FrameKind.Root)
        {
            _words?.AddExpanded(_output, outputStart, start);
        }
    }

    /// <summary>Reads the text after <c>${</c>.</summary>
    private void ReadBraced(ReadOnlySpan<char> word, int start)
    {
        if (_at == word.Length)
        {
            _error = "the closing '}' is missing after '${'";
            return;
        }

        if (word[_at] is '{' or '}' or ':')
        {
            _error = $"in '${{{word[_at]}', a variable name must follow '${{'";
            return;
        }

        var name = VariableName.Read(word, ref _at).ToString();
        var modifierStart = _at;
        var c = _at < word.Length ? word[_at++] : '\0';
        var nullIsUnset = c == ':';
        if (nullIsUnset)
        {
            c = _at < word.Length ? word[_at++] : '\0';
        }

        var modifier = word[modifierStart.._at];

        var outputStart = _output.Length;
        if (c == '}' && !nullIsUnset)
        {
            var variable = Find(name);
            if (variable is null && _options.HasFlag(Options.KeepUnset))
            {
                _output.Append("${").Append(name).Append('}');
            }
            else
            {
                AppendValue(variable?.Value);
            }

            if (_frame.Kind == FrameKind.Root)
            {
                _words?.AddExpanded(_output, outputStart, start);
            }

            return;
        }

        if (c == '\0' && _at == word.Length)
        {
            _error = $"the closing '}}' is missing after '${{{name}'";
            return;
        }

        var isTrim = c is '#' or '%';
        var isReplace = c == '/' && !nullIsUnset;
        if ((isTrim && nullIsUnset) || (!nullIsUnset && !isTrim && !isReplace && c is not ('+' or '-' or '?')))
        {
            _error = Substitution.UnsupportedModifier(name, modifier);
            return;
        }

        // Without --build-arg, a variable without a value gives way to the word. An image that was not inspected hardly sets it.
        var wasKnown = _isKnown;
        var found = Find(name);
        if (c == '-' && found?.Value is null) _isKnown = wasKnown;
        var isKept = found is null && _options.HasFlag(Options.KeepUnset);
        _words?.Forget();
        Push(isReplace ? FrameKind.Pattern : FrameKind.Word, start);
        _frame.Name = name;
        _frame.Variable = found;
        _frame.IsKept = isKept;
        _frame.Modifier = c;
        _frame.NullIsUnset = nullIsUnset;
        _frame.KeepsEscapes = isTrim || isReplace;
        if (isReplace && _at < word.Length && word[_at] == '/')
        {
            _frame.ReplacesAll = true;
            _at++;
        }

        if (isKept)
        {
            _output.Append("${").Append(name).Append(modifier);
        }

        _frame.WordStart = _output.Length;
    }

    private void ClosePattern()
    {
        if (_frame.IsKept)
        {
            _output.Append('/');
        }
        else
        {
            _frame.Pattern = _output.ToString(_frame.WordStart, _output.Length - _frame.WordStart);
            _output.Length = _frame.WordStart;
        }

        _words?.Forget();
        _frame.Kind = FrameKind.Replacement;
    }

    private void CloseBrace()
    {
        if (_frame.IsKept)
        {
            _output.Append('}');
        }
        else if (_frame.Kind == FrameKind.Replacement)
        {
            Replace();
        }
        else
        {
            ApplyModifier();
        }

        var closed = Pop();
        AddOutputToWords(closed, splits: true);
    }

    private void Replace()
    {
        var replacement = TakeWord();
        var value = _frame.Variable?.Value ?? "";
        if (!TryTake(value, (long)(_frame.Pattern!.Length + 1) * (replacement.Length + 1)))
        {
            return;
        }

        _error = Substitution.Replace(value, _frame.Pattern, replacement, _frame.ReplacesAll, out var result);
        AppendValue(result);
    }

    private void ApplyModifier()
    {
        var value = _frame.Variable?.Value;
        var isSet = value is not null && !(_frame.NullIsUnset && value.Length == 0);
        switch (_frame.Modifier)
        {
            // The output already contains the word.
            case '-' when !isSet:
            case '+' when isSet:
                break;
            case '-' or '?' when isSet:
                _output.Length = _frame.WordStart;
                AppendValue(value);
                break;
            case '+':
                _output.Length = _frame.WordStart;
                break;
            case '?' when _frame.Variable is null && _variables.MayHaveOthers:
                _output.Length = _frame.WordStart;
                break;
            case '?':
                _error = Substitution.Required(_frame.Name!, TakeWord(), isEmpty: value is not null);
                break;
            case '#' or '%':
                var word = TakeWord();
                if (!TryTake(value ?? "", word.Length + 1))
                {
                    break;
                }

                _error = Substitution.Trim(_frame.Modifier, value ?? "", word, out var result);
                AppendValue(result);
                break;
            default:
                _error = Substitution.UnsupportedModifier(_frame.Name!, $"{(_frame.NullIsUnset ? ":" : "")}{_frame.Modifier}");
                break;
        }
    }

    private void AppendValue(string? value)
    {
        if (value is null)
        {
            return;
        }

        if (_output.Length + value.Length <= ExpansionBudget.MaximumLength && _budget?.TryTake(value.Length) != false)
        {
            _output.Append(value);
        }
        else
        {
            _isKnown = false;
        }
    }

    /// <summary>Whether the budget allows to match a value against a pattern.</summary>
    private bool TryTake(string value, long factor)
    {
        var work = value.Length * factor;
        var isAllowed = work <= MaximumMatchingWork && _budget?.TryTake(work / 16) != false;
        _isKnown &= isAllowed;
        return isAllowed;
    }

    private string TakeWord()
    {
        var word = _output.ToString(_frame.WordStart, _output.Length - _frame.WordStart);
        _output.Length = _frame.WordStart;
        return word;
    }

    private VariableValue? Find(string name)
    {
        _hasVariables = true;
        var variable = _variables.Find(name);
        if (variable is { IsKnown: false })
        {
            _isKnown = false;
        }

        if (variable?.Value is not null)
        {
            Add(ref _used, name);
            return variable;
        }

        if (variable is null)
        {
            if (_variables.MayHaveOthers)
            {
                _isKnown = false;
            }

            Add(ref _undefined, name);
        }

        return null;
    }

    private static void Add(ref ImmutableArray<string>.Builder? names, string name)
    {
        names ??= ImmutableArray.CreateBuilder<string>(1);

        // Names are usually few. A text that repeats thousands of different names must not take quadratic time.
        if (names.Count < 64 ? !names.Contains(name) : names[^1] != name)
        {
            names.Add(name);
        }
    }
}
