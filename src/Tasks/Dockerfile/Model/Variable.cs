namespace ContainerGuard.Dockerfile;

/// <summary>A variable of a stage.</summary>
/// <param name="Value">The value; null if the variable is declared (an ARG without a value) but not set.</param>
/// <param name="IsKnown">False if the value depends on something outside this file, such as the environment of a base image.</param>
/// <param name="Instruction">The ARG or ENV that set it; null for a variable of the builder or the base image.</param>
internal sealed record Variable(string? Value, bool IsKnown = true, InstructionSyntax? Instruction = null) : VariableValue(Value, IsKnown);
