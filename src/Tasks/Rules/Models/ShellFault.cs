using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules;

/// <summary>What ShellCheck says of a script in the file.</summary>
/// <param name="Code">The number after <c>SC</c>.</param>
/// <param name="IsRemark">Whether it is no more than style or information to ShellCheck.</param>
/// <param name="Message">ShellCheck's own sentence.</param>
/// <param name="Span">The piece of the file that it is about.</param>
internal sealed record ShellFault(int Code, bool IsRemark, string Message, TextSpan Span);
