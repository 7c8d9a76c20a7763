namespace ContainerGuard.Generation.DotNet;

/// <summary>
/// The images of a Windows container. Tags as dotnet/dotnet-docker publishes them: Nano Server and Server Core, each by the release of Windows that it
/// comes of; of .NET 11 and later for Windows Server 2025 alone. What brings its runtime needs nothing but Windows: there is no runtime-deps for it.
/// </summary>
internal static class WindowsImages
{
    private const string Nano = "nanoserver-";

    private const string Core = "windowsservercore-";

    private const int FirstFor2025 = 11;

    public static BaseImages For(DotNetProject project, GlobalJson? globalJson)
    {
        var family = Family(project);
        var (tag, reason) = BaseImages.SdkTag(project, globalJson);
        return new BaseImages
        {
            // What the host is too old for is refused by it, so both stages are of one release of Windows.
            Build = new($"{BaseImages.Repository}sdk:{tag}-{family}", reason + ", on the same Windows as the final image"),
            Final = project.ContainerBaseImage.Length > 0
                ? new(project.ContainerBaseImage, "the base image that ContainerBaseImage names")
                : FinalImage(project, family, $"{project.TargetFramework.Version}{BaseImages.Channel(project, globalJson)}"),
            DefinesAppUser = false,
        };
    }

    private static BaseImage FinalImage(DotNetProject project, string family, string version)
    {
        var variant = project.ContainerFamily.Length > 0 ? "in the variant that ContainerFamily names"
            : family.EndsWith("2022", StringComparison.Ordinal) ? "on Nano Server, the smallest Windows; that of 2022 runs on Windows Server 2022 and later"
            : "on Nano Server, the smallest Windows";
        if (project.IsSelfContained)
        {
            var image = family.StartsWith(Core, StringComparison.Ordinal) ? $"servercore:{family[Core.Length..]}"
                : family.StartsWith(Nano, StringComparison.Ordinal) ? $"nanoserver:{family[Nano.Length..]}"
                : family;
            return new($"mcr.microsoft.com/windows/{image}", $"Windows alone, as the app has a runtime of its own, {variant}");
        }

        var (name, kind) = project.IsWeb ? ("aspnet", "the ASP.NET Core runtime") : ("runtime", "the .NET runtime");
        return new($"{BaseImages.Repository}{name}:{version}-{family}", $"{kind}, {variant}");
    }

    /// <summary>The project's, else the one that most hosts can run: one of 2022 runs on Windows Server 2022 and 2025.</summary>
    private static string Family(DotNetProject project) =>
        project.ContainerFamily.Length > 0 ? project.ContainerFamily
        : project.TargetFramework.Major >= FirstFor2025 ? Nano + "ltsc2025"
        : Nano + "ltsc2022";
}
