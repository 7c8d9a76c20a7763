using System.Collections.Frozen;

namespace ContainerGuard.Images;

/// <summary>The operating system of an image, as far as its name tells. A name may contain variables of unknown value.</summary>
internal static class BaseSystem
{
    /// <summary>
    /// Docker Official Images with tags for Windows. Without such a word in the tag, the engine chooses the image of its own system.
    /// </summary>
    private static readonly FrozenSet<string> OfBoth = new[]
    {
        "caddy", "chronograf", "docker", "eclipse-temurin", "golang", "haxe", "hello-world", "hylang", "influxdb", "java", "julia", "mongo",
        "nats", "nats-streaming", "openjdk", "pypy", "python", "telegraf", "traefik",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly string[] WindowsWords =
        ["windowsservercore", "nanoserver", "servercore", "ltsc2016", "ltsc2019", "ltsc2022", "ltsc2025"];

    private static readonly string[] LinuxWords =
        ["alpine", "azurelinux", "bionic", "bookworm", "bullseye", "buster", "cbl-mariner", "centos", "chiseled", "debian", "distroless",
            "focal", "jammy", "jessie", "linux", "musl", "noble", "resolute", "slim", "stretch", "trixie", "ubi8", "ubi9", "ubi10",
            "ubuntu", "xenial"];

    /// <summary>The names of systems whose sh is bash.</summary>
    private static readonly string[] WithBash =
    [
        "almalinux", "amazonlinux", "archlinux", "centos", "clearlinux", "fedora", "mageia", "oraclelinux", "os-core", "photon",
        "rockylinux", "sles",
    ];

    private static readonly string[] TagsWithBash =
        ["amazonlinux", "azurelinux", "cbl-mariner", "centos", "fedora", "rockylinux", "ubi8", "ubi9"];

    /// <summary>The tag of an image; empty without a tag.</summary>
    public static string TagOf(string image)
    {
        var name = image.Split('@')[0];
        var colon = name.IndexOf(':', name.LastIndexOf('/') + 1);
        return colon < 0 ? "" : name[(colon + 1)..];
    }

    /// <summary>
    /// Whether an image is for Windows; null where its name does not decide: <c>dockcross/windows-x64</c> runs on Linux and builds for
    /// Windows.
    /// </summary>
    public static bool? IsWindows(string image)
    {
        var tag = TagOf(image);
        var name = image.Split('@')[0];
        if (tag.Length > 0) name = name[..^(tag.Length + 1)];
        if (Array.Exists(WindowsWords, word => Contains(tag, word) || Contains(name, word))) return true;
        if (name.StartsWith("mcr.microsoft.com/windows", StringComparison.Ordinal)
            || name.Contains("dotnet/framework/", StringComparison.Ordinal))
        {
            return true;
        }

        if (Array.Exists(LinuxWords, word => Contains(tag, word))) return false;
        if (Contains(tag, "windows") || !ImageReference.TryParse(name, out var reference, out _)) return null;
        if (EndOfLifeRepositories.OfficialName(reference) is { } official)
        {
            return OfBoth.Contains(official) || !OfficialImages.Contain(official) ? null : false;
        }

        return reference switch
        {
            { Registry: "gcr.io" } when reference.Repository.StartsWith("distroless/", StringComparison.Ordinal) => false,
            { Registry: "registry.access.redhat.com" or "registry.redhat.io" } => false,
            { Registry: "mcr.microsoft.com", Repository: "mssql/server" or "azurelinux/base/core" or "playwright" } => false,
            _ => null,
        };
    }

    /// <summary>
    /// The shell behind <c>/bin/sh</c> of an image: <c>bash</c> in the family of Red Hat and some others, <c>ash</c> in Alpine and
    /// BusyBox; null where the name does not tell, and for dash of Debian and Ubuntu.
    /// </summary>
    public static string? ShellOf(string image)
    {
        var tag = TagOf(image);
        var name = image.Split('@')[0];
        if (tag.Length > 0) name = name[..^(tag.Length + 1)];
        var last = name[(name.LastIndexOf('/') + 1)..];
        if (Contains(tag, "alpine") || last is "alpine" or "busybox") return "ash";
        return Array.IndexOf(WithBash, last) >= 0 || name.Contains("/ubi", StringComparison.Ordinal)
            || name.StartsWith("opensuse/", StringComparison.Ordinal) || name.Contains("/opensuse/", StringComparison.Ordinal)
            || Array.Exists(TagsWithBash, word => Contains(tag, word))
                ? "bash"
                : null;
    }

    private static bool Contains(string text, string word) => text.Contains(word, StringComparison.OrdinalIgnoreCase);
}
