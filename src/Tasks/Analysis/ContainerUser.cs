using System.Globalization;
using ContainerGuard.Dockerfile;
using ContainerGuard.Images;

namespace ContainerGuard.Analysis;

/// <summary>The user in an image's configuration: <c>user[:group]</c>, as names or numbers; empty for root.</summary>
internal static class ContainerUser
{
    /// <summary>
    /// Whether the user is root; the group does not matter. Engines accept a number with a sign (Go, strconv.Atoi). On Windows
    /// <c>ContainerAdministrator</c> corresponds to root.
    /// </summary>
    public static bool IsRoot(string user)
    {
        var name = user.Split(':')[0];
        return name is "" or "root"
            || name.Equals("ContainerAdministrator", StringComparison.OrdinalIgnoreCase)
            || IsWindowsSystem(name)
            || (int.TryParse(name, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var id) && id == 0);
    }

    /// <summary><c>NT AUTHORITY\SYSTEM</c>. A backslash that escapes the next letter is not part of the text.</summary>
    private static bool IsWindowsSystem(string name) =>
        name.Replace("\\", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal).Trim('"').ToUpperInvariant()
            is "NTAUTHORITYSYSTEM" or "SYSTEM" or "LOCALSYSTEM";

    /// <summary>
    /// The user that the documentation of an image guarantees for a variant whose purpose is to run as that user: distroless
    /// <c>:nonroot</c> (GoogleContainerTools/distroless, README), .NET's chiseled and distroless variants (dotnet/dotnet-docker,
    /// documentation/distroless.md), the unprivileged nginx. Null for every other image. Facts in the lock file take precedence.
    /// </summary>
    public static string? Documented(ImageReference image)
    {
        var tag = image.Tag ?? "";
        return image.Name switch
        {
            _ when image.Name.StartsWith("gcr.io/distroless/", StringComparison.Ordinal) =>
                tag.EndsWith("nonroot", StringComparison.Ordinal) ? "65532" : null,
            _ when image.Name.StartsWith("mcr.microsoft.com/dotnet/", StringComparison.Ordinal) =>
                tag.Contains("chiseled", StringComparison.Ordinal) || tag.Contains("distroless", StringComparison.Ordinal) ? "1654" : null,
            "docker.io/nginxinc/nginx-unprivileged" => "101",
            _ => null,
        };
    }

    /// <summary>
    /// The unprivileged user that exists in an image although the image runs as root: in the node images since 2016 (docker-node, Best
    /// Practices), in the .NET images since .NET 8 (learn.microsoft.com, "New app user"). Null for every other image.
    /// </summary>
    public static string? Brought(ImageReference image)
    {
        if (EndOfLifeRepositories.OfficialName(image) == "node")
        {
            return ImageTag.Parse(image.Tag ?? "").Version?.Major is null or >= 8 ? "node" : null;
        }

        return image is { Registry: "mcr.microsoft.com", Repository: "dotnet/aspnet" or "dotnet/runtime" or "dotnet/runtime-deps" }
            && DotNetVersion(image) >= 8 ? "$APP_UID" : null;
    }

    /// <summary>
    /// The user that an image does not have, although later versions do: node before version 6, app before .NET 8. Null for another image.
    /// </summary>
    public static string? LaterUser(ImageReference image)
    {
        var major = ImageTag.Parse(image.Tag ?? "").Version?.Major;
        if (EndOfLifeRepositories.OfficialName(image) == "node") return major is 0 or 5 ? "node" : null;
        return image.Registry == "mcr.microsoft.com" && image.Repository.StartsWith("dotnet/", StringComparison.Ordinal)
            && major < 8 && Documented(image) is null
                ? "app"
                : null;
    }

    /// <summary>
    /// Whether an image sets APP_UID: the .NET images do since .NET 8. Null for an image that is not one of them, and for a tag without a
    /// version that a variable may hide.
    /// </summary>
    public static bool? HasAppUid(ImageReference image)
    {
        if (image.Repository.StartsWith("dotnet/core/", StringComparison.Ordinal)
            || image is { Registry: ImageReference.DockerHub, Repository: "microsoft/dotnet" or "microsoft/aspnetcore" })
        {
            return false;
        }

        // A mirror keeps the last part of the path.
        var isDotNet = (image.Registry == "mcr.microsoft.com" && image.Repository.StartsWith("dotnet/", StringComparison.Ordinal))
            || Array.Exists(DotNetRepositories, name => image.Repository.EndsWith(name, StringComparison.Ordinal));
        if (isDotNet) return DotNetVersion(image) is null or >= 8;

        // The documentation of these images lists the variables that they set.
        return image.IsOfficial ? false : null;
    }

    /// <summary>
    /// The instruction to write: with the user that the file creates, with the user that the base image has for this purpose, or with a
    /// number, which orchestrators can verify.
    /// </summary>
    public static string Advice(FinalImage image, FileAnalysis file)
    {
        if (CreatedUser.Last(image, file) is { } created)
        {
            return created.Uid is { } uid ? $"'USER {uid}' ('{created.Name}')" : $"'USER {created.Name}'";
        }

        if (TargetSystem.IsWindows(image.Stage)) return "'USER ContainerUser'";
        return $"'USER {(image.Base is null ? null : OwnUser(image.Base, image.Stage)) ?? "10001"}'";
    }

    /// <summary>The sentence with the property to change, for an image that the SDK makes without a Dockerfile.</summary>
    /// <param name="image">The final image.</param>
    /// <param name="isSet">Whether the project sets ContainerUser.</param>
    public static string AdviceForProperties(FinalImage image, bool isSet) => isSet && image.Base is { } name && HasAppUid(name) == true
        ? "Remove ContainerUser: the SDK then takes the user of the base image (APP_UID)."
        : "Set ContainerUser to another user, for example '10001'.";

    /// <summary>
    /// What to do so that the container does not run as root, as an instruction: a USER at the end of the final stage, and what some images
    /// need besides it. nginx stops when it cannot create /var/cache/nginx/client_temp, and httpd when it cannot write logs/httpd.pid.
    /// </summary>
    public static string Remedy(FinalImage image, FileAnalysis file)
    {
        var name = image.Base is null || CreatedUser.Last(image, file) is not null ? null : EndOfLifeRepositories.OfficialName(image.Base);
        return name switch
        {
            "nginx" when !MentionsInRun(image, "/var/cache") =>
                "Use 'nginxinc/nginx-unprivileged' as the base image: it runs as user 101, and listens on port 8080",
            "httpd" when !MentionsInRun(image, "apache2/logs") =>
                "Add 'RUN chown www-data /usr/local/apache2/logs' and 'USER www-data' at the end of the final stage",
            _ => $"Add {Advice(image, file)} at the end of the final stage",
        };
    }

    /// <summary>Whether a RUN of the final stage has a text, such as a folder that it prepares for a user.</summary>
    private static bool MentionsInRun(FinalImage image, string text) => image.Stage.Instructions.Any(instruction =>
        instruction.Kind == InstructionKind.Run && instruction.ToString().Contains(text, StringComparison.Ordinal));

    private static readonly string[] DotNetRepositories = ["dotnet/aspnet", "dotnet/runtime", "dotnet/runtime-deps", "dotnet/sdk"];

    private static string? OwnUser(ImageReference image, Stage stage)
    {
        if (EndOfLifeRepositories.OfficialName(image) == "node") return Brought(image);
        if (image.Repository.StartsWith("distroless/", StringComparison.Ordinal)) return "65532";
        return KnownUsers.Find(image, stage)?.Own ?? (HasAppUid(image) == true ? "$APP_UID" : null);
    }

    private static int? DotNetVersion(ImageReference image) => ImageTag.Parse(image.Tag ?? "").Version?.Major;
}
