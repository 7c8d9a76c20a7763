using System.Globalization;
using ContainerGuard.Analysis;
using ContainerGuard.Analysis.Built;
using ContainerGuard.Images;
using ContainerGuard.Rules;
using ContainerGuard.Tests.Unit.Inspection;

namespace ContainerGuard.Tests.Unit.Rules;

/// <summary>
/// An image on the page of a rule for built images: a block <c>image</c> in the form of <see cref="ImageText"/>. The words after the
/// language are facts, <c>key=value</c>.
/// </summary>
internal sealed record ImageExample(string Page, int PageLine, string Section, IReadOnlyList<string> Options, string Text) : IPageExample
{
    private static readonly string[] KnownOptions =
        ["today", "arch", "dockerfile", "name", "base", "form", "trusted", "signed", "only", "expect"];

    public IReadOnlyList<string> Expected { get; init; } = [];

    public IEnumerable<string> UnknownOptions =>
        Options.Where(option => !KnownOptions.Contains(option.Split('=')[0]) || !option.Contains('=', StringComparison.Ordinal));

    /// <summary>Every finding of every rule, at level <c>all</c>.</summary>
    public IReadOnlyList<Diagnostic> Findings() =>
        ImageRuleRunner.Run(Analysis(), "app.csproj", [], new SeverityPolicy(Level.All));

    public IReadOnlyList<string> Shown() =>
        [.. Findings().Where(finding => finding.Rule.Id == Page && finding.Suppression is null).Select(Line)];

    public ImageAnalysis Analysis()
    {
        var text = ImageText.Parse(Text, $"{Page}.md", Option("arch") ?? "amd64");
        var image = text.Build(onlyConfig: Option("only") == "config");
        var known = Option("base") == "unknown" ? null : text.Base(image);
        if (Option("base") == "different") known = known! with { DiffIds = [$"sha256:{new string('0', 64)}"] };
        return new ImageAnalysis(image, new ImageInputs
        {
            Name = Option("name") ?? "app:1.0",
            Reference = ImageReference.Parse(Option("name") ?? "app:1.0"),
            Today = DateOnly.Parse(Option("today") ?? "2026-11-22", CultureInfo.InvariantCulture),
            Dockerfile = Option("dockerfile") == "no"
                ? null : new FileAnalysis(text.Model, new FileFacts { Today = new DateOnly(2026, 11, 22) }),
            Base = known,
            IsLocked = true,
            Trusted = Trusted(),
            CanHaveHealthCheck = Option("form") != "oci",
            IsBaseSigned = Option("signed") is { } signed ? signed == "yes" : null,
            Expectations = Expectations(),
        });
    }

    private string Line(Diagnostic finding)
    {
        var place = finding.Start is { } start && finding.End is { } end
            ? $"{start.Line}:{start.Column}-{end.Line}:{end.Column}"
            : finding.Image!.Image;
        return $"{place} {finding.Severity.ToString().ToLowerInvariant()}: {finding.Message}";
    }

    private TrustedRegistries Trusted()
    {
        TrustedRegistries.TryCreate((Option("trusted") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries), out var trusted,
            out var reason)
            .ShouldBeTrue(reason);
        return trusted!;
    }

    /// <summary><c>expect=user:1654,file:/app/run:755</c></summary>
    private Expectation[] Expectations() =>
    [
        .. (Option("expect") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(static text =>
            text.Split(':')).Select(static part => part[0] switch
        {
            "user" => new Expectation(ExpectationKind.User, "") { Value = part[1] },
            "absent" => new Expectation(ExpectationKind.AbsentFile, part[1]),
            "file" => new Expectation(ExpectationKind.File, part[1]) { Mode = part.Length > 2 ? Convert.ToInt32(part[2], 8) : null },
            "port" => new Expectation(ExpectationKind.Port, part[1]),
            "size" => new Expectation(ExpectationKind.LargestSize, "") { Size = long.Parse(part[1], CultureInfo.InvariantCulture) },
            "no-shell" => new Expectation(ExpectationKind.NoShell, ""),
            _ => throw new FormatException(part[0]),
        }),
    ];

    private string? Option(string name) =>
        Options.FirstOrDefault(option => option.StartsWith(name + "=", StringComparison.Ordinal))?[(name.Length + 1)..];
}
