using ContainerGuard.Dockerfile;

namespace ContainerGuard;

/// <summary>What the project's own image build says about a Dockerfile: its target, arguments and contexts.</summary>
internal static class ProjectBuild
{
    private const StringSplitOptions Trimmed = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;

    /// <param name="common">The item of every task.</param>
    /// <param name="environment">The variables of the build, from which an argument without a value gets it.</param>
    public static ModelOptions Of(CommonItem common, Func<string, string?> environment)
    {
        Dictionary<string, string> arguments = new(StringComparer.Ordinal);
        Dictionary<string, string> contexts = new(StringComparer.OrdinalIgnoreCase);
        var target = "";
        foreach (var argument in common.BuildArgumentNames) Add(argument);
        foreach (var argument in common.BuildArguments) Add(argument);
        string[] words = [.. common.BuildOptions.SelectMany(static option => option.Split((char[]?)null, 2, Trimmed))];
        for (var index = 0; index < words.Length; index++)
        {
            var (option, value) = words[index].IndexOf('=', StringComparison.Ordinal) is > 0 and var sign
                ? (words[index][..sign], words[index][(sign + 1)..])
                : (words[index], index + 1 < words.Length ? words[index + 1] : "");
            if (option == "--target") target = value;
            else if (option == "--build-arg") Add(value);
            else if (option == "--build-context" && value.Split('=', 2) is [var name, var context]) contexts[name] = context;
        }

        return arguments.Count + contexts.Count + target.Length == 0 ? ModelOptions.Default : new ModelOptions
        {
            Target = target.Length == 0 ? null : target,
            BuildArguments = arguments,
            Contexts = new NamedContexts(contexts),
        };

        void Add(string argument)
        {
            var parts = argument.Split('=', 2);
            if (parts.Length == 2) arguments[parts[0]] = parts[1];
            else if (environment(parts[0]) is { } value) arguments[parts[0]] = value;
        }
    }
}
