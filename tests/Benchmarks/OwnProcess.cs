using System.Diagnostics;

namespace ContainerGuard.Benchmarks;

/// <summary>Another process of this program, whichever way this one was started: by its own executable, or by <c>dotnet</c>.</summary>
internal static class OwnProcess
{
    public static Process Start(params IEnumerable<string> arguments)
    {
        var host = Environment.ProcessPath!;
        IEnumerable<string> all =
            Path.GetFileNameWithoutExtension(host) == "dotnet" ? [typeof(OwnProcess).Assembly.Location, .. arguments] : arguments;
        return Process.Start(new ProcessStartInfo(host, all) { RedirectStandardOutput = true })!;
    }
}
