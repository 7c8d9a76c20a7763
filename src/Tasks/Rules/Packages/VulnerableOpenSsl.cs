using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;
using ContainerGuard.Text;

namespace ContainerGuard.Rules.Packages;

/// <summary>The build downloads the source of an OpenSSL version with a known critical vulnerability.</summary>
internal sealed class VulnerableOpenSsl : Rule
{
    private const string Name = "openssl-";

    public override RuleDescriptor Descriptor { get; } = new("CG5024", "The build downloads a vulnerable OpenSSL version", Severity.Error)
    {
        Aliases = ["kics:Vulnerable OpenSSL Version"],
    };

    public override void Check(FileAnalysis file, Findings findings)
    {
        foreach (var (run, command) in file.Commands.Of("curl", "wget", "aria2c"))
        {
            foreach (var word in command.Arguments)
            {
                if (MayName(word.Text)) Report(findings, run.Locate(word.Span), run.Expand(word, command));
            }
        }

        foreach (var stage in file.Model.Stages)
        {
            foreach (var instruction in stage.Instructions)
            {
                if (instruction.Kind != InstructionKind.Add) continue;
                foreach (var source in instruction.Sources)
                {
                    if (MayName(source.Text))
                    {
                        Report(findings, source.Span, stage.StateBefore(instruction).Expand(source, file.Syntax.EscapeCharacter).Text);
                    }
                }
            }
        }
    }

    /// <summary>Whether a word can contain the address of an OpenSSL archive: directly, or in a variable.</summary>
    private static bool MayName(string text) => text.Contains('$') || text.Contains(Name, StringComparison.Ordinal);

    private static void Report(Findings findings, TextSpan span, string? address)
    {
        if (address is null || VersionIn(address) is not { } version || ProblemOf(version) is not { } problem) return;
        findings.Report(span, $"OpenSSL {version} has {problem}. Install OpenSSL from the distribution, or use a supported release.");
    }

    /// <summary>The version after <c>openssl-</c>; null when the next character is not a digit.</summary>
    private static string? VersionIn(string address)
    {
        var start = address.LastIndexOf(Name, StringComparison.Ordinal);
        if (start < 0) return null;
        start += Name.Length;
        var end = start;
        while (end < address.Length && (char.IsAsciiDigit(address[end])
            || (address[end] == '.' && end + 1 < address.Length && char.IsAsciiDigit(address[end + 1]))))
        {
            end++;
        }

        if (end < address.Length
            && char.IsAsciiLetterLower(address[end])
            && (end + 1 == address.Length || !char.IsAsciiLetter(address[end + 1])))
        {
            end++;
        }

        return end == start ? null : address[start..end];
    }

    /// <summary>
    /// Heartbleed up to 1.0.1f (CVE-2014-0160), and the two buffer overruns in certificate verification up to 3.0.6 (CVE-2022-3602,
    /// CVE-2022-3786).
    /// </summary>
    private static string? ProblemOf(string version) => version switch
    {
        "1.0.1" or "1.0.1a" or "1.0.1b" or "1.0.1c" or "1.0.1d" or "1.0.1e" or "1.0.1f" => "Heartbleed (CVE-2014-0160)",
        "3.0.0" or "3.0.1" or "3.0.2" or "3.0.3" or "3.0.4" or "3.0.5" or "3.0.6" => "the buffer overruns CVE-2022-3602 and CVE-2022-3786",
        _ => null,
    };
}
