namespace ContainerGuard.Generation.DotNet;

/// <summary>
/// The images of a Windows container. The tags are those of dotnet/dotnet-docker: Nano Server and Server Core, for each release of Windows;
/// since .NET 11 only for Windows Server 2025. A self-contained app needs only Windows: a runtime-deps image does not exist.
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
            // A host cannot run a newer Windows, so both stages use the same release.
            Build = new($"{BaseImages.Repository}sdk:{tag}-{family}", reason + ", on the same Windows release as the final image"),
            Final = project.ContainerBaseImage.Length > 0
                ? new(project.ContainerBaseImage, "the base image from ContainerBaseImage")
                : FinalImage(project, family, $"{project.TargetFramework.Version}{BaseImages.Channel(project, globalJson)}"),
            DefinesAppUser = false,
        };
    }

    private static BaseImage FinalImage(DotNetProject project, string family, string version)
    {
        var variant = project.ContainerFamily.Length > 0 ? "in the variant from ContainerFamily"
            : family.EndsWith("2022", StringComparison.Ordinal) ? "on Nano Server, the smallest Windows; "
                + "ltsc2022 runs on Windows Server 2022 and later"
            : "on Nano Server, the smallest Windows";
        if (project.IsSelfContained)
        {
            var image = family.StartsWith(Core, StringComparison.Ordinal) ? $"servercore:{family[Core.Length..]}"
                : family.StartsWith(Nano, StringComparison.Ordinal) ? $"nanoserver:{family[Nano.Length..]}"
                : family;
            return new($"mcr.microsoft.com/windows/{image}", $"Windows without .NET, because the app is self-contained, {variant}");
        }

        var (name, kind) = project.IsWeb ? ("aspnet", "the ASP.NET Core runtime") : ("runtime", "the .NET runtime");
        return new($"{BaseImages.Repository}{name}:{version}-{family}", $"{kind}, {variant}");
    }

    /// <summary>The project's family, else the one that most hosts can run: ltsc2022 runs on Windows Server 2022 and 2025.</summary>
    private static string Family(DotNetProject project) =>
        project.ContainerFamily.Length > 0 ? project.ContainerFamily
        : project.TargetFramework.Major >= FirstFor2025 ? Nano + "ltsc2025"
        : Nano + "ltsc2022";
}
