namespace ContainerGuard.Dockerfile;

/// <summary>The value of a variable.</summary>
/// <param name="Value">The value; null if the variable is declared (an ARG without a value) but not set.</param>
/// <param name="IsKnown">False if the value depends on something outside this file, such as the environment of a base image.</param>
internal record VariableValue(string? Value, bool IsKnown = true);

/// <summary>The variables that <see cref="WordExpander"/> uses.</summary>
internal interface IVariables
{
    /// <summary>The variable with a name; null if it does not exist.</summary>
    VariableValue? Find(string name);

    /// <summary>Whether a base image that was not inspected may set other variables.</summary>
    bool MayHaveOthers { get; }
}
