using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Language;

/// <summary>EXPOSE with a protocol that is not in lower case.</summary>
internal sealed class ExposeProtocolCasing : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG1023", "EXPOSE protocol is not in lower case", Severity.Message)
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
                context.Report(context.FromFirstLine(port.Instruction, port.Span),
                    $"The protocol of '{port.Text}' is not in lower case. Write '{port.Text[..^port.Protocol.Length]}{port.Protocol}'.",
                    fix: FixOf(context, port));
            }
        }
    }

    /// <summary>Null if the protocol comes from a variable.</summary>
    private static TextEdit[]? FixOf(RuleContext context, ExposedPort port) => context.Source.AsSpan(port.Span).SequenceEqual(port.Text)
        ? [new TextEdit(TextSpan.FromBounds(port.Span.End - port.Protocol.Length, port.Span.End), port.Protocol)]
        : null;
}
