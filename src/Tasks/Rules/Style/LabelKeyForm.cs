namespace ContainerGuard.Rules.Style;

/// <summary>A label's key is not in the form that Docker asks for, so that filters and tools miss it.</summary>
internal sealed class LabelKeyForm : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG9001", "A label's key is not well-formed", Severity.Message)
    {
        Aliases = ["hadolint:DL3048"],
    };

    public override void Check(RuleContext context)
    {
        foreach (var label in context.Labels)
        {
            if (label.KeyProblem is { } problem)
            {
                context.Report(label.Pair.Key.Span, $"The label key '{label.Key ?? label.Pair.Key.RawText}' {problem}. Tools that filter by label expect lower case, such as 'org.opencontainers.image.title' or 'com.example.team'.");
            }
        }
    }
}
