using ContainerGuard.Reports;
using ContainerGuard.Rules;
using ContainerGuard.Tests.Unit.Rules;

namespace ContainerGuard.Tests.Unit.Reports;

/// <summary>A run with an error, a warning, a suppressed finding and a message that tries to break every format.</summary>
internal static class Samples
{
    public const string Hostile = "a | b `c` <script>alert(1)</script> ]]> --> \u0007\ud800 & \"q\" [x](javascript:y)";

    public static ReportRun Run { get; } = new(
        "1.2.3", [.. RuleCatalogue.Descriptors], "/src/shop/app.csproj", new SourceRoot("/src"),
        static id => File.ReadAllText(RulePage.PathOf(id)))
        {
            Files = ["Dockerfile", "clean/Dockerfile"],
        };

    public static IReadOnlyList<Diagnostic> Findings { get; } = Of(
        "FROM alpine:3.24\n# containerguard ignore=CG3001: the base drops its rights\nUSER root\nRUN cd /a\n");

    public static Diagnostic HostileFinding { get; } = Findings[0] with { Message = Hostile, Severity = Severity.Error };

    /// <summary>Findings of every page.</summary>
    public static IReadOnlyList<Diagnostic> OfPages { get; } =
        [.. RulePage.Ids.SelectMany(static id => RulePage.Read(id).Examples).SelectMany(static example => example.Findings())];

    public static IReadOnlyList<Diagnostic> Of(string dockerfile) => Check.Findings(dockerfile);
}
