using System.Collections.Immutable;
using ContainerGuard.Text;

namespace ContainerGuard.Dockerfile;

/// <summary>A port, or a range of ports, that EXPOSE declares.</summary>
/// <param name="First">The port, or the first of a range.</param>
/// <param name="Last">The port, or the last of a range.</param>
/// <param name="Protocol">tcp, udp or sctp.</param>
/// <param name="IsMapping">Whether the argument has an address or a host port, which EXPOSE ignores.</param>
/// <param name="Text">The argument with variables expanded.</param>
/// <param name="Instruction">The EXPOSE.</param>
/// <param name="Span">The argument in the source.</param>
internal sealed record ExposedPort(
    int First, int Last, string Protocol, bool IsMapping, string Text, InstructionSyntax Instruction, TextSpan Span);

/// <summary>
/// The settings of a stage between two instructions: the configuration of the image at this point, and the variables for expansion.
/// </summary>
internal sealed record StageState : IVariables
{
    public Setting<string> User { get; init; }

    /// <summary>
    /// The absolute path. A relative WORKDIR is joined to the previous one; the first one is "/" if the base image does not set it.
    /// </summary>
    public Setting<string> WorkingDirectory { get; init; }

    public Setting<string[]> Shell { get; init; }

    public Setting<string> StopSignal { get; init; }

    public Setting<InstructionSyntax> Entrypoint { get; init; }

    /// <summary>ENTRYPOINT clears the CMD of the base image.</summary>
    public Setting<InstructionSyntax> Cmd { get; init; }

    /// <summary>HEALTHCHECK NONE is a value, too.</summary>
    public Setting<InstructionSyntax> Healthcheck { get; init; }

    /// <summary>The variables that ENV sets, and that the image therefore has.</summary>
    public VariableScope Environment { get; init; } = VariableScope.Empty;

    /// <summary>The variables for expansion: ENV, ARG, and the variables of the builder.</summary>
    public VariableScope Variables { get; init; } = VariableScope.Empty;

    public VariableScope Labels { get; init; } = VariableScope.Empty;

    /// <summary>The ports that EXPOSE declares, the latest first.</summary>
    public ImmutableStack<ExposedPort> ExposedPorts { get; init; } = [];

    /// <summary>Whether the base image was not inspected, so that it may set other variables, labels and ports.</summary>
    public bool MayHaveOthers { get; init; }

    /// <summary>The variable with a name; null if it does not exist.</summary>
    public Variable? Find(string name) => Variables.Find(name);

    VariableValue? IVariables.Find(string name) => Find(name);

    /// <summary>Expands a word of an instruction in this scope.</summary>
    public Expansion Expand(WordSyntax word, char escape) => WordExpander.Expand(word.Text, escape, this);
}
