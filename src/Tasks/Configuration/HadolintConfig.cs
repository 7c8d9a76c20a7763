using ContainerGuard.Formats;
using ContainerGuard.Rules;

namespace ContainerGuard.Configuration;

/// <summary>
/// The rules in a <c>.hadolint.yaml</c>: the list <c>ignored</c>, and the lists in <c>override</c>. Everything else is ignored.
/// </summary>
/// <param name="Name">The file's name.</param>
internal sealed record HadolintConfig(string Name)
{
    private const string Tool = "hadolint:";

    /// <summary>The ignored aliases, with the reason for the report.</summary>
    public Dictionary<string, string> Ignored { get; } = new(StringComparer.Ordinal);

    /// <summary>The aliases with another severity.</summary>
    public Dictionary<string, RuleSetting> Overridden { get; } = new(StringComparer.Ordinal);

    /// <summary>The error in the file, in which case only the settings before it count; null in a valid file.</summary>
    public FormatProblem? Problem { get; private init; }

    public static HadolintConfig Parse(string name, string text)
    {
        var file = YamlReader.Read(text);
        var config = new HadolintConfig(name) { Problem = file.Problem };
        foreach (var rule in file.Root["ignored"].Texts) config.Ignored.TryAdd(Tool + rule, $"{name} ignores {rule}");
        var overrides = file.Root["override"];
        foreach (var severity in overrides.Names)
        {
            if (SettingOf(severity) is not { } setting) continue;
            foreach (var rule in overrides[severity].Texts) config.Overridden[Tool + rule] = setting;
        }

        return config;
    }

    private static RuleSetting? SettingOf(string severity) => severity switch
    {
        "error" => RuleSetting.Error,
        "warning" => RuleSetting.Warning,
        "info" or "style" => RuleSetting.Suggestion,
        _ => null,
    };
}
