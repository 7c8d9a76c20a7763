using ContainerGuard.Files;
using ContainerGuard.Rules;
using ContainerGuard.Tool.Hosting;
using ContainerGuard.Tool.Output;

namespace ContainerGuard.Tool.Commands;

/// <summary>Prints the pages of rules, which are part of the tool.</summary>
internal static class ExplainCommand
{
    /// <summary>Prints the pages. Returns the exit code.</summary>
    /// <param name="names">Codes such as <c>CG3001</c>, or other tools' names for a rule; empty for a list of all rules.</param>
    /// <param name="console">The console.</param>
    /// <exception cref="ToolException">A rule does not exist.</exception>
    public static int Run(IReadOnlyList<string> names, ToolConsole console)
    {
        if (names.Count == 0)
        {
            foreach (var rule in RuleCatalogue.Descriptors.OrderBy(static rule => rule.Id, StringComparer.Ordinal))
            {
                console.Out.WriteLine($"{console.Styled("1", rule.Id)}  {rule.Title}");
            }
        }

        var (rules, unknown) = RuleNames.Find(string.Join(' ', names));
        if (unknown is [var name, ..])
        {
            var remedy = RuleNames.Suggest(name) is { } nearest ? $"Did you mean '{nearest}'?" : "List all rules: containerguard explain.";
            throw new ToolException($"The rule '{name}' does not exist. {remedy}");
        }

        foreach (var rule in rules)
        {
            var (page, problem) = TextFile.Read(Path.Combine(Places.Pages, rule.Id + ".md"), "page");
            if (page is null) throw new ToolException(problem!);
            console.Out.WriteLine(Wording.Of(RulePageText.ForPeople(System.Text.Encoding.UTF8.GetString(page))));
        }

        console.Out.Flush();
        return ExitCode.Success;
    }
}
