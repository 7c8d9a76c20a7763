using ContainerGuard.Advisories;
using ContainerGuard.Analysis;
using ContainerGuard.Analysis.Built;
using ContainerGuard.Images;
using ContainerGuard.Packages;
using ContainerGuard.Rules;
using ContainerGuard.Scanning;
using ContainerGuard.Tests.Unit.Inspection;

namespace ContainerGuard.Tests.Unit.Scanning;

/// <summary>Scans an image that is written as text, with rows of data.</summary>
public abstract class ImageScanTest
{
    /// <summary>The file that names the system.</summary>
    protected const string Debian = "  file /etc/os-release text=ID=debian\\nVERSION_ID=\"13\"\\n";

    private const string Digest = "sha256:1111111111111111111111111111111111111111111111111111111111111111";

    private protected AdvisoryTable Table { get; } = new();

    private protected IReadOnlyList<ImageException> Exceptions { get; set; } = [];

    private protected ImageScan? Scan { get; private set; }

    private protected void Know(
        string ecosystem, string package, string id, string interval, AdvisorySeverity severity = AdvisorySeverity.High,
        string[]? aliases = null, string state = "") => Table.Add(new Advisory
        {
            Id = id, Ecosystem = ecosystem, Package = package, Severity = severity, SeveritySource = "test",
            Ranges = [AffectedInterval.Parse(interval)!], Aliases = aliases ?? [], VendorState = state,
        });

    protected static string Dpkg(string name, string version, string source = "") =>
        $"Package: {name}\\nStatus: install ok installed\\nArchitecture: amd64\\nVersion: {version}\\n"
        + (source.Length == 0 ? "" : $"Source: {source}\\n") + "\\n";

    private protected List<string> Findings(string text, bool? isCurrent = null, Package? newer = null)
    {
        var parsed = ImageText.Parse(text, "Dockerfile");
        var image = parsed.Build();
        var facts = new FileFacts { Today = new DateOnly(2026, 11, 22) };
        var known = parsed.Base(image);
        Scan = new ImageScan(
            new ImageAnalysis(image, new ImageInputs
            {
                Name = "image", Today = facts.Today, Dockerfile = new FileAnalysis(parsed.Model, facts),
                Base = known is null ? null : known with { Reference = known.Reference.WithDigest(ImageDigest.Parse(Digest)) },
            }),
            new ImageScanInputs(Table, new Accepted(Exceptions, []), new ScanSettings()), "app.csproj")
        {
            IsBaseCurrent = isCurrent,
            NewerBase = newer is null ? null : [newer],
        };
        return [.. Scan.Run().Select(static one => $"{one.Severity} {one.Rule.Id} {one.File}:{one.At?.Line} {one.Message}")];
    }
}
