using System.Globalization;
using System.Text.RegularExpressions;

namespace ContainerGuard.Tests.Support;

/// <summary>
/// An error or a warning as MSBuild prints it: <c>file(line,column,endLine,endColumn): subcategory error CODE: message [project]</c>
/// (canonical error format, Microsoft.Build.Shared.CanonicalError). Positions that were not printed are 0.
/// </summary>
public sealed partial record BuildDiagnostic(
    string File, int Line, int Column, int EndLine, int EndColumn, string Subcategory, string Severity, string Code, string Message)
{
    internal static IReadOnlyList<BuildDiagnostic> ParseAll(string output)
    {
        var found = new List<BuildDiagnostic>();
        foreach (var line in output.Split('\n'))
        {
            if (Canonical().Match(line.Trim()) is { Success: true } match)
            {
                var positions = match.Groups["at"].Value.Split(',', StringSplitOptions.RemoveEmptyEntries);
                var diagnostic = new BuildDiagnostic(
                    match.Groups["file"].Value,
                    At(0), At(1), At(2), At(3),
                    match.Groups["subcategory"].Value,
                    match.Groups["severity"].Value,
                    match.Groups["code"].Value,
                    match.Groups["message"].Value);

                // The console logger repeats every diagnostic in its summary.
                if (!found.Contains(diagnostic))
                {
                    found.Add(diagnostic);
                }

                int At(int index) => index < positions.Length ? int.Parse(positions[index], CultureInfo.InvariantCulture) : 0;
            }
        }

        return found;
    }

    [GeneratedRegex(@"^(?<file>.+?)(\((?<at>\d+(,\d+){0,3})\))?\s*:\s+((?<subcategory>\w+) "
        + @")?(?<severity>error|warning)\s+(?<code>\w+)\s*:\s*(?<message>.*?)( \[[^\[\]]+\])?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Canonical();
}
