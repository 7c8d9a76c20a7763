using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;
using ContainerGuard.Text;

namespace ContainerGuard.Rules.Projects;

/// <summary>
/// EXPOSE names none of the ports in the project's appsettings.json, which override ASPNETCORE_URLS and ASPNETCORE_HTTP_PORTS.
/// </summary>
internal sealed class KestrelPortNotExposed : Rule
{
    public override RuleDescriptor Descriptor { get; } =
        new("CG6019", "EXPOSE does not match the ports in appsettings.json", Severity.Warning);

    public override void Check(FileAnalysis file, Findings findings)
    {
        if (file.Image is not { } image || image.State.ExposedPorts.IsEmpty
            || file.App is not { } app
            || (file.Start is { } start && !app.IsStartedBy(start))
            || app.AddressesIn(image, file.Process) is not { Count: > 0 } addresses
            || app.ChoosesAddresses)
        {
            return;
        }

        HashSet<int> ports = [];
        foreach (var address in addresses)
        {
            if (ListenAddress.In(address.Url) is not { } parsed) return;
            foreach (var one in parsed) ports.Add(one.Port);
        }

        ExposedPort? first = null;
        foreach (var port in image.State.ExposedPorts)
        {
            if (ports.Any(number => number >= port.First && number <= port.Last)) return;
            first = port;
        }

        var list = string.Join(" ", ports.Order());
        findings.Report(file.FromFirstLine(first!.Instruction, first.Span),
            $"EXPOSE names port {first.Text}, but {addresses[0].File} makes Kestrel listen on {WordList.And(ports.Order())}. "
                + $"Write EXPOSE {list}.");
    }
}
