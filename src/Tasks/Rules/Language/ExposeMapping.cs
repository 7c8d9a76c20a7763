using ContainerGuard.Analysis;

namespace ContainerGuard.Rules.Language;

/// <summary>EXPOSE with a host address or host port, which only <c>docker run</c> can publish.</summary>
internal sealed class ExposeMapping : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG1024", "EXPOSE contains a host address or host port", Severity.Warning)
    {
        Aliases = ["buildkit:ExposeInvalidFormat"],
    };

    public override void Check(FileAnalysis file, Findings findings)
    {
        foreach (var port in file.ExposedPorts)
        {
            if (!port.IsMapping) continue;
            var own = port.Text[(port.Text.LastIndexOf(':') + 1)..];
            findings.Report(file.FromFirstLine(port.Instruction, port.Span),
                $"EXPOSE ignores the host part of '{port.Text}'. Write 'EXPOSE {own}', "
                    + $"and publish the port with 'docker run -p {port.Text}'.",
                fix: Edits.Replace(file.Source, port.Span, port.Text, own));
        }
    }
}
