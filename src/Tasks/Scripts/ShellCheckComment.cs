namespace ContainerGuard.Scripts;

/// <summary>A finding as ShellCheck prints it: lines and columns from 1, with the end after the last character.</summary>
internal sealed record ShellCheckComment(int Line, int Column, int EndLine, int EndColumn, string Level, int Code, string Message);

/// <summary>The answer of ShellCheck for some scripts.</summary>
/// <param name="Comments">The findings of each script, in the order of the scripts.</param>
/// <param name="Problem">What went wrong and how to fix it; null if nothing did.</param>
internal sealed record ShellCheckAnswer(IReadOnlyList<ShellCheckComment>[] Comments, string? Problem);

/// <summary>A checker of shell scripts.</summary>
internal interface IShellCheck
{
    ShellCheckAnswer Check(IReadOnlyList<string> scripts, CancellationToken cancellationToken);
}
