namespace ContainerGuard.Dockerfile;

/// <summary>What a variable holds.</summary>
/// <param name="Value">Its text; null when it is declared (an ARG without a value) but not set.</param>
/// <param name="IsKnown">False when the text depends on something this file does not tell, such as a base image's environment.</param>
/// <param name="Instruction">The ARG or ENV that set it; null for what the builder or the base image sets.</param>
internal sealed record Variable(string? Value, bool IsKnown = true, InstructionSyntax? Instruction = null);

/// <summary>Where <see cref="WordExpander"/> finds variables.</summary>
internal interface IVariables
{
    /// <summary>The variable of a name, or null if there is none.</summary>
    Variable? Find(string name);

    /// <summary>Whether a variable that is not found may be set all the same, by a base image that nobody inspected.</summary>
    bool MayHaveOthers { get; }
}
