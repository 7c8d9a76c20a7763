namespace ContainerGuard.Dockerfile;

/// <summary>A <c>&lt;&lt;NAME</c> and the lines that belong to it.</summary>
/// <param name="Name">The terminator without quotes.</param>
/// <param name="WordSpan">The <c>&lt;&lt;NAME</c> in the instruction's line.</param>
/// <param name="Expands">Whether variables in it are expanded: no part of the name is quoted.</param>
/// <param name="StripsTabs">Whether it is <c>&lt;&lt;-</c>.</param>
/// <param name="ContentSpan">The lines of the body with their line endings; empty if there are none.</param>
/// <param name="TerminatorSpan">The terminating line without its line ending; empty when it is missing.</param>
/// <param name="IsTerminated">Whether the terminating line is there.</param>
internal sealed record HeredocSyntax(
    string Name, TextSpan WordSpan, bool Expands, bool StripsTabs, TextSpan ContentSpan, TextSpan TerminatorSpan, bool IsTerminated);
