using ContainerGuard.Rules;
using Microsoft.Build.Framework;

namespace ContainerGuard;

/// <summary>Prints the pages of rules, which are part of the package.</summary>
[MSBuildMultiThreadableTask]
public sealed class ExplainRule : GuardTask
{
    private const string Index = "https://github.com/containerguard/containerguard/blob/main/docs/rules/README.md";

    /// <summary>Codes such as <c>CG3001</c> or other tools' names for a rule, with semicolons, commas or blanks between them.</summary>
    public string? Rule { get; set; }

    private protected override void Run()
    {
        var (rules, unknown) = RuleNames.Find(Rule ?? "");
        if (rules.Count + unknown.Count == 0)
        {
            Report(
                GuardCodes.InvalidValue, ProjectFile,
                "ContainerGuardRule is empty. Write a rule code, such as -p:ContainerGuardRule=CG3001, or another tool's code, "
                    + "such as DL3008.");
        }

        foreach (var name in unknown)
        {
            var remedy = RuleNames.Suggest(name) is { } nearest ? $"Did you mean '{nearest}'?" : $"All rules: {Index}.";
            Report(GuardCodes.InvalidValue, ProjectFile, $"ContainerGuardRule names the unknown rule '{name}'. {remedy}");
        }

        foreach (var rule in rules)
        {
            var page = Path.Combine(Pages, rule.Id + ".md");
            try
            {
                Say(RulePageText.ForPeople(File.ReadAllText(page)));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                Report(GuardCodes.CannotReadFile, page, $"The page of {rule.Id} cannot be read: {exception.Message}");
            }
        }
    }
}
