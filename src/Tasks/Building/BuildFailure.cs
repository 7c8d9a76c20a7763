namespace ContainerGuard.Building;

/// <summary>Whose fault it is that there is no image.</summary>
internal enum BuildFault
{
    /// <summary>An instruction, or something else of this build.</summary>
    Build,

    /// <summary>The program, or the engine behind it, is not there.</summary>
    Missing,

    /// <summary>The program, or the builder, does not know how.</summary>
    Unable,
}

/// <summary>Why there is no image, as the program that was to build it has said.</summary>
/// <param name="Fault">Whose fault it is.</param>
/// <param name="Line">First line of the instruction, from 1; 0 where it is not about one.</param>
/// <param name="EndLine">Its last line; 0 where it is not known.</param>
/// <param name="Message">What the program says, without the words around it.</param>
/// <param name="Output">The last lines that the instruction printed.</param>
internal sealed record BuildFailure(BuildFault Fault, int Line, int EndLine, string Message, IReadOnlyList<string> Output)
{
    /// <summary>One or two sentences for a person.</summary>
    public string Text
    {
        get
        {
            var message = Message.EndsWith('.') || Message.EndsWith('?') ? Message : Message + ".";
            return Output.Count == 0 ? message : $"{message} It printed last: {string.Join(" | ", Output)}";
        }
    }
}
