namespace ContainerGuard.Dockerfile;

/// <summary>The variables outside stages: the platform arguments and the ARGs before the first FROM.</summary>
internal sealed class GlobalScope : IVariables
{
    private static readonly string[] Prefixes = ["BUILD", "TARGET"];

    /// <summary>The variables that nearly every file starts with, created once.</summary>
    private static readonly VariableScope Default = OfPlatform(ModelOptions.Default);

    private readonly ModelOptions _options;
    private readonly ExpansionBudget _budget = new();

    public GlobalScope(ModelOptions options)
    {
        _options = options;
        Variables = options.Platform == ModelOptions.Default.Platform && options.BuildArguments.Count == 0 ? Default : OfPlatform(options);
    }

    public VariableScope Variables { get; private set; }

    /// <summary>Sets the stage that is built: its name, or "default" for a stage without a name.</summary>
    public void SetTargetStage(string? name) =>
        Variables = Set(Variables, _options, "TARGETSTAGE", string.IsNullOrEmpty(name) ? "default" : name);

    public bool MayHaveOthers => false;

    public Variable? Find(string name) => Variables.Find(name);

    VariableValue? IVariables.Find(string name) => Find(name);

    /// <summary>Whether an ARG or the builder declares a name, with or without a value.</summary>
    public bool IsDeclared(string name) => Variables.Find(name) is not null;

    /// <summary>Declares a variable of an ARG before the first FROM; returns its expanded value.</summary>
    public Expansion Declare(InstructionSyntax instruction, KeyValueSyntax pair, char escape)
    {
        var name = pair.Key.Text;
        var expansion = Expansion.Literal("");
        string? value = null;
        if (_options.BuildArguments.TryGetValue(name, out var given))
        {
            value = given;
        }
        else if (pair.Value is { } word)
        {
            expansion = WordExpander.Expand(word.Raw, escape, this, _budget);
            value = expansion.Text;
        }

        if (value is not null)
        {
            Variables = Variables.With(name, new Variable(value, expansion.IsKnown, instruction));
        }
        else if (Variables.Find(name)?.Value is null)
        {
            // Without --build-arg, it has no value: that is known.
            Variables = Variables.With(name, new Variable(Value: null, IsKnown: true, instruction));
        }

        return expansion;
    }

    private static VariableScope OfPlatform(ModelOptions options)
    {
        var platform = options.Platform.Split('/');
        var variables = VariableScope.Empty;
        foreach (var prefix in Prefixes)
        {
            variables = Set(variables, options, prefix + "PLATFORM", options.Platform);
            variables = Set(variables, options, prefix + "OS", platform[0]);
            variables = Set(variables, options, prefix + "OSVERSION", "");
            variables = Set(variables, options, prefix + "ARCH", platform.Length > 1 ? platform[1] : "");
            variables = Set(variables, options, prefix + "VARIANT", platform.Length > 2 ? platform[2] : "");
        }

        return variables;
    }

    private static VariableScope Set(VariableScope variables, ModelOptions options, string name, string value) =>
        variables.With(name, new Variable(options.BuildArguments.GetValueOrDefault(name, value)));
}
