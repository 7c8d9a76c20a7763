namespace ContainerGuard.Generation.DotNet;

/// <summary>
/// The images that a project is built with and runs on. Tags as dotnet/dotnet-docker publishes them (its documentation/supported-tags.md):
/// Ubuntu's chiseled variants, and -extra with ICU and time zones where an image has none by itself, since .NET 8; native AOT SDKs since .NET 10.
/// </summary>
internal sealed record BaseImages
{
    public const string Repository = "mcr.microsoft.com/dotnet/";

    /// <summary>The SDK that the package itself needs; it builds every earlier framework, and older SDK images are out of support.</summary>
    private const int OldestSdk = 10;

    public required BaseImage Build { get; init; }

    public required BaseImage Final { get; init; }

    /// <summary>Whether the final image defines <c>APP_UID</c>: Microsoft's own images do since .NET 8.</summary>
    public required bool DefinesAppUser { get; init; }

    /// <summary>Whether the final image may lack a shell: chiseled and distroless ones do.</summary>
    public bool IsDistroless => !ImageTools.HasShell(Final.Reference);

    /// <summary>What has to be pinned, build image first.</summary>
    public IReadOnlyList<string> References => [Build.Reference, Final.Reference];

    public static BaseImages For(DotNetProject project, GlobalJson? globalJson)
    {
        if (project.IsWindows) return WindowsImages.For(project, globalJson);
        var isMusl = IsMusl(project);
        return new BaseImages
        {
            Build = BuildImage(project, globalJson, isMusl),
            Final = project.ContainerBaseImage.Length > 0
                ? new BaseImage(project.ContainerBaseImage, "the base image that ContainerBaseImage names")
                : FinalImage(project, globalJson, isMusl),
            DefinesAppUser = project.TargetFramework.Major >= 8
                && (project.ContainerBaseImage.Length == 0 || project.ContainerBaseImage.StartsWith(Repository, StringComparison.Ordinal)),
        };
    }

    public static bool HasNativeAotSdk(string family) => ImageTools.IsAlpine(family) || Array.Exists(["noble", "resolute", "azurelinux"], name => family.StartsWith(name, StringComparison.Ordinal));

    private static BaseImage BuildImage(DotNetProject project, GlobalJson? globalJson, bool isMusl)
    {
        var (tag, reason) = SdkTag(project, globalJson);

        // Native AOT links against the C library of the image it is built in, so that has to be the one it runs on.
        if (project.PublishAot) return new BaseImage($"{Repository}sdk:{tag}-{AotFamily(project, isMusl)}-aot", reason + ", with the native AOT tool chain");
        return new BaseImage($"{Repository}sdk:{tag}{(isMusl ? "-alpine" : "")}", reason + (isMusl ? ", on musl as the final image" : ""));
    }

    /// <summary>The version of the SDK as its tags begin, and why it is that.</summary>
    public static (string Tag, string Reason) SdkTag(DotNetProject project, GlobalJson? globalJson)
    {
        var framework = project.TargetFramework;
        return globalJson is not null
            ? (globalJson.ImageTag, "the SDK that global.json asks for")
            : framework.Major >= OldestSdk
                ? (framework.Version + Channel(project, globalJson), $"the SDK of {framework.Moniker}")
                : ($"{OldestSdk}.0", $"the oldest SDK still in support that builds {framework.Moniker}");
    }

    private static BaseImage FinalImage(DotNetProject project, GlobalJson? globalJson, bool isMusl)
    {
        var framework = project.TargetFramework;
        var (name, kind) = project switch
        {
            { IsSelfContained: true } => ("runtime-deps", "what an app with a runtime of its own needs"),
            { IsWeb: true } => ("aspnet", "the ASP.NET Core runtime"),
            _ => ("runtime", "the .NET runtime"),
        };
        var version = framework.Version + Channel(project, globalJson);
        var extra = project.InvariantGlobalization ? "" : "-extra";
        var globalization = project.InvariantGlobalization
            ? "no ICU, as globalization is invariant"
            : "-extra brings ICU and time zones, as globalization is not invariant";

        BaseImage Image(string suffix, string reason) => new($"{Repository}{name}:{version}{suffix}", $"{kind}, {reason}");

        if (project.ContainerFamily.Length > 0)
        {
            var family = project.ContainerFamily;
            return framework.Major >= 8 && (!ImageTools.HasShell(family) || ImageTools.IsAlpine(family)) && !family.EndsWith("-extra", StringComparison.Ordinal)
                ? Image($"-{family}{extra}", $"in the variant that ContainerFamily names; {globalization}")
                : Image($"-{family}", "in the variant that ContainerFamily names");
        }

        if (isMusl)
        {
            var onAlpine = "on alpine, as the runtime identifier needs musl";
            return framework.Major >= 8 ? Image($"-alpine{extra}", $"{onAlpine}; {globalization}") : Image("-alpine", onAlpine);
        }

        return framework.Major >= 8
            ? Image($"-{Ubuntu(framework)}-chiseled{extra}", $"in its chiseled variant: the smallest that fits, without shell and package manager; {globalization}")
            : Image("", "in its default variant, as chiseled ones with ICU begin with .NET 8");
    }

    /// <summary>The Ubuntu release that every image of a .NET release comes in: 24.04 up to .NET 10, 26.04 from .NET 11.</summary>
    private static string Ubuntu(TargetFramework framework) => framework.Major >= 11 ? "resolute" : "noble";

    /// <summary>The distribution of the final image: what ContainerFamily names up to its variant.</summary>
    private static string AotFamily(DotNetProject project, bool isMusl) =>
        project.ContainerBaseImage.Length == 0 && project.ContainerFamily.Length > 0 ? project.ContainerFamily.Split('-')[0]
        : isMusl ? "alpine"
        : Ubuntu(project.TargetFramework);

    /// <summary>A preview is tagged as one; a release candidate has the tags of the release already.</summary>
    public static string Channel(DotNetProject project, GlobalJson? globalJson) =>
        globalJson is not null
        && globalJson.Major == project.TargetFramework.Major
        && globalJson.Version.Contains("-preview", StringComparison.Ordinal)
            ? "-preview"
            : "";

    /// <summary>Whether the final image is built on musl: on alpine, whose BusyBox is there.</summary>
    public static bool IsMusl(DotNetProject project) =>
        project.ContainerBaseImage.Length > 0 ? ImageTools.IsAlpine(project.ContainerBaseImage)
        : project.ContainerFamily.Length > 0 ? ImageTools.IsAlpine(project.ContainerFamily)
        : ContainerTargets.AreMusl(project);
}
