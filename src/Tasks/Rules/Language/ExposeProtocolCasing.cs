using ContainerGuard.Analysis;

namespace ContainerGuard.Rules.Language;

/// <summary>EXPOSE with a protocol that is not in lower case.</summary>
internal sealed class ExposeProtocolCasing : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG1023", "EXPOSE protocol is not in lower case", Severity.Message)
    {
        Aliases = ["buildkit:ExposeProtoCasing"],
    };

    public override void Check(FileAnalysis file, Findings findings)
    {
        foreach (var port in file.ExposedPorts)
        {
            var suffix = $"/{port.Protocol}";
            if (port.Text.EndsWith(suffix, StringComparison.OrdinalIgnoreCase) && !port.Text.EndsWith(suffix, StringComparison.Ordinal))
            {
                var own = $"{port.Text[..^port.Protocol.Length]}{port.Protocol}";
                findings.Report(file.FromFirstLine(port.Instruction, port.Span),
                    $"The protocol of '{port.Text}' is not in lower case. Write '{own}'.",
                    fix: Edits.Replace(file.Source, port.Span, port.Text, own));
            }
        }
    }
}
