using ContainerGuard.Text;

namespace ContainerGuard.Analysis;

/// <summary>A finding of ShellCheck for a script in the file.</summary>
/// <param name="Code">The number after <c>SC</c>.</param>
/// <param name="IsRemark">Whether its level in ShellCheck is only style or info.</param>
/// <param name="Message">The message of ShellCheck.</param>
/// <param name="Span">The position in the file.</param>
internal sealed record ShellProblem(int Code, bool IsRemark, string Message, TextSpan Span);
