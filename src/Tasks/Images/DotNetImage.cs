using System.Globalization;

namespace ContainerGuard.Images;

/// <summary>The part of .NET that an image contains. A later member contains the earlier ones.</summary>
internal enum DotNetProduct
{
    /// <summary>The native libraries that .NET needs, without .NET.</summary>
    RuntimeDeps,

    /// <summary>The runtime of console applications.</summary>
    Runtime,

    /// <summary>That runtime and ASP.NET Core.</summary>
    AspNet,

    /// <summary>Both runtimes and the SDK.</summary>
    Sdk,
}

/// <summary>An image of .NET, by the name that its maintainers publish it with: Microsoft, Canonical or Red Hat.</summary>
/// <param name="Image">The image.</param>
/// <param name="Product">The part of .NET in it.</param>
/// <param name="Major">The version of .NET: 10 for <c>10.0</c>.</param>
/// <param name="Minor">The second number of the version; 0 if the tag does not name it.</param>
/// <param name="Tag">The tag.</param>
internal sealed record DotNetImage(ImageReference Image, DotNetProduct Product, int Major, int Minor, ImageTag Tag)
{
    /// <summary>The version as tags name it: <c>10.0</c>.</summary>
    public string Version => string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}");

    /// <summary>Whether the system is Alpine, whose C library is musl.</summary>
    public bool IsAlpine => Tag.Variant.Contains("alpine", StringComparison.Ordinal);

    /// <summary>Whether the image contains only what an application needs, without a shell.</summary>
    public bool IsChiseled =>
        Tag.Variant.Contains("chiseled", StringComparison.Ordinal) || Tag.Variant.Contains("distroless", StringComparison.Ordinal);

    /// <summary>Whether the image lacks ICU: the smaller images do, unless their tag has <c>extra</c>.</summary>
    public bool LacksIcu => (IsAlpine || IsChiseled) && !Tag.Variant.Contains("extra", StringComparison.Ordinal);

    /// <summary>The image of .NET that a reference names; null for another image, and for a tag without a version.</summary>
    public static DotNetImage? Of(ImageReference image)
    {
        if (image.Tag is not { } text) return OfRedHat(image);
        var tag = ImageTag.Parse(text);
        if (OfRedHat(image) is { } versioned) return versioned with { Tag = tag };
        return ProductOf(image) is { } product && tag.Version is { } version
            ? new DotNetImage(image, product, version.Major, version.Minor, tag)
            : null;
    }

    /// <summary>Another image of the same system: <c>mcr.microsoft.com/dotnet/aspnet:10.0-alpine</c>.</summary>
    /// <param name="product">The part of .NET.</param>
    /// <param name="version">The version: <c>10.0</c>.</param>
    public static string Name(DotNetProduct product, string version) =>
        $"mcr.microsoft.com/dotnet/{NameOf(product)}:{version}";

    /// <summary>The image of another product or version, with the same kind of system.</summary>
    public string With(DotNetProduct product, string version) =>
        Name(product, version) + (IsAlpine ? "-alpine" : IsChiseled ? "-noble-chiseled" : "");

    private static string NameOf(DotNetProduct product) => product switch
    {
        DotNetProduct.RuntimeDeps => "runtime-deps",
        DotNetProduct.Runtime => "runtime",
        DotNetProduct.AspNet => "aspnet",
        _ => "sdk",
    };

    private static DotNetProduct? ProductOf(ImageReference image) => image switch
    {
        { Registry: "mcr.microsoft.com", Repository: ['d', 'o', 't', 'n', 'e', 't', '/', .. var name] } =>
            (name.StartsWith("core/", StringComparison.Ordinal) ? name[5..]
                : name.StartsWith("nightly/", StringComparison.Ordinal) ? name[8..]
                : name) switch
            {
                "runtime-deps" => DotNetProduct.RuntimeDeps,
                "runtime" => DotNetProduct.Runtime,
                "aspnet" => DotNetProduct.AspNet,
                "sdk" => DotNetProduct.Sdk,
                _ => null,
            },
        { Registry: ImageReference.DockerHub, Repository: "ubuntu/dotnet-deps" } => DotNetProduct.RuntimeDeps,
        { Registry: ImageReference.DockerHub, Repository: "ubuntu/dotnet-runtime" } => DotNetProduct.Runtime,
        { Registry: ImageReference.DockerHub, Repository: "ubuntu/dotnet-aspnet" } => DotNetProduct.AspNet,
        _ => null,
    };

    /// <summary>Red Hat names the version in the repository: <c>ubi9/dotnet-100-runtime</c>. Its runtime contains ASP.NET Core.</summary>
    private static DotNetImage? OfRedHat(ImageReference image)
    {
        if (image is not { Registry: "registry.access.redhat.com" or "registry.redhat.io", Repository: ['u', 'b', 'i', .. var path] })
        {
            return null;
        }

        var name = path[(path.IndexOf('/', StringComparison.Ordinal) + 1)..];
        if (!name.StartsWith("dotnet-", StringComparison.Ordinal)) return null;
        var digits = name["dotnet-".Length..];
        var isRuntime = digits.EndsWith("-runtime", StringComparison.Ordinal);
        if (isRuntime) digits = digits[..^"-runtime".Length];
        return digits.Length >= 2 && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new DotNetImage(
                image, isRuntime ? DotNetProduct.AspNet : DotNetProduct.Sdk, number / 10, number % 10,
                ImageTag.Parse(image.Tag ?? "latest"))
            : null;
    }
}
