namespace ContainerGuard.Tool;

/// <summary>A wrong argument, or a file that cannot be used: the message is for the person, without a stack trace.</summary>
/// <param name="message">The fact and the remedy.</param>
internal sealed class ToolException(string message) : Exception(message);
