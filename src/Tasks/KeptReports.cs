using System.Globalization;
using ContainerGuard.Files;
using ContainerGuard.Rules;

namespace ContainerGuard;

/// <summary>A diagnostic of a task, before the commands in its message are written for the folder where the build was started.</summary>
/// <param name="Severity">As it was logged.</param>
/// <param name="Rule">Its code and page.</param>
/// <param name="File">Absolute.</param>
/// <param name="Line">From 1; 0 for the whole file.</param>
/// <param name="Column">From 1; 0 for the whole file.</param>
/// <param name="Message">Without secrets, because it is written to disk.</param>
internal sealed record TaskReport(Severity Severity, RuleDescriptor Rule, string File, int Line, int Column, string Message);

/// <summary>What a task has reported, and its result, as a text for the next build.</summary>
/// <param name="Reports">In order.</param>
/// <param name="Result">The result of the task.</param>
internal sealed record KeptReports(IReadOnlyList<TaskReport> Reports, string Result)
{
    private const int Parts = 6;

    public string Write() => KeptTexts.Join([Result, .. Reports.SelectMany(static one => new[]
    {
        one.Severity.ToString(), one.Rule.Id, one.File, Text(one.Line), Text(one.Column), one.Message,
    })]);

    /// <summary>Null if the text is damaged.</summary>
    public static KeptReports? Read(string text)
    {
        if (KeptTexts.Split(text) is not [var result, .. var rest] || rest.Length % Parts != 0) return null;
        List<TaskReport> reports = [];
        for (var i = 0; i < rest.Length; i += Parts)
        {
            if (!Enum.TryParse<Severity>(rest[i], out var severity) || RuleOf(rest[i + 1]) is not { } rule
                || !int.TryParse(rest[i + 3], CultureInfo.InvariantCulture, out var line)
                || !int.TryParse(rest[i + 4], CultureInfo.InvariantCulture, out var column))
            {
                return null;
            }

            reports.Add(new TaskReport(severity, rule, rest[i + 2], line, column, rest[i + 5]));
        }

        return new KeptReports(reports, result);
    }

    private static RuleDescriptor? RuleOf(string code) => RuleCatalogue.Descriptors.FirstOrDefault(rule => rule.Id == code);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
