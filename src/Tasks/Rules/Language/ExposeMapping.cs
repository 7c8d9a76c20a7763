using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Language;

/// <summary>EXPOSE with an address or a host port, which only <c>docker run</c> can map.</summary>
internal sealed class ExposeMapping : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG1024", "EXPOSE names a host's address or port", Severity.Warning)
    {
        Aliases = ["buildkit:ExposeInvalidFormat"],
    };

    public override void Check(RuleContext context)
    {
        foreach (var port in context.ExposedPorts)
        {
            if (!port.IsMapping) continue;
            var own = port.First == port.Last ? $"{port.First}" : $"{port.First}-{port.Last}";
            context.Report(context.FromFirstLine(port.Instruction, port.Span),
                $"'{port.Text}' maps a port, and EXPOSE cannot: what stands before the last colon is ignored today and will be refused. Write EXPOSE {own}, and map it with docker run --publish {port.Text}.",
                fix: FixOf(context, port));
        }
    }

    /// <summary>None where a variable brings the colon.</summary>
    private static TextEdit[]? FixOf(RuleContext context, ExposedPort port) => context.Source.AsSpan(port.Span).SequenceEqual(port.Text)
        ? [TextEdit.Delete(port.Span with { Length = port.Text.LastIndexOf(':') + 1 })]
        : null;
}
