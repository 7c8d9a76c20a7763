using System.Collections.Immutable;

namespace ContainerGuard.Dockerfile;

/// <summary>A port that EXPOSE declares.</summary>
/// <param name="First">The port, or the first of a range.</param>
/// <param name="Last">The port, or the last of a range.</param>
/// <param name="Protocol">tcp, udp or sctp.</param>
/// <param name="IsMapping">Whether an address or a host port stands before it, which means nothing to EXPOSE.</param>
/// <param name="Text">The argument with variables expanded.</param>
/// <param name="Instruction">The EXPOSE.</param>
/// <param name="Span">The argument in the source.</param>
internal sealed record ExposedPort(
    int First, int Last, string Protocol, bool IsMapping, string Text, InstructionSyntax Instruction, TextSpan Span);

/// <summary>
/// What is set in a stage between two instructions: the configuration that the image would have, and the variables that words expand to.
/// </summary>
internal sealed record StageState : IVariables
{
    public Setting<string> User { get; init; }

    /// <summary>The absolute path; relative ones are joined to the one before, which is "/" at first if the base does not say.</summary>
    public Setting<string> WorkingDirectory { get; init; }

    public Setting<string[]> Shell { get; init; }

    public Setting<string> StopSignal { get; init; }

    public Setting<InstructionSyntax> Entrypoint { get; init; }

    /// <summary>ENTRYPOINT clears what a base sets here.</summary>
    public Setting<InstructionSyntax> Cmd { get; init; }

    /// <summary>A HEALTHCHECK NONE is a value too.</summary>
    public Setting<InstructionSyntax> Healthcheck { get; init; }

    /// <summary>The variables that ENV sets, as the image carries them.</summary>
    public VariableScope Environment { get; init; } = VariableScope.Empty;

    /// <summary>What words expand to: ENV, ARG, and what the builder sets.</summary>
    public VariableScope Variables { get; init; } = VariableScope.Empty;

    public VariableScope Labels { get; init; } = VariableScope.Empty;

    /// <summary>What EXPOSE declares, the newest first.</summary>
    public ImmutableStack<ExposedPort> ExposedPorts { get; init; } = [];

    /// <summary>Whether the base image, which nobody inspected, may set variables, labels and ports beside these.</summary>
    public bool MayHaveOthers { get; init; }

    /// <summary>The variable of a name in this scope, or null if there is none.</summary>
    public Variable? Find(string name) => Variables.Find(name);

    /// <summary>Expands a word of an instruction in this scope.</summary>
    public Expansion Expand(WordSyntax word, char escape) => WordExpander.Expand(word.Text, escape, this);
}
