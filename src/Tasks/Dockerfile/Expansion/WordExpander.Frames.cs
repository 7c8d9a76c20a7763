namespace ContainerGuard.Dockerfile;

/// <summary>The stack of open quotes and substitutions.</summary>
internal sealed partial class WordExpander
{
    private void Push(FrameKind kind, int inputStart)
    {
        var keepsEscapes = _frame.KeepsEscapes;
        if (_depth == _outerFrames.Length)
        {
            GrowFrames();
        }

        _outerFrames[_depth++] = _frame;
        _frame = new Frame
        {
            Kind = kind,
            KeepsEscapes = keepsEscapes,
            InputStart = inputStart,
            OutputStart = _output.Length,
            WordStart = _output.Length,
        };
    }

    private void GrowFrames()
    {
        var frames = new Frame[Math.Max(4, _depth * 2)];
        Array.Copy(_outerFrames, frames, _depth);
        _outerFrames = frames;
    }

    private Frame Pop()
    {
        var closed = _frame;
        _frame = _outerFrames[--_depth];
        return closed;
    }

    private struct Frame
    {
        public FrameKind Kind;
        public bool KeepsEscapes;
        public bool NullIsUnset;
        public bool ReplacesAll;
        public bool IsKept;
        public char Modifier;
        public int InputStart;
        public int OutputStart;
        public int WordStart;
        public string? Name;
        public string? Pattern;
        public VariableValue? Variable;
    }
}
