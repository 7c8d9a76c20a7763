using System.Globalization;
using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;
using ContainerGuard.Text;

namespace ContainerGuard.Rules.Users;

/// <summary>EXPOSE does not name a port that the file configures the process to listen on.</summary>
internal sealed class PortNotUsed : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG3011", "EXPOSE does not match the listening port", Severity.Warning);

    public override void Check(FileAnalysis file, Findings findings)
    {
        if (file.Image is not { } image || image.State.ExposedPorts.IsEmpty
            || ListeningPorts.Of(file, image.State.ExposedPorts.Select(static port => port.First)) is not { } listening)
        {
            return;
        }

        ExposedPort? first = null;
        foreach (var port in image.State.ExposedPorts)
        {
            // One match is enough: other ports may be for metrics, or for another process.
            if (listening.Ports.Any(number => number >= port.First && number <= port.Last) || IsGiven(file.Process, port)) return;
            first = port;
        }

        findings.Report(file.FromFirstLine(first!.Instruction, first.Span),
            $"EXPOSE names port {first.Text}, but {listening.Reason} makes the process listen on {WordList.And(listening.Ports)}. "
                + $"Write EXPOSE {string.Join(" ", listening.Ports)}.",
            listening.IsConvention ? Severity.Message : null);
    }

    /// <summary>Whether the command line of the process names the port.</summary>
    private static bool IsGiven(ContainerProcess? process, ExposedPort port) =>
        process?.CommandLine.Contains(port.First.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal) == true;
}
