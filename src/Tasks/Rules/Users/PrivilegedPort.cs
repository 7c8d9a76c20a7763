using System.Globalization;
using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Users;

/// <summary>
/// A port below 1024 for a process that is not root. Docker's engine lowers the limit for its own networks
/// (net.ipv4.ip_unprivileged_port_start), others and host networking do not.
/// </summary>
internal sealed class PrivilegedPort : Rule
{
    private static readonly string[] PortVariables = ["ASPNETCORE_HTTP_PORTS", "ASPNETCORE_HTTPS_PORTS", "ASPNETCORE_URLS"];

    public override RuleDescriptor Descriptor { get; } = new("CG3003", "A process that is not root is to listen below port 1024", Severity.Warning);

    public override void Check(RuleContext context)
    {
        if (context.Image is not { RunsAsRoot: false, User: { } user } image || IsGranted(context, image)) return;

        foreach (var port in image.State.ExposedPorts)
        {
            if (port.First is > 0 and < 1024) Report(context, port.Span, port.First, user);
        }

        foreach (var name in PortVariables)
        {
            if (image.State.Environment.Find(name) is not { IsKnown: true, Value: { } value, Instruction: { } env }) continue;
            foreach (var pair in env.Pairs)
            {
                if (pair.Name == name && FirstPrivileged(value) is { } port) Report(context, pair.Span, port, user);
            }
        }
    }

    /// <summary>By a capability on the program's file: <c>setcap cap_net_bind_service=+ep</c>.</summary>
    private static bool IsGranted(RuleContext context, FinalImage image) =>
        context.Commands.Of("setcap").Any(found => image.Includes(found.Run.Stage)
            && found.Command.Arguments.Any(static word => word.Text.Contains("net_bind_service", StringComparison.OrdinalIgnoreCase)));

    private static void Report(RuleContext context, TextSpan span, int port, string user)
    {
        var instead = port switch { 80 => "8080", 443 => "8443", _ => "a port of 1024 or more" };
        context.Report(span,
            $"The process runs as '{user}', and only root may listen on port {port} (Docker's own networks excepted). Listen on and expose {instead}; outside, it can be published as {port} all the same.");
    }

    /// <summary>The first number below 1024 that stands for a port: in <c>80;8080</c>, and after the last colon in <c>http://+:80</c>.</summary>
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
