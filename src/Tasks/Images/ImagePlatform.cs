using System.Diagnostics.CodeAnalysis;

namespace ContainerGuard.Images;

/// <summary>
/// The platform of an image, as in an OCI image index: <c>linux/amd64</c>, <c>linux/arm/v7</c>; Windows images also differ by
/// build, <c>windows(10.0.20348.2700)/amd64</c> (containerd's spelling).
/// </summary>
internal sealed record ImagePlatform
{
    public static readonly ImagePlatform LinuxAmd64 = new("linux", "amd64");

    public ImagePlatform(string os, string architecture, string? variant = null, string? osVersion = null)
    {
        Os = os.ToLowerInvariant() is "macos" ? "darwin" : os.ToLowerInvariant();
        (Architecture, Variant) =
            Normalize(architecture.ToLowerInvariant(), string.IsNullOrEmpty(variant) ? null : variant.ToLowerInvariant());
        OsVersion = string.IsNullOrEmpty(osVersion) ? null : osVersion;
    }

    public string Os { get; }

    public string Architecture { get; }

    public string? Variant { get; }

    public string? OsVersion { get; }

    /// <summary>Reads <c>os/architecture[/variant]</c>, with an optional <c>(version)</c> after the system.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out ImagePlatform? platform)
    {
        platform = null;
        var parts = text.Split('/');
        if (parts.Length is not (2 or 3) || !PlatformGrammar.IsValid(text)) return false;

        var (os, version) = (parts[0], (string?)null);
        if (os.IndexOf('(') is > 0 and var open)
        {
            (os, version) = (os[..open], os[(open + 1)..^1]);
        }

        platform = new ImagePlatform(os, parts[1], parts.Length == 3 ? parts[2] : null, version);
        return true;
    }

    public override string ToString() =>
        (OsVersion is null ? Os : $"{Os}({OsVersion})") + "/" + Architecture + (Variant is null ? "" : "/" + Variant);

    /// <summary>Different names of one architecture become one, as in containerd's platforms package.</summary>
    private static (string Architecture, string? Variant) Normalize(string architecture, string? variant) => (architecture, variant) switch
    {
        ("x86_64" or "x86-64", _) => ("amd64", variant == "v1" ? null : variant),
        ("amd64", "v1") => ("amd64", null),
        ("i386", _) => ("386", variant),
        ("aarch64" or "arm64", null or "8" or "v8") => ("arm64", null),
        ("aarch64", _) => ("arm64", variant),
        ("armhf", _) => ("arm", "v7"),
        ("armel", _) => ("arm", "v6"),
        ("arm", null or "7") => ("arm", "v7"),
        ("arm", "5" or "6" or "8") => ("arm", "v" + variant),
        _ => (architecture, variant),
    };
}
