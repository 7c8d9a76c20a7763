using ContainerGuard.Tool.Output;

namespace ContainerGuard.Tool;

/// <summary>The command <c>containerguard</c>.</summary>
internal static class Program
{
    private static Task<int> Main(string[] arguments) => CommandLine.RunAsync(arguments, ToolConsole.OfProcess());
}
