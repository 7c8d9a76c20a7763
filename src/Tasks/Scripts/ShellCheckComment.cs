namespace ContainerGuard.Scripts;

/// <summary>A finding as ShellCheck prints it: lines and columns from 1, the end behind the last character.</summary>
internal sealed record ShellCheckComment(int Line, int Column, int EndLine, int EndColumn, string Level, int Code, string Message);

/// <summary>What ShellCheck says of some scripts.</summary>
/// <param name="Comments">For each script, in the order they were given.</param>
/// <param name="Failure">What went wrong and what to do; null when nothing did.</param>
internal sealed record ShellCheckAnswer(IReadOnlyList<ShellCheckComment>[] Comments, string? Failure);

/// <summary>Whoever checks shell scripts.</summary>
internal interface IShellCheck
{
    ShellCheckAnswer Check(IReadOnlyList<string> scripts, CancellationToken cancellation);
}
