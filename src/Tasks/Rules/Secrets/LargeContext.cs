using ContainerGuard.Context;
using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Secrets;

/// <summary>The whole context is copied, and it is large: what makes it so is named.</summary>
internal sealed class LargeContext : Rule
{
    private const long Bound = 100_000_000;

    public override RuleDescriptor Descriptor { get; } = new("CG4014", "The whole context is copied, and it is large", Severity.Warning);

    public override void Check(RuleContext context)
    {
        if (context.Facts.CertainContext is not { } files) return;
        foreach (var copy in context.Copies)
        {
            if (copy.Everything is not { } source || copy.Instruction.Onbuild is not null) continue;
            if (files.Size is not { Bytes: > Bound } size) return;

            var most = string.Join(", ", size.Largest.Select(static entry => $"'{entry.Path}' ({ContextSize.Format(entry.Length)})"));
            var amount = size.IsComplete ? ContextSize.Format(size.Bytes) : $"more than {ContextSize.Format(size.Bytes)}";
            context.Report(source.Span,
                $"{copy.Instruction.Kind.ToKeyword()} {context.Source.Slice(source.Span)} takes {amount}, sent to the builder and kept in a layer; the most of it is {most}. Add to the ignore file what the build does not need, such as {string.Join(", ", size.Largest.Select(static entry => entry.Path))}, or copy by name.");

            // Once is enough: the next one takes the same.
            return;
        }
    }
}
