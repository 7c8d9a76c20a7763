namespace ContainerGuard.Dockerfile;

/// <summary>The variables outside of stages: the platform arguments and the ARGs before the first FROM.</summary>
internal sealed class GlobalScope : IVariables
{
    private static readonly string[] Prefixes = ["BUILD", "TARGET"];

    private readonly ModelOptions _options;
    private readonly ExpansionBudget _budget = new();
    private readonly Dictionary<string, Variable> _variables = [];

    public GlobalScope(ModelOptions options)
    {
        _options = options;
        var platform = options.Platform.Split('/');
        var variant = platform.Length > 2 ? platform[2] : "";
        var architecture = platform.Length > 1 ? platform[1] : "";
        foreach (var prefix in Prefixes)
        {
            Set(prefix + "PLATFORM", options.Platform);
            Set(prefix + "OS", platform[0]);
            Set(prefix + "OSVERSION", "");
            Set(prefix + "ARCH", architecture);
            Set(prefix + "VARIANT", variant);
        }
    }

    /// <summary>Says which stage is built: its name, or "default" if it has none.</summary>
    public void SetTargetStage(string? name) => Set("TARGETSTAGE", string.IsNullOrEmpty(name) ? "default" : name);

    public IReadOnlyDictionary<string, Variable> Variables => _variables;

    public bool MayHaveOthers => false;

    public Variable? Find(string name) => _variables.GetValueOrDefault(name);

    /// <summary>Whether an ARG or the builder declares a name, with or without a value.</summary>
    public bool IsDeclared(string name) => _variables.ContainsKey(name);

    /// <summary>Takes in a pair of an ARG before the first FROM.</summary>
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
            _variables[name] = new Variable(value, expansion.IsKnown, instruction);
        else if (!_variables.TryGetValue(name, out var earlier) || earlier.Value is null)
            _variables[name] = new Variable(Value: null, IsKnown: false, instruction);
        return expansion;
    }

    private void Set(string name, string value) =>
        _variables[name] = new Variable(_options.BuildArguments.GetValueOrDefault(name, value));
}
