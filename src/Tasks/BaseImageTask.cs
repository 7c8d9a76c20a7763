using ContainerGuard.Analysis;
using ContainerGuard.Analysis.Built;
using ContainerGuard.Files;
using ContainerGuard.Images;
using ContainerGuard.Inspection;
using ContainerGuard.Registry;
using ContainerGuard.Rules;
using ContainerGuard.Scanning;
using ContainerGuard.Text;
using Microsoft.Build.Framework;

namespace ContainerGuard;

/// <summary>
/// The base of the tasks that know the vulnerabilities of images: the base images of the project, and how to read an image.
/// </summary>
public abstract class BaseImageTask : AdvisoryTask
{
    private protected BaseImageTask()
    {
    }

    /// <summary>The project's own Dockerfiles.</summary>
    public ITaskItem[] Dockerfiles { get; set; } = [];

    /// <summary>The generated Dockerfile, absolute; empty without one.</summary>
    public string GeneratedDockerfile { get; set; } = "";

    /// <summary>The SDK's <c>ContainerBaseImage</c>, for its PublishContainer; empty otherwise.</summary>
    public string BaseImage { get; set; } = "";

    private protected IEnumerable<string> DockerfilePaths =>
    [
        .. Dockerfiles.Select(item => FullPath(item.ItemSpec)),
        .. GeneratedDockerfile.Length == 0 ? Array.Empty<string>() : [GeneratedDockerfile],
    ];

    /// <summary>The bases of the images of the project, and where each is named.</summary>
    private protected IEnumerable<(ImageReference Image, ScanPlace Place)> Bases(FileFacts facts)
    {
        if (BaseImage.Length > 0)
        {
            if (ImageReference.TryParse(BaseImage.Trim(), out var named, out _)) yield return (named, new ScanPlace(ProjectFile, null));
            yield break;
        }

        foreach (var path in DockerfilePaths)
        {
            if (!File.Exists(path) || TextFile.Read(path, "Dockerfile").Bytes is not { } bytes) continue;
            var text = SourceText.FromBytes(bytes, path);
            if (RuleRunner.Read(text, facts).FinalStage is not { } stage || StageBase.Of(stage) is not { } image) continue;
            var isGenerated = path == GeneratedDockerfile;
            yield return (image, isGenerated
                ? new ScanPlace(ProjectFile, null)
                : new ScanPlace(path, text.GetPosition(stage.Root.From.KeywordSpan.Start)));
        }
    }

    /// <summary>Reads an image that a person names; null after a reported error.</summary>
    /// <param name="image">In a form of <see cref="ImageName.Forms"/>.</param>
    /// <param name="dockerfile">Its Dockerfile, relative to the project; empty for none.</param>
    /// <param name="facts">The lock file and the mirrors.</param>
    private protected ImageAnalysis? ReadImage(string image, string dockerfile, FileFacts facts)
    {
        if (!ImageName.TryParse(image, out var name, out var reason))
        {
            Report(GuardCodes.InvalidReference, ProjectFile, reason);
            return null;
        }

        if (Offline && name.Transport == ImageTransport.Registry)
        {
            Report(
                GuardCodes.CannotInspect, ProjectFile,
                $"'{image}' is in a registry, and ContainerGuardOffline is true. Use a file, such as docker-archive:app.tar.");
            return null;
        }

        if (InspectionFor(facts, isNamed: true) is not { } inspection) return null;
        try
        {
            var (file, wanted) = name.Split(FullPath);
            using var saved = Inspection.Sources.SavedImages.Open(name with { Place = file }, inspection, Cancellation);
            var read = saved.ReadChosen(wanted, inspection.Platform, Cancellation);
            var finder = new BaseImageFinder(inspection, facts, Offline, Cancellation);
            var written = dockerfile.Length == 0 ? null : ReadDockerfile(dockerfile, facts);
            var analysis = Analyze(written);
            return written is null || analysis.Origins.HasInstructions ? analysis : Analyze(null);

            ImageAnalysis Analyze(FileAnalysis? of) => new(read, new ImageInputs
            {
                Name = image,
                Reference = name.Reference,
                Today = Today,
                Dockerfile = of,
                Base = finder.Find(read.Config, of, BaseImage, read.Config.Platform),
            });
        }
        catch (InspectionException exception)
        {
            Report(GuardCodes.CannotInspect, ProjectFile, exception.Message);
        }
        catch (RegistryException exception)
        {
            Report(
                PinningCodes.OfRegistry(exception.Problem), ProjectFile,
                $"{Sentence(exception.Problem.Message)} {exception.Problem.Remedy}{name.WayToEngine(image)}");
        }

        return null;
    }

    /// <summary>How to read images; null after a reported error in an item.</summary>
    /// <param name="facts">The mirrors.</param>
    /// <param name="isNamed">
    /// Whether a person names the images. Those of a Dockerfile are read only from trusted registries, and only a registry that the project
    /// names gets the SDK's variables.
    /// </param>
    private Inspection.Sources.InspectionOptions? InspectionFor(FileFacts facts, bool isNamed)
    {
        if (CredentialsOrReport() is not { } credentials) return null;
        var registries = new ProjectRegistries(CommonSettings, Mirrors, InsecureRegistries);
        var registry = RegistryItems.Options(
            InsecureRegistries, TrustedRealms, credentials, LogDetail, host => isNamed || registries.Name(host)) with
        {
            Clock = Clock,
            MayAsk = image => isNamed || registries.MayAsk(image),
        };
        return InspectionItems.Options(facts.Mirrors, registry, CacheFolderOf(CacheFolder));
    }

    /// <summary>The reader of base images; null after a reported error in an item.</summary>
    private protected BaseReader? BaseReaderFor(FileFacts facts) =>
        InspectionFor(facts, isNamed: false) is { } inspection
            ? new BaseReader(inspection, Cancellation)
            : null;

    /// <summary>The reader of what base images contain; null after a reported error in an item.</summary>
    /// <param name="facts">The mirrors.</param>
    /// <param name="isNamed">Whether a person names the images.</param>
    private protected BaseContentsReader? ContentsReaderFor(FileFacts facts, bool isNamed) =>
        InspectionFor(facts, isNamed) is { } inspection
            ? new BaseContentsReader(inspection, new BaseLayers(BaseLayers.DefaultSize), Cancellation)
            : null;
}
