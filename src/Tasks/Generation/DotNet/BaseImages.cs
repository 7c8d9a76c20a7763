using ContainerGuard.Images;

namespace ContainerGuard.Generation.DotNet;

/// <summary>
/// The images to build and run a project. The tags are those of dotnet/dotnet-docker (documentation/supported-tags.md):
/// chiseled Ubuntu variants, and -extra variants with ICU and time zones, since .NET 8; native AOT SDKs since .NET 10.
/// </summary>
internal sealed record BaseImages
{
    public const string Repository = "mcr.microsoft.com/dotnet/";

    /// <summary>The oldest supported SDK. It builds every earlier framework.</summary>
    private static readonly int OldestSdk = OfferedCycles.Of(EndOfLifeData.DotNet)[^1].NumberAfter("");

    public required BaseImage Build { get; init; }

    public required BaseImage Final { get; init; }

    /// <summary>Whether the final image defines <c>APP_UID</c>: Microsoft's own images do since .NET 8.</summary>
    public required bool DefinesAppUser { get; init; }

    /// <summary>Whether the final image is chiseled or distroless, that is, without a shell.</summary>
    public bool IsDistroless => !ImageTools.HasShell(Final.Reference);

    /// <summary>The images to pin, build image first.</summary>
    public IReadOnlyList<string> References => [Build.Reference, Final.Reference];

    public static BaseImages For(DotNetProject project, GlobalJson? globalJson)
    {
        if (project.IsWindows) return WindowsImages.For(project, globalJson);
        var isMusl = IsMusl(project);
        return new BaseImages
        {
            Build = BuildImage(project, globalJson, isMusl),
            Final = project.ContainerBaseImage.Length > 0
                ? new BaseImage(project.ContainerBaseImage, "the base image from ContainerBaseImage")
                : FinalImage(project, globalJson, isMusl),
            DefinesAppUser = project.TargetFramework.Major >= 8
                && (project.ContainerBaseImage.Length == 0 || project.ContainerBaseImage.StartsWith(Repository, StringComparison.Ordinal)),
        };
    }

    public static bool HasNativeAotSdk(string family) =>
        ImageTools.IsAlpine(family)
        || Array.Exists(["noble", "resolute", "azurelinux"], name => family.StartsWith(name, StringComparison.Ordinal));

    private static BaseImage BuildImage(DotNetProject project, GlobalJson? globalJson, bool isMusl)
    {
        var (tag, reason) = SdkTag(project, globalJson);

        // Native AOT links against the C library of the build image, which must be that of the final image.
        if (project.PublishAot)
        {
            return new BaseImage($"{Repository}sdk:{tag}-{AotFamily(project, isMusl)}-aot", reason + ", with the native AOT toolchain");
        }

        // protoc is a program for glibc, which compiles for musl just as well.
        if (isMusl && NeedsGlibc(project)) return new BaseImage($"{Repository}sdk:{tag}", reason + ", on glibc for protoc of Grpc.Tools");
        return new BaseImage(
            $"{Repository}sdk:{tag}{(isMusl ? "-alpine" : "")}", reason + (isMusl ? ", on musl like the final image" : ""));
    }

    /// <summary>Whether a package runs a program of glibc in the build, which an SDK on alpine cannot start.</summary>
    public static bool NeedsGlibc(DotNetProject project) => project.Needs.Packages?.Versions.ContainsKey("Grpc.Tools") == true;

    /// <summary>The version at the beginning of the SDK's tag, and the reason for it.</summary>
    public static (string Tag, string Reason) SdkTag(DotNetProject project, GlobalJson? globalJson)
    {
        var framework = project.TargetFramework;
        return globalJson is not null
            ? (globalJson.ImageTag(Math.Max(framework.Major, OldestSdk)), "the SDK from global.json")
            : framework.Major >= OldestSdk
                ? (framework.Version + Channel(project, globalJson), $"the SDK for {framework.Moniker}")
                : ($"{OldestSdk}.0", $"the oldest supported SDK, which builds {framework.Moniker}");
    }

    private static BaseImage FinalImage(DotNetProject project, GlobalJson? globalJson, bool isMusl)
    {
        var framework = project.TargetFramework;
        var (name, kind) = project switch
        {
            { IsSelfContained: true } => ("runtime-deps", "the libraries of a self-contained app"),
            { IsWeb: true } => ("aspnet", "the ASP.NET Core runtime"),
            _ => ("runtime", "the .NET runtime"),
        };
        var version = framework.Version + Channel(project, globalJson);
        var isPlain = project.InvariantGlobalization && !AppLibraries.NeedsTimeZones(project);
        var extra = isPlain ? "" : "-extra";
        var globalization = isPlain ? "no ICU (InvariantGlobalization)"
            : project.InvariantGlobalization ? "-extra adds the time zones that the app reads"
            : "-extra adds ICU and time zones";

        BaseImage Image(string suffix, string reason) => new($"{Repository}{name}:{version}{suffix}", $"{kind}, {reason}");

        if (project.ContainerFamily.Length > 0)
        {
            var family = project.ContainerFamily;
            return framework.Major >= 8
                && (!ImageTools.HasShell(family) || ImageTools.IsAlpine(family))
                && !family.EndsWith("-extra", StringComparison.Ordinal)
                ? Image($"-{family}{extra}", $"in the variant from ContainerFamily; {globalization}")
                : Image($"-{family}", "in the variant from ContainerFamily");
        }

        if (isMusl)
        {
            var onAlpine = "on alpine for the musl runtime identifier";
            return framework.Major >= 8 ? Image($"-alpine{extra}", $"{onAlpine}; {globalization}") : Image("-alpine", onAlpine);
        }

        if (AppLibraries.Of(project) is { Count: > 0 } libraries)
        {
            return Image($"-{Ubuntu(framework)}", $"with apt-get instead of chiseled, because {AppLibraries.Reason(libraries)}");
        }

        return framework.Major >= 8
            ? Image($"-{Ubuntu(framework)}-chiseled{extra}", $"chiseled: no shell, no package manager; {globalization}")
            : Image("", "in its default variant: chiseled images with ICU exist since .NET 8");
    }

    /// <summary>The Ubuntu release of a .NET release's images: 24.04 up to .NET 10, 26.04 from .NET 11.</summary>
    private static string Ubuntu(TargetFramework framework) => framework.Major >= 11 ? "resolute" : "noble";

    /// <summary>The distribution of the final image: the part of ContainerFamily before the variant.</summary>
    private static string AotFamily(DotNetProject project, bool isMusl) =>
        project.ContainerBaseImage.Length == 0 && project.ContainerFamily.Length > 0 ? project.ContainerFamily.Split('-')[0]
        : isMusl ? "alpine"
        : Ubuntu(project.TargetFramework);

    /// <summary>The suffix of a preview's tags. A release candidate already has the tags of the release.</summary>
    public static string Channel(DotNetProject project, GlobalJson? globalJson) =>
        globalJson is not null
        && globalJson.Major == project.TargetFramework.Major
        && globalJson.Version.Contains("-preview", StringComparison.Ordinal)
            ? "-preview"
            : "";

    /// <summary>Whether the final image is alpine, which has musl and BusyBox.</summary>
    public static bool IsMusl(DotNetProject project) =>
        project.ContainerBaseImage.Length > 0 ? ImageTools.IsAlpine(project.ContainerBaseImage)
        : project.ContainerFamily.Length > 0 ? ImageTools.IsAlpine(project.ContainerFamily)
        : ContainerTargets.AreMusl(project);
}
