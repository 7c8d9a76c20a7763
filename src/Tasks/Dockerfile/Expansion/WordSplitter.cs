using System.Text;
using ContainerGuard.Text;

namespace ContainerGuard.Dockerfile;

/// <summary>Collects the words of an expanded text. White space separates words unless it is quoted.</summary>
internal sealed class WordSplitter
{
    private readonly StringBuilder _word = new();
    private int _start;

    public List<LocatedText> Words { get; } = [];

    public void AddCharacter(char c, int at)
    {
        if (char.IsWhiteSpace(c))
        {
            Flush(at);
        }
        else
        {
            AddRaw(c, at);
        }
    }

    public void AddRaw(char c, int at)
    {
        if (_word.Length == 0)
        {
            _start = at;
        }

        _word.Append(c);
    }

    public void AddRaw(ReadOnlySpan<char> text, int at)
    {
        if (_word.Length == 0)
        {
            _start = at;
        }

        _word.Append(text);
    }

    /// <summary>Adds the value of a variable, in which white space separates words, too.</summary>
    public void AddExpanded(StringBuilder output, int outputStart, int at)
    {
        for (var i = outputStart; i < output.Length; i++)
        {
            AddCharacter(output[i], at);
        }
    }

    /// <summary>Drops the beginning of a word before a <c>${name-word}</c>, as BuildKit does.</summary>
    public void Forget() => _word.Clear();

    public void Flush(int end)
    {
        if (_word.Length == 0)
        {
            return;
        }

        Words.Add(new LocatedText(_word.ToString(), TextSpan.FromBounds(_start, Math.Max(end, _start))));
        _word.Clear();
    }
}
