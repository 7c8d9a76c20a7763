namespace ContainerGuard.Images;

/// <summary>The products of repositories, and the repositories that are no longer maintained.</summary>
internal static class EndOfLifeRepositories
{
    private const string MicrosoftRegistry = "mcr.microsoft.com";

    /// <summary>The product whose version is in the tag; null for an unknown repository.</summary>
    /// <param name="image">The image.</param>
    /// <param name="version">The version, if it is in the repository and not in the tag (<c>ubi9</c>, <c>static-debian12</c>).</param>
    public static string? ProductOf(ImageReference image, out string? version)
    {
        version = null;
        if (OfficialName(image) is { } official)
        {
            return official switch
            {
                "node" => EndOfLifeData.Node,
                "python" => EndOfLifeData.Python,
                "ruby" => EndOfLifeData.Ruby,
                "golang" => EndOfLifeData.Go,
                "eclipse-temurin" => EndOfLifeData.Temurin,
                "alpine" => EndOfLifeData.Alpine,
                "debian" => EndOfLifeData.Debian,
                "ubuntu" => EndOfLifeData.Ubuntu,
                "centos" => EndOfLifeData.CentOS,
                "amazonlinux" => EndOfLifeData.AmazonLinux,
                "rockylinux" => EndOfLifeData.RockyLinux,
                "almalinux" => EndOfLifeData.AlmaLinux,
                "fedora" => EndOfLifeData.Fedora,
                "nginx" => EndOfLifeData.Nginx,
                _ => null,
            };
        }

        return image.Registry switch
        {
            MicrosoftRegistry when IsDotNet(image.Repository) => EndOfLifeData.DotNet,
            ImageReference.DockerHub => image.Repository switch
            {
                "microsoft/dotnet" or "microsoft/aspnetcore" or "microsoft/aspnetcore-build" => EndOfLifeData.DotNet,
                "nginxinc/nginx-unprivileged" => EndOfLifeData.Nginx,
                "rockylinux/rockylinux" => EndOfLifeData.RockyLinux,
                _ => null,
            },
            "public.ecr.aws" when image.Repository == "amazonlinux/amazonlinux" => EndOfLifeData.AmazonLinux,
            "quay.io" when image.Repository == "centos/centos" => EndOfLifeData.CentOS,
            "quay.io" when image.Repository == "fedora/fedora" => EndOfLifeData.Fedora,
            "registry.access.redhat.com" or "registry.redhat.io" when DigitsAfter(image.Repository, "ubi") is { } ubi =>
                Named(EndOfLifeData.RedHat, ubi, out version),
            "gcr.io" when DigitsAfter(image.Repository, "-debian") is { } debian
                && image.Repository.StartsWith("distroless/", StringComparison.Ordinal) =>
                Named(EndOfLifeData.Debian, debian, out version),
            _ => null,
        };
    }

    /// <summary>The product of a system's os-release; null if it is not in the table.</summary>
    public static string? ProductOf(SystemRelease system) => system.Id switch
    {
        _ when system.Version.Length == 0 => null,
        "alpine" => EndOfLifeData.Alpine,
        "debian" => EndOfLifeData.Debian,
        "ubuntu" => EndOfLifeData.Ubuntu,
        "amzn" => EndOfLifeData.AmazonLinux,
        "rhel" => EndOfLifeData.RedHat,
        "rocky" => EndOfLifeData.RockyLinux,
        "almalinux" => EndOfLifeData.AlmaLinux,
        "fedora" => EndOfLifeData.Fedora,
        _ => null,
    };

    public static DeprecatedRepository? DeprecationOf(ImageReference image)
    {
        if (OfficialName(image) is not (null or "sentry")
            && (image.Tag == "onbuild" || image.Tag?.EndsWith("-onbuild", StringComparison.Ordinal) == true))
        {
            // docker-library/docs#911
            return new DeprecatedRepository($"{image.FamiliarName}:{image.Tag}", new(2017, 5, 18), [$"'{image.FamiliarName}:<version>'"]);
        }

        (DateOnly Since, string[] Successors)? found = OfficialName(image) switch
        {
            "openjdk" => (new(2022, 7, 14), ["eclipse-temurin", "amazoncorretto", "ibm-semeru-runtimes", "sapmachine"]),
            "java" => (new(2016, 12, 31), ["eclipse-temurin"]),
            "adoptopenjdk" => (new(2021, 8, 1), ["eclipse-temurin"]),
            "centos" => (new(2024, 7, 1), ["quay.io/centos/centos", "almalinux", "rockylinux/rockylinux"]),
            "iojs" => (new(2016, 12, 31), ["node"]),
            _ => null,
        };
        var path = image.Repository;
        found ??= (image.Registry, path) switch
        {
            (ImageReference.DockerHub, "microsoft/dotnet") =>
                (new(2019, 3, 4), ["mcr.microsoft.com/dotnet/sdk", "mcr.microsoft.com/dotnet/aspnet"]),
            (ImageReference.DockerHub, "microsoft/aspnetcore") => (new(2019, 3, 4), ["mcr.microsoft.com/dotnet/aspnet"]),
            (ImageReference.DockerHub, "microsoft/aspnetcore-build") => (new(2019, 3, 4), ["mcr.microsoft.com/dotnet/sdk"]),
            (MicrosoftRegistry, _) when path.StartsWith("dotnet/core/", StringComparison.Ordinal) =>
                (new(2022, 12, 13), [$"{MicrosoftRegistry}/dotnet/{path["dotnet/core/".Length..]}"]),
            _ => null,
        };
        return found is { } entry ? new DeprecatedRepository(image.FamiliarName, entry.Since, entry.Successors) : null;
    }

    /// <summary>Docker's official images, also the public copies of Amazon, Google and Microsoft.</summary>
    public static string? OfficialName(ImageReference image) => image switch
    {
        { IsOfficial: true } => image.FamiliarName,
        { Registry: "public.ecr.aws" } => After(image.Repository, "docker/library/"),
        { Registry: "mirror.gcr.io" } => After(image.Repository, "library/"),
        { Registry: MicrosoftRegistry } => After(image.Repository, "mirror/docker/library/"),
        _ => null,
    };

    private static string? After(string repository, string folder) =>
        repository.StartsWith(folder, StringComparison.Ordinal) ? repository[folder.Length..] : null;

    private static bool IsDotNet(string repository) =>
        repository.StartsWith("dotnet/", StringComparison.Ordinal)
        && repository[(repository.LastIndexOf('/') + 1)..] is "sdk" or "aspnet" or "runtime" or "runtime-deps";

    private static string Named(string product, string found, out string? version)
    {
        version = found;
        return product;
    }

    private static string? DigitsAfter(string repository, string word)
    {
        var start = repository.IndexOf(word, StringComparison.Ordinal);
        if (start < 0 || (word == "ubi" && start > 0))
        {
            return null;
        }

        start += word.Length;
        var end = start;
        while (end < repository.Length && char.IsAsciiDigit(repository[end]))
        {
            end++;
        }

        return end > start ? repository[start..end] : null;
    }
}
