using ContainerGuard.Text;

namespace ContainerGuard.Dockerfile;

/// <summary>A heredoc: a <c>&lt;&lt;NAME</c> and the lines that belong to it.</summary>
/// <param name="Name">The terminator without quotes.</param>
/// <param name="WordSpan">The <c>&lt;&lt;NAME</c> in the line of the instruction.</param>
/// <param name="Expands">Whether the builder expands variables in the text: no part of the name is quoted.</param>
/// <param name="StripsTabs">Whether it is written with <c>&lt;&lt;-</c>.</param>
/// <param name="ContentSpan">The lines of the body with their line endings; empty for a heredoc without lines.</param>
/// <param name="TerminatorSpan">The terminating line without its line ending; empty if it is missing.</param>
/// <param name="IsTerminated">Whether the terminating line exists.</param>
internal sealed record HeredocSyntax(
    string Name, TextSpan WordSpan, bool Expands, bool StripsTabs, TextSpan ContentSpan, TextSpan TerminatorSpan, bool IsTerminated);
