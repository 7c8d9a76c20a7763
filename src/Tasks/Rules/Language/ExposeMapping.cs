using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Language;

/// <summary>EXPOSE with a host address or host port, which only <c>docker run</c> can publish.</summary>
internal sealed class ExposeMapping : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG1024", "EXPOSE contains a host address or host port", Severity.Warning)
    {
        Aliases = ["buildkit:ExposeInvalidFormat"],
    };

    public override void Check(RuleContext context)
    {
        foreach (var port in context.ExposedPorts)
        {
            if (!port.IsMapping) continue;
            var own = port.Text[(port.Text.LastIndexOf(':') + 1)..];
            context.Report(context.FromFirstLine(port.Instruction, port.Span),
                $"EXPOSE ignores the host part of '{port.Text}'. Write 'EXPOSE {own}', and publish the port with 'docker run -p {port.Text}'.",
                fix: FixOf(context, port));
        }
    }

    /// <summary>Null if the colon comes from a variable.</summary>
    private static TextEdit[]? FixOf(RuleContext context, ExposedPort port) => context.Source.AsSpan(port.Span).SequenceEqual(port.Text)
        ? [TextEdit.Delete(port.Span with { Length = port.Text.LastIndexOf(':') + 1 })]
        : null;
}
