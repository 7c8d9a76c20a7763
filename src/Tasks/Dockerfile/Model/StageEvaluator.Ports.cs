using System.Collections.Immutable;
using ContainerGuard.Text;

namespace ContainerGuard.Dockerfile;

/// <summary>The ports of EXPOSE.</summary>
internal sealed partial class StageEvaluator
{
    private void RunExpose(InstructionSyntax instruction)
    {
        var exposed = _state.ExposedPorts;
        foreach (var argument in instruction.Arguments)
        {
            if (!WordExpander.NeedsExpansion(argument.Raw, syntax.EscapeCharacter))
            {
                Expose(argument.RawText, isKnown: true, argument, ref exposed);
                continue;
            }

            var words = new List<LocatedText>();
            var expansion = WordExpander.ExpandWords(
                argument.Raw, syntax.EscapeCharacter, _state, WordExpander.Options.None, words, _budget);
            Report(expansion, argument.Span);
            foreach (var (text, _) in words)
            {
                Expose(text, expansion.IsKnown, argument, ref exposed);
            }
        }

        _state = _state with { ExposedPorts = exposed };
    }

    private void Expose(string text, bool isKnown, WordSyntax argument, ref ImmutableStack<ExposedPort> exposed)
    {
        if (PortSpecification.Read(text, out var port) is { } error)
        {
            if (isKnown)
            {
                Add(
                    PortSpecification.IsOutOfRange(text) ? SyntaxProblemKind.PortOutOfRange : SyntaxProblemKind.InvalidPort, argument.Span,
                    error);
            }

            return;
        }

        exposed = exposed.Push(new ExposedPort(
            port.First, port.Last, port.Protocol.ToLowerInvariant(), port.IsMapping, text, _instruction, argument.Span));
    }
}
