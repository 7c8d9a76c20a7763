using ContainerGuard.Rules;

namespace ContainerGuard.Reports;

/// <summary>The outcome of a check in a few lines: how many findings there are, and the commands that lead from red to green.</summary>
/// <param name="Files">The Dockerfiles, as the project names them.</param>
/// <param name="ErrorsHold">False in a local build, where practices are warnings.</param>
/// <param name="HasBaseline">Whether known findings are accepted already.</param>
/// <param name="IsStep">Whether a build checks by itself, and no one asked for a report.</param>
internal sealed record CheckSummary(IReadOnlyList<string> Files, bool ErrorsHold, bool HasBaseline, bool IsStep = false)
{
    private int _errors;
    private int _warnings;
    private int _fixable;

    /// <summary>Findings that are warnings here and errors where something ships.</summary>
    public int Softened { get; private set; }

    public void Count(Diagnostic diagnostic)
    {
        if (!diagnostic.IsOpen || diagnostic.Severity == Severity.Message) return;
        if (diagnostic.Severity == Severity.Error) _errors++;
        else _warnings++;
        if (diagnostic.IsSoftenable && !ErrorsHold) Softened++;
        if (diagnostic.IsFixable) _fixable++;
    }

    /// <summary>The text; null where a local build without errors has nothing to add to the findings themselves.</summary>
    public string? Text
    {
        get
        {
            if (IsStep && !ErrorsHold && _errors + Softened == 0) return null;
            List<string> lines = [$"{Subject}: {Counts}"];
            if (_errors + Softened > 0)
            {
                if (_fixable > 0)
                {
                    lines.Add($"Fix {(_fixable == _errors + _warnings ? "them" : $"{_fixable} of them")} automatically: "
                        + "dotnet build -t:ContainerGuardFix");
                }

                if (!HasBaseline) lines.Add("Accept the existing findings: dotnet build -t:ContainerGuardUpdateBaseline");
            }

            return string.Join('\n', lines);
        }
    }

    private string Subject => Files.Count == 1 ? Files[0] : $"{Files.Count} Dockerfiles";

    private string Counts
    {
        get
        {
            string[] counts = [.. Number(_errors, "error"), .. Number(_warnings, "warning")];
            var text = counts.Length == 0 ? "no findings" : string.Join(", ", counts);
            return Softened == 0
                ? text
                : $"{text}, of which {Softened} will be {(Softened == 1 ? "an error" : "errors")} in 'dotnet publish' and CI";
        }
    }

    private static IEnumerable<string> Number(int count, string noun) => count == 0 ? [] : [count == 1 ? $"1 {noun}" : $"{count} {noun}s"];
}
