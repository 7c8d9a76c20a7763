using ContainerGuard.Advisories.Matching;
using ContainerGuard.Analysis.Built;
using ContainerGuard.Dockerfile;
using ContainerGuard.Images;
using ContainerGuard.Packages;
using ContainerGuard.Rules;

namespace ContainerGuard.Scanning;

/// <summary>
/// Finds the vulnerable packages of an image: one finding for each package, the most severe first, at FROM for the base image, else at
/// the instruction that brought the package.
/// </summary>
/// <param name="image">The image.</param>
/// <param name="inputs">What to compare with.</param>
/// <param name="project">The file of findings without a Dockerfile, absolute.</param>
internal sealed class ImageScan(ImageAnalysis image, ImageScanInputs inputs, string project)
{
    private readonly PackageMatcher _matcher = new(inputs.Table, inputs.Accepted);

    /// <summary>Makes the path of a Dockerfile absolute.</summary>
    public Func<string, string> FullPath { get; init; } = static path => path;

    /// <summary>Whether another scan of this build has judged a package: one of the project's own.</summary>
    public Func<Package, bool> IsJudged { get; init; } = static _ => false;

    /// <summary>The packages in the tag's current digest, if it differs from that of the base; null if it is not known.</summary>
    public IReadOnlyList<Package>? NewerBase { get; init; }

    /// <summary>Whether the tag of the base still has the digest of the base; null if it is not known.</summary>
    public bool? IsBaseCurrent { get; init; }

    /// <summary>Where FROM is, if the image has no Dockerfile; null for the project.</summary>
    public ScanPlace? BasePlace { get; init; }

    /// <summary>The number of scanned packages by ecosystem.</summary>
    public IReadOnlyDictionary<string, int> Scanned => _matcher.Scanned;

    /// <summary>The number of packages without data, by ecosystem.</summary>
    public IReadOnlyDictionary<string, int> NotLookedAt => _matcher.NotLookedAt;

    /// <summary>The packages with headers of a kernel, which are left out.</summary>
    public IReadOnlyList<string> OfKernel =>
        [.. image.Packages.Packages.Where(PackageLookup.IsOfKernel).Select(static package => package.Name).Distinct()];

    /// <summary>All findings.</summary>
    public IReadOnlyList<ScanFinding> Run() => Of(Vulnerable());

    /// <summary>The vulnerable packages: those of one source, version and layer together.</summary>
    public IReadOnlyList<(IReadOnlyList<Package> Packages, VulnerablePackage Found)> Vulnerable()
    {
        var groups = image.Packages.Packages
            .Where(package => !PackageLookup.IsLeftOut(package) && !PackageLookup.IsOfKernel(package) && !IsJudged(package))
            .GroupBy(package => (PackageMatcher.KeyOf(package), package.Layer ?? -1));
        List<(IReadOnlyList<Package> Packages, VulnerablePackage Found)> found = [];
        foreach (var group in groups)
        {
            List<Package> packages = [.. group];
            if (_matcher.Find(packages, RuleOf(packages[0])) is { } one) found.Add((packages, one));
        }

        return found;
    }

    /// <summary>The findings about vulnerable packages.</summary>
    public IReadOnlyList<ScanFinding> Of(IEnumerable<(IReadOnlyList<Package> Packages, VulnerablePackage Found)> vulnerable) =>
    [
        .. VulnerablePackage.Order(
                vulnerable.Select(one => (one.Found, Finding: Finding(one.Packages, one.Found)))
                    .Where(static one => one.Finding is not null),
                static one => one.Found)
            .ThenBy(static one => one.Found.Name, StringComparer.Ordinal).Select(static one => one.Finding!),
    ];

    private ScanFinding? Finding(IReadOnlyList<Package> packages, VulnerablePackage found)
    {
        var package = packages[0];
        var isOurs = package.Layer is { } layer && image.IsOurs(layer);

        // Without the base and the Dockerfile, it is not known which step brought a package of the system.
        var isUnknown = isOurs && !image.IsOriginKnown && package.Type.IsOfSystem();
        var remedy = isUnknown ? RemedyOfUnknown(found) : Remedy(package, found, isOurs);
        if (inputs.Settings.Of(found.Worst, found.WorstFixed, (isOurs && !isUnknown) || remedy.IsOurs) is not { } severity) return null;
        var rule = RuleOf(package);
        var place = isOurs ? image.Origins.InstructionOf(package.Layer!.Value) ?? From : From;
        if (place is not null && Suppressed?.Find(rule, place.KeywordSpan.Start) is not null) return null;
        var (file, at) = place is not null ? (FullPath(place.Source.Path), place.Source.GetPosition(place.KeywordSpan.Start))
            : BasePlace is { } known ? (known.File, known.At)
            : (project, null);
        return new ScanFinding(
            rule, severity, file, at,
            $"{NamesOf(packages, found)}{(isOurs ? "" : " of the base image")} {VulnerabilityText.Of(found)}. {remedy.Text}")
        {
            Image = ImageSite.Of(
                image, package.Layer, package.Path.Length > 0 ? package.Path : null,
                package.Layer is { } number ? image.Origins.StepOf(number) : null),
        };
    }

    /// <summary>The name of the source, and the packages that are made of it.</summary>
    private static string NamesOf(IReadOnlyList<Package> packages, VulnerablePackage found)
    {
        const int most = 2;
        if (packages[0].Role == PackageRole.Runtime && packages[0].Type == PackageType.NuGet) return $"{found.Name} {found.Version}";
        var names = packages.Select(static package => package.Name).Distinct(StringComparer.Ordinal).ToList();
        var made = names is [var only] && only == found.Name ? ""
            : names.Count > most ? $" ({string.Join(", ", names.Take(most))} and {names.Count - most} more)"
            : $" ({string.Join(", ", names)})";
        return $"'{found.Name}' {found.Version}{made}";
    }

    private (string Text, bool IsOurs) Remedy(Package package, VulnerablePackage found, bool isOurs)
    {
        if (found.Fixed is not { } version) return ("No version has a fix.", false);
        if (isOurs)
        {
            return package.Type.IsOfSystem() ? ($"{version} has the fix: build this step again without the build cache.", true)
                : package.Role == PackageRole.Runtime ? ($"{version} has the fix: build the application with it.", true)
                : ($"Update it to {version}.", true);
        }

        if (Ended is { } advice) return ($"{version} has the fix. {advice}", false);
        const string update = "run 'dotnet build -t:ContainerGuardUpdate'";
        if (IsBaseCurrent == true)
        {
            return (
                $"{version} has the fix, but the base image is not rebuilt with it. "
                    + "Wait for a new base image, or upgrade the package in a RUN.",
                false);
        }

        if (NewerBase is null) return ($"{version} has the fix: {update}, or upgrade the package in a RUN until the image has it.", false);
        return IsFixedIn(NewerBase, package, found)
            ? ($"The tag's current digest has the fix: {update}.", true)
            : (
                $"{version} has the fix, but the current digest of the tag does not have it. "
                    + "Wait for a new base image, or upgrade the package in a RUN.",
                false);
    }

    private static (string Text, bool IsOurs) RemedyOfUnknown(VulnerablePackage found) => found.Fixed is { } version
        ? ($"{version} has the fix: upgrade the package in a RUN, or use a base image that contains this version.", false)
        : ("No version has a fix.", false);

    private static bool IsFixedIn(IReadOnlyList<Package> newer, Package package, VulnerablePackage found)
    {
        var same = newer.Where(other => other.Type == package.Type && other.Name == package.Name).ToList();
        return same.TrueForAll(other => PackageLookup.Of(other) is { } known
            && !AdvisoryMatch.Affecting(known, found.Rows.Where(row => row.Severity == found.WorstFixed)).Any());
    }

    /// <summary>The advice for a system that gets no more fixes; null for another one.</summary>
    private string? Ended
    {
        get
        {
            if (image.System is not { } system || image.Inputs.Base?.Reference is not { } reference) return null;
            var ended = EndOfLife.Table.Find(reference, image.Inputs.Today, system).LastOrDefault(static status => status.HasEnded);
            return ended is null ? null
                : $"{ended.Product} {ended.Cycle} is out of support"
                    + (ended.Successors.Count == 0 ? "." : $": move to {SupportText.OneOf(ended.Successors)}.");
        }
    }

    private RuleDescriptor RuleOf(Package package) => RuleOf(package, package.Layer is { } layer && image.IsOurs(layer));

    /// <summary>The rule of a package.</summary>
    /// <param name="package">The package.</param>
    /// <param name="isOurs">Whether a layer above the base image brought it.</param>
    public static RuleDescriptor RuleOf(Package package, bool isOurs) =>
        package.Role == PackageRole.Runtime && package.Type == PackageType.NuGet
            ? isOurs ? ScanCodes.VulnerableAppRuntime : ScanCodes.VulnerableBaseRuntime
            : package.Type.IsOfSystem() ? ScanCodes.VulnerableSystemPackage
            : ScanCodes.VulnerableLibrary;

    private InstructionSyntax? From => image.Inputs.Dockerfile?.Model.FinalStage?.Root is { IsFragment: false } root ? root.From : null;

    private Suppressions? Suppressed => field ??=
        image.Inputs.Dockerfile is { } dockerfile ? Suppressions.Read(dockerfile.Syntax, image.Inputs.Today) : null;
}
