namespace ContainerGuard.Analysis;

/// <summary>Packages that register a handler for SIGTERM in every application that uses them.</summary>
internal static class SignalHandlers
{
    private static readonly string[] Packages =
    [
        "Microsoft.Extensions.Hosting", "System.CommandLine", "ConsoleAppFramework", "Topshelf", "Microsoft.Azure.Functions.Worker",
        "Amazon.Lambda.RuntimeSupport",
    ];

    /// <param name="packages">The names of the restored packages, direct and transitive.</param>
    public static bool AreIn(IEnumerable<string> packages) =>
        packages.Any(static package => Array.Exists(Packages, handler => package.Equals(handler, StringComparison.OrdinalIgnoreCase)));
}
