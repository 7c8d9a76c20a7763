using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;
using ContainerGuard.Text;

namespace ContainerGuard.Rules.Processes;

/// <summary>
/// A HEALTHCHECK connects to a port of its own container on which the application does not listen: the container is always unhealthy.
/// </summary>
internal sealed class HealthcheckOfOtherPort : Rule
{
    private static readonly char[] Ends = [' ', '"', '\'', '/', '|', ';', '&', ')', ',', ']', '?', '\\', '\n', '\t'];

    public override RuleDescriptor Descriptor { get; } =
        new("CG6035", "HEALTHCHECK connects to a port that the app does not use", Severity.Warning);

    public override void Check(FileAnalysis file, Findings findings)
    {
        if (file.Image is not { } image
            || image.State.Healthcheck is not { Origin: SettingOrigin.File, Instruction: { HealthcheckType: { } type } check }
            || type.TextEquals("NONE"))
        {
            return;
        }

        var asked = PortsIn(check.Command?.Text ?? string.Join(' ', check.Arguments.Select(static word => word.Value)));
        if (asked.Count == 0 || PortsOf(file, image, asked) is not ({ } reason, { } ports) || asked.Exists(ports.Contains)) return;

        findings.Report(check.HeaderSpan,
            $"HEALTHCHECK connects to port {asked[0]}, but {reason} makes the application listen on "
                + $"{WordList.And(ports.Order())}. Use port {ports.Order().First()}.");
    }

    /// <summary>The ports that the application listens on, with their reason.</summary>
    private static (string Reason, IReadOnlyCollection<int> Ports)? PortsOf(FileAnalysis file, FinalImage image, List<int> asked)
    {
        if (file.App is { IsWeb: true, ChoosesAddresses: false } app && file.Start is { } start && app.IsStartedBy(start)
            && app.AddressesIn(image, file.Process) is { Count: > 0 } addresses)
        {
            HashSet<int> ports = [];
            foreach (var address in addresses)
            {
                if (ListenAddress.In(address.Url) is not { } parsed) return null;
                ports.UnionWith(parsed.Select(static one => one.Port));
            }

            return (addresses[0].File, ports);
        }

        return ListeningPorts.Of(file, asked) is { IsConvention: false } listening ? (listening.Reason, listening.Ports) : null;
    }

    /// <summary>The ports of the addresses of the container itself; empty if a variable decides one.</summary>
    private static List<int> PortsIn(string command)
    {
        List<int> ports = [];
        for (var at = command.IndexOf("://", StringComparison.Ordinal); at >= 0;
            at = command.IndexOf("://", at + 3, StringComparison.Ordinal))
        {
            var start = at;
            while (start > 0 && char.IsAsciiLetter(command[start - 1])) start--;
            var end = command.IndexOfAny(Ends, at + 3);
            var url = command[start..(end < 0 ? command.Length : end)];
            if (ListenAddress.In(url) is not [{ } address] || url.Contains('$')) return [];
            if (address.IsLocal || address.Host == "0.0.0.0") ports.Add(address.Port);
        }

        return ports;
    }
}
