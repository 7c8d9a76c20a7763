using System.Text;
using System.Text.Json;
using ContainerGuard.Analysis;
using ContainerGuard.Analysis.Built;
using ContainerGuard.Configuration;
using ContainerGuard.Files;
using ContainerGuard.Images;
using ContainerGuard.Inspection;
using ContainerGuard.Inspection.Facts;
using ContainerGuard.Inspection.Sources;
using ContainerGuard.Packages.Readers.DotNet;
using ContainerGuard.Packages.Sbom;
using ContainerGuard.Registry;
using ContainerGuard.Reports;
using ContainerGuard.Rules;
using ContainerGuard.Rules.BuiltImages;
using Microsoft.Build.Framework;

namespace ContainerGuard;

/// <summary>Opens an image of a registry, an engine, an archive or a layout, says what it contains, and checks it.</summary>
[MSBuildMultiThreadableTask]
public sealed class InspectImage : ContainerTask
{
    private readonly List<Diagnostic> _found = [];
    private Baseline? _baseline;
    private bool _hasFiles;
    private List<ImageException> _exceptions = [];
    private IReadOnlyList<Expectation> _expectations = [];
    private readonly List<ReportedImage> _images = [];

    /// <summary><c>ContainerGuardInspectImage</c>: the image, in one of the forms of <see cref="ImageName.Forms"/>.</summary>
    public string Image { get; set; } = "";

    /// <summary>
    /// The items <c>GeneratedContainer</c> of the SDK's PublishContainer, with <c>Configuration</c> and <c>ManifestDigest</c>; empty for
    /// another image.
    /// </summary>
    public ITaskItem[] Containers { get; set; } = [];

    /// <summary><c>ContainerGuardInspectFiles</c>: true, false, or empty to read the files of an engine's image only in CI.</summary>
    public string ReadFiles { get; set; } = "";

    /// <summary>Whether the build is one of CI.</summary>
    public bool IsCI { get; set; }

    /// <summary>Whether the image was built from <see cref="Dockerfile"/> by this build.</summary>
    public bool IsBuilt { get; set; }

    /// <summary>The Dockerfile, relative to the project; empty for none.</summary>
    public string Dockerfile { get; set; } = "";

    /// <summary>The SDK's <c>ContainerBaseImage</c>, with the digest of the lock file; empty for an image with a Dockerfile.</summary>
    public string BaseImage { get; set; } = "";

    /// <summary>The same as the project writes it.</summary>
    public string WrittenBaseImage { get; set; } = "";

    /// <summary><c>ContainerGuardLocked</c>.</summary>
    public bool Locked { get; set; }

    /// <summary><c>ContainerGuardInspectJson</c>: the file for what was understood; empty for none.</summary>
    public string Json { get; set; } = "";

    /// <summary><c>ContainerGuardSbom</c>: the formats of bills of materials.</summary>
    public string Sbom { get; set; } = "";

    /// <summary><c>ContainerGuardSourceDateEpoch</c>.</summary>
    public string SourceDateEpoch { get; set; } = "";

    /// <summary><c>ProjectAssetsFile</c> of the project that the image is of; empty for another image.</summary>
    public string AssetsFile { get; set; } = "";

    /// <summary><c>RuntimeIdentifier</c>.</summary>
    public string RuntimeIdentifier { get; set; } = "";

    /// <summary>Whether the runtime is published with the application.</summary>
    public bool HasRuntime { get; set; }

    /// <summary><c>ContainerGuardInspectSarif</c>, relative to the project; empty for no report.</summary>
    public string Sarif { get; set; } = "";

    /// <summary>Reports with the findings and the layers, with <c>Format</c>.</summary>
    public ITaskItem[] Reports { get; set; } = [];

    /// <summary><c>ContainerGuardSarifSuppressed</c>.</summary>
    public bool SarifSuppressed { get; set; } = true;

    /// <summary><c>ContainerGuardBaseline</c>, relative to the project; empty for none.</summary>
    public string Baseline { get; set; } = "";

    /// <summary><c>ContainerGuardCacheFolder</c>; empty for the user's cache folder, <c>none</c> to keep nothing.</summary>
    public string CacheFolder { get; set; } = "";

    /// <summary><c>ContainerGuardExpect</c> items.</summary>
    public ITaskItem[] Expectations { get; set; } = [];

    /// <summary><c>ContainerGuardStructureTest</c> items: the files of container-structure-test.</summary>
    public ITaskItem[] StructureTests { get; set; } = [];

    /// <summary><c>ContainerGuardException</c> items, with <c>Reason</c>, <c>Path</c>, <c>Package</c> and <c>Expires</c>.</summary>
    public ITaskItem[] Exceptions { get; set; } = [];

    /// <summary><c>ContainerGuardOffline</c>.</summary>
    public bool Offline { get; set; }

    /// <summary><c>ContainerGuardInsecureRegistry</c> items.</summary>
    public ITaskItem[] InsecureRegistries { get; set; } = [];

    /// <summary><c>ContainerGuardTrustedRealm</c> items.</summary>
    public ITaskItem[] TrustedRealms { get; set; } = [];

    /// <summary><c>ContainerGuardCredential</c> items.</summary>
    public ITaskItem[] Credentials { get; set; } = [];

    private protected override void Run()
    {
        if (Image.Length == 0)
        {
            Report(GuardCodes.InvalidValue, ProjectFile, $"ContainerGuardInspectImage is empty. {ImageName.Forms}");
            return;
        }

        if (!ImageName.TryParse(Image, out var name, out var reason))
        {
            Report(GuardCodes.InvalidReference, ProjectFile, reason);
            return;
        }

        if (Offline && name.Transport == ImageTransport.Registry)
        {
            ReportUnread(
                GuardCodes.CannotInspect,
                $"'{Image}' is in a registry, and ContainerGuardOffline is true. "
                    + "Inspect an archive, or an image in Docker or Podman, instead.");
            return;
        }

        if (!CredentialItems.TryRead(Credentials, out var credentials, out reason))
        {
            Report(GuardCodes.InvalidValue, ProjectFile, reason);
            return;
        }

        if (FactsOrReport() is not { } facts || !TryReadItems()) return;
        var folder = CacheFolderOf(CacheFolder);
        var registry = RegistryItems.Options(
            InsecureRegistries, TrustedRealms, credentials, LogDetail, static _ => true);
        var options = InspectionItems.Options(facts.Mirrors, registry with { Clock = Clock }, folder);
        InspectAll(name, options with { Rehearsal = Rehearse }, facts);
        options.Cache?.Trim();
        options.Documents?.Trim();
    }

    private void InspectAll(ImageName name, InspectionOptions options, FileFacts facts)
    {
        var digests = Containers.Select(static item => item.GetMetadata("ManifestDigest")).Where(static digest => digest.Length > 0)
            .Distinct(StringComparer.Ordinal).ToList();
        if (digests.Count == 0) Inspect(name, Image, null, options, facts);
        foreach (var digest in digests)
        {
            var configuration = Containers.First(item => item.GetMetadata("ManifestDigest") == digest).GetMetadata("Configuration");
            var pinned = name.Reference is { } reference && ImageDigest.TryParse(digest, out var parsed, out _)
                ? name with { Reference = reference.WithDigest(parsed) }
                : name;
            var first = _found.Count;
            Inspect(pinned, Image, configuration, options, facts);
            if (name is { Transport: ImageTransport.Registry, Reference: { } pushed }) SayThatItIsPushed(first, $"{pushed.Name}@{digest}");
        }

        IReadOnlyList<Diagnostic> reported = _baseline is null ? _found : _baseline.Apply(PathInBaseline(), _found);
        if (Containers.Length > 0) reported = [.. reported.Select(finding => AtItsSetting(finding, WrittenBaseImage))];
        foreach (var finding in reported)
        {
            if (!finding.IsOpen) continue;
            var isInFile = finding.Start is not null || IsBuilt || Containers.Length > 0;
            Report(finding with { File = isInFile ? FullPath(finding.File) : Image });
        }

        if (MoreReportsOrReport(Reports, stepSummary: false, []) is { } more)
        {
            WriteReports(Sarif, SarifSuppressed, reported, more with { Name = $"{ReportRun.DefaultName}-inspect", Images = _images });
        }

        ReportExceptions();
        ReportConfigurationProblems();
    }

    /// <summary>A finding after the push does not take the image back.</summary>
    private void SayThatItIsPushed(int first, string pushed)
    {
        for (var index = first; index < _found.Count; index++)
        {
            _found[index] = _found[index] with { Message = $"{_found[index].Message} {pushed} is in the registry already." };
        }
    }

    private void Inspect(
        ImageName name, string shown, string? configuration, InspectionOptions options, FileFacts facts)
    {
        try
        {
            if (ReadsConfigOnly(name) && Json.Length == 0 && SbomFormat.Of(Sbom).Count == 0)
            {
                var config = configuration is { Length: > 0 }
                    ? ImageConfig.Parse(Encoding.UTF8.GetBytes(configuration), $"The configuration of '{shown}'")
                    : EngineConfig.Read(name, options, Cancellation);
                Check(InspectedImage.OfConfig(config, options.Limits), name, isDocker: true, options, facts);
                return;
            }

            var (file, wanted) = name.Split(FullPath);
            using var saved = SavedImages.Open(name with { Place = file }, options, Cancellation);
            var image = Read(saved, wanted, options);
            if (Json.Length > 0) WriteJson(saved);
            if (image is null) return;
            if (InspectionReport.Problems(image) is { Count: > 0 } problems)
            {
                Report(
                    GuardCodes.ImageInconsistent, ProjectFile,
                    $"{Image} is damaged or incomplete: {string.Join("; ", problems)}. Pull, build or save the image again.");
            }

            Check(image, name, saved.Forms.Contains("docker-save"), options, facts);
        }
        catch (InspectionException exception)
        {
            ReportUnread(GuardCodes.CannotInspect, exception.Message);
        }
        catch (RegistryException exception)
        {
            ReportUnread(
                PinningCodes.OfRegistry(exception.Problem),
                $"{Sentence(exception.Problem.Message)} {exception.Problem.Remedy}{name.WayToEngine(shown)}");
        }
    }

    /// <summary>A build that has made its image does not fail because the image cannot be read afterwards.</summary>
    private void ReportUnread(RuleDescriptor rule, string message)
    {
        if (IsBuilt || Containers.Length > 0) Report(rule, ProjectFile, $"The image was not inspected. {message}", Severity.Warning);
        else Report(rule, ProjectFile, message);
    }

    /// <summary>An engine exports only whole images, which takes longer than a person waits.</summary>
    private bool ReadsConfigOnly(ImageName name) =>
        ReadFiles.Length > 0 ? !Setting.IsTrue(ReadFiles)
        : name.Transport is ImageTransport.DockerDaemon or ImageTransport.ContainersStorage && (IsBuilt || Containers.Length > 0) && !IsCI;

    private void Check(
        InspectedImage image, ImageName name, bool isDocker, InspectionOptions options, FileFacts facts)
    {
        var dockerfile = Dockerfile.Length > 0 && Containers.Length == 0 ? ReadDockerfile(Dockerfile, facts) : null;
        var platform = image.Config.Platform;
        var analysis = Analyze(dockerfile);
        if (dockerfile is not null && !IsBuilt && !analysis.Origins.HasInstructions) analysis = Analyze(null);

        _hasFiles |= analysis.HasFiles;
        if (Reports.Length > 0) _images.Add(ReportedImage.Of(Image, analysis));
        var tuned = Policy.For(Configuration.For(analysis.Inputs.Dockerfile is null ? ProjectFile : FullPath(Dockerfile)));
        _found.AddRange(ImageRuleRunner.Run(analysis, ProjectFile, _exceptions, tuned));
        Say(Text(analysis));
        WriteSboms(analysis, name, platform, options);
        Shared(static () => new InspectedImages(), ProjectFile).Add(Image, analysis);

        ImageAnalysis Analyze(FileAnalysis? file)
        {
            var finder = new BaseImageFinder(options, facts, Offline, Cancellation);
            var known = finder.Find(image.Config, file, BaseImage, platform);
            return new ImageAnalysis(image, new ImageInputs
            {
                Name = Image,
                Reference = name.Reference,
                Today = Today,
                Dockerfile = file,
                Base = known,
                IsBaseSigned = Policy.IsOff(BaseNotSigned.Own) ? null : finder.IsSigned(known),
                IsLocked = Locked,
                Trusted = facts.Trusted,
                CanHaveHealthCheck = isDocker || image.Config.History.Any(
                    static step => step.CreatedBy.EndsWith("# buildkit", StringComparison.Ordinal)),
                Expectations = _expectations,
            });
        }
    }

    /// <summary>All that <see cref="Check"/> does, without a request, a report or a use of an exception.</summary>
    private void Rehearse(InspectedImage image)
    {
        var analysis = new ImageAnalysis(
            image, new ImageInputs { Name = Image, Today = Today, IsLocked = Locked, Expectations = _expectations });
        _ = ImageRuleRunner.Run(analysis, ProjectFile, [], Policy.For(Configuration.For(ProjectFile)));
        _ = Text(analysis);
    }

    private string Text(ImageAnalysis analysis) =>
        string.Join('\n', (string[])[InspectionReport.Text(Image, analysis.Image), .. ImageSizeReport.Lines(analysis)]);

    private void WriteSboms(ImageAnalysis analysis, ImageName name, ImagePlatform? platform, InspectionOptions options)
    {
        var files = new SbomFiles(Sbom, SourceDateEpoch, FullPath(CommonSettings.KeptFolder));
        if (!files.AreWanted || !analysis.HasFiles) return;
        if (LogUnread(analysis.Packages) is { } unread) Say(SbomFiles.Lacks(unread));
        var isOwn = IsBuilt || Containers.Length > 0;
        var assets = isOwn && AssetsFile.Length > 0
            ? ProjectAssets.Read(FullPath(AssetsFile), TargetFramework ?? "", RuntimeIdentifier, HasRuntime)
            : null;
        var packages = assets?.Complete(analysis.Packages.Packages) ?? analysis.Packages.Packages;
        var stem = Containers.Length > 1 ? $"image.{platform?.ToString().Replace('/', '-')}" : "image";
        if (files.Write(ImageSbom.Of(analysis, packages, files.Time, ToolVersion), stem) is { } failed)
        {
            Report(GuardCodes.CannotWriteFile, failed.Path, failed.Problem);
            return;
        }

        if (isOwn && name is { Transport: ImageTransport.Registry, Reference: { } pushed }) PushSboms(files, pushed, options.Registry);
    }

    /// <summary>The image is in the registry; what belongs to it follows. A refusal does not take the image back.</summary>
    private void PushSboms(SbomFiles files, ImageReference image, RegistryOptions options)
    {
        try
        {
            foreach (var (file, digest) in files.Push(image, options, Cancellation))
            {
                Log.LogMessage(MessageImportance.Normal, "ContainerGuard: {0} is {1} of {2}", file, digest, image.Familiar);
            }
        }
        catch (RegistryException exception)
        {
            Report(
                PinningCodes.OfRegistry(exception.Problem), ProjectFile,
                $"The SBOM was not pushed. {Sentence(exception.Problem.Message)} {exception.Problem.Remedy}", Severity.Warning);
        }
    }

    /// <summary>False after a reported error in an item or in the baseline.</summary>
    private bool TryReadItems()
    {
        if (!TryReadBaseline(Baseline.Length == 0 ? "" : FullPath(Baseline), forImages: true, out _baseline)) return false;

        if (!ImageItems.TryReadExpectations(Expectations, out var expected, out var problem)
            || !ImageItems.TryReadTests(StructureTests, FullPath, expected, out problem))
        {
            Report(GuardCodes.ExpectationInvalid, ProjectFile, problem!);
            return false;
        }

        _expectations = expected;
        _exceptions = ImageItems.ReadExceptions(
            Exceptions, ofScan: false, item => Report(GuardCodes.ExceptionInvalid, DefiningFile(item.Item), item.Problem));
        return true;
    }

    private void ReportExceptions()
    {
        foreach (var exception in _exceptions)
        {
            if (exception.HasExpired(Today))
            {
                Report(GuardCodes.ExceptionExpired, exception.File, ImageItems.Expired(exception));
            }
            else if (!exception.IsUsed && _hasFiles)
            {
                Report(
                    GuardCodes.ExceptionUnused, exception.File,
                    $"The exception for {exception.Code} does not match a finding of '{Image}'. Remove it, or correct its Path "
                        + "and Package.");
            }
        }
    }

    private string PathInBaseline() => Path.GetRelativePath(
        Path.GetDirectoryName(FullPath(Baseline))!, Dockerfile.Length > 0 ? FullPath(Dockerfile) : ProjectFile).Replace('\\', '/');

    /// <summary>Null if the image cannot be read; the facts about the others are still written.</summary>
    private InspectedImage? Read(SavedImages saved, string? wanted, InspectionOptions options)
    {
        try
        {
            return saved.ReadChosen(wanted, options.Platform, Cancellation);
        }
        catch (InspectionException exception)
        {
            ReportUnread(GuardCodes.CannotInspect, exception.Message);
            return null;
        }
    }

    private void WriteJson(SavedImages saved)
    {
        var problem = TextFile.Write(FullPath(Json), stream =>
        {
            using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
            new ImageFactsWriter(json).Write(saved, Cancellation);
        }, "file of ContainerGuardInspectJson");
        if (problem is not null) Report(GuardCodes.CannotWriteFile, FullPath(Json), problem);
    }
}
