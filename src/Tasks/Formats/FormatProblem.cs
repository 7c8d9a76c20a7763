namespace ContainerGuard.Formats;

/// <summary>The first error in the text of a data file.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Column">In characters, from 1.</param>
/// <param name="Message">One sentence, without a full stop.</param>
internal sealed record FormatProblem(int Line, int Column, string Message)
{
    /// <summary>A file's problem as the beginning of a message, which the remedy follows.</summary>
    /// <param name="file">The file, as the message names it.</param>
    public string In(string file) => $"{file} is not valid: {Message} (line {Line}, column {Column}).";
}

/// <summary>Carries a <see cref="FormatProblem"/> up to where it is reported.</summary>
internal sealed class FormatProblemException(FormatProblem problem) : Exception(problem.Message)
{
    public FormatProblem Problem { get; } = problem;
}
