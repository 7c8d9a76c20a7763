using System.Globalization;
using ContainerGuard.Analysis;
using ContainerGuard.Text;

namespace ContainerGuard.Rules.Users;

/// <summary>
/// A port below 1024 for a process that does not run as root. Docker Engine lowers the limit in its own networks
/// (net.ipv4.ip_unprivileged_port_start); host networking and other engines may not.
/// </summary>
internal sealed class PrivilegedPort : Rule
{
    private static readonly string[] PortVariables = ["ASPNETCORE_HTTP_PORTS", "ASPNETCORE_HTTPS_PORTS", "ASPNETCORE_URLS"];

    public override RuleDescriptor Descriptor { get; } = new("CG3003", "A non-root user listens on a port below 1024", Severity.Warning);

    public override void Check(FileAnalysis file, Findings findings)
    {
        if (file.Image is not { RunsAsRoot: false, User: { } user } image || IsGranted(file, image)) return;

        foreach (var ports in image.State.ExposedPorts.Where(static port => port.First is > 0 and < 1024)
            .GroupBy(static port => port.Instruction))
        {
            Report(findings, ports.First().Span, [.. ports.Select(static port => port.First).Distinct()], user);
        }

        foreach (var name in PortVariables)
        {
            if (image.State.Environment.Find(name) is not { IsKnown: true, Value: { } value, Instruction: { } env }) continue;
            foreach (var pair in env.Pairs)
            {
                if (pair.Name == name && FirstPrivileged(value) is { } port) Report(findings, pair.Span, [port], user);
            }
        }
    }

    /// <summary>Whether the program's file has the capability to bind to low ports: <c>setcap cap_net_bind_service=+ep</c>.</summary>
    private static bool IsGranted(FileAnalysis file, FinalImage image) =>
        file.Commands.Of("setcap").Any(found => image.Includes(found.Run.Stage)
            && found.Command.Arguments.Any(static word => word.Text.Contains("net_bind_service", StringComparison.OrdinalIgnoreCase)));

    private static void Report(Findings findings, TextSpan span, int[] ports, string user)
    {
        var (names, noun, pronoun) = (string.Join(" and ", ports), ports.Length == 1 ? "port" : "ports", ports.Length == 1 ? "it" : "them");
        var instead = string.Join(
            " and ", ports.Select(static port => port switch { 80 => "8080", 443 => "8443", _ => "a port above 1023" }).Distinct());
        findings.Report(
            span,
            $"The user '{user}' may not be allowed to listen on {noun} {names}. "
                + $"Listen on {instead} instead, and publish {pronoun} as {names}.");
    }

    /// <summary>The first port below 1024: in <c>80;8080</c>, and after the last colon in <c>http://+:80</c>.</summary>
    private static int? FirstPrivileged(string value)
    {
        foreach (var part in value.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var text = part[(part.LastIndexOf(':') + 1)..].TrimEnd('/');
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 1024) return port;
        }

        return null;
    }
}
