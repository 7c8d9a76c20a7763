using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Language;

/// <summary>EXPOSE with TCP, UDP or SCTP in capitals.</summary>
internal sealed class ExposeProtocolCasing : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG1023", "The protocol after a port has capitals", Severity.Message)
    {
        Aliases = ["buildkit:ExposeProtoCasing"],
    };

    public override void Check(RuleContext context)
    {
        foreach (var port in context.ExposedPorts)
        {
            var suffix = $"/{port.Protocol}";
            if (port.Text.EndsWith(suffix, StringComparison.OrdinalIgnoreCase) && !port.Text.EndsWith(suffix, StringComparison.Ordinal))
            {
                context.Report(context.FromFirstLine(port.Instruction, port.Span), $"The protocol of '{port.Text}' has capitals; the image will say {port.Protocol}. Write it in lower case.",
                    fix: FixOf(context, port));
            }
        }
    }

    /// <summary>None where a variable brings the protocol.</summary>
    private static TextEdit[]? FixOf(RuleContext context, ExposedPort port) => context.Source.AsSpan(port.Span).SequenceEqual(port.Text)
        ? [new TextEdit(TextSpan.FromBounds(port.Span.End - port.Protocol.Length, port.Span.End), port.Protocol)]
        : null;
}
