namespace ContainerGuard.Generation;

/// <summary>
/// The labels that the SDK's own container tasks make, from the same properties with the same defaults and switches
/// (Microsoft.NET.Build.Containers.targets), under the keys of the OCI image specification (annotations.md).
/// Not among them, as they move without the project: created, revision, and the version of the SDK.
/// </summary>
internal static class ImageLabels
{
    private static readonly (string Key, string Switch, string[] Sources)[] Table =
    [
        ("org.opencontainers.image.authors", "ContainerGenerateLabelsImageAuthors", ["ContainerAuthors", "Authors"]),
        ("org.opencontainers.image.description", "ContainerGenerateLabelsImageDescription", ["ContainerDescription", "Description"]),
        ("org.opencontainers.image.documentation", "ContainerGenerateLabelsImageDocumentation", ["ContainerDocumentationUrl", "PackageProjectUrl"]),
        ("org.opencontainers.image.licenses", "ContainerGenerateLabelsImageLicenses", ["ContainerLicenseExpression", "PackageLicenseExpression"]),
        ("org.opencontainers.image.title", "ContainerGenerateLabelsImageTitle", ["ContainerTitle", "Title"]),
        ("org.opencontainers.image.url", "ContainerGenerateLabelsImageUrl", ["ContainerInformationUrl", "PackageProjectUrl"]),
        ("org.opencontainers.image.vendor", "ContainerGenerateLabelsImageVendor", ["ContainerVendor"]),
        ("org.opencontainers.image.version", "ContainerGenerateLabelsImageVersion", ["ContainerVersion", "PackageVersion"]),
    ];

    /// <summary>Every property that is read here.</summary>
    public static IEnumerable<string> PropertyNames
    {
        get
        {
            yield return "ContainerGenerateLabels";
            yield return "ContainerGenerateLabelsDotnetToolset";
            yield return "ContainerGenerateLabelsImageSource";
            yield return "PublishRepositoryUrl";
            yield return "PrivateRepositoryUrl";
            yield return "RepositoryUrl";
            yield return "RepositoryType";
            foreach (var (_, label, sources) in Table)
            {
                yield return label;
                foreach (var source in sources) yield return source;
            }
        }
    }

    /// <param name="properties">Evaluated values; a missing one is empty.</param>
    /// <param name="dotNetVersion">The version of .NET that is published; null outside .NET.</param>
    /// <param name="own">The person's <c>ContainerLabel</c> items, which win.</param>
    public static Dictionary<string, string> From(
        PropertyBag properties, string? dotNetVersion, IEnumerable<KeyValuePair<string, string>> own)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!properties.IsFalse("ContainerGenerateLabels"))
        {
            foreach (var (key, label, sources) in Table)
            {
                if (!properties.IsFalse(label) && properties.FirstOf(sources) is { Length: > 0 } value) labels[key] = value;
            }

            // As with the SDK, the address of the repository is told only to those who opted in.
            if (properties.IsTrue("PublishRepositoryUrl") && !properties.IsFalse("ContainerGenerateLabelsImageSource")
                && properties.FirstOf(["PrivateRepositoryUrl", "RepositoryUrl"]) is { Length: > 0 } repository)
            {
                labels["org.opencontainers.image.source"] =
                    properties["RepositoryType"] == "git" && repository.EndsWith(".git", StringComparison.Ordinal) ? repository[..^4] : repository;
            }

            if (dotNetVersion is not null && !properties.IsFalse("ContainerGenerateLabelsDotnetToolset")) labels["net.dot.runtime.majorminor"] = dotNetVersion;
        }

        foreach (var (key, value) in own) labels[key] = value;
        return labels;
    }

    /// <summary>Adds the base image, known once it is pinned.</summary>
    /// <param name="project">The project, whose own labels win.</param>
    /// <param name="reference">The image as the person knows it: <c>mcr.microsoft.com/dotnet/aspnet:10.0</c>.</param>
    /// <param name="pinned">The reference as the Dockerfile has it, with the digest when there is one.</param>
    public static Dictionary<string, string> WithBase(ContainerProject project, string reference, string pinned)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        if (project.LabelsBaseImage)
        {
            var at = pinned.IndexOf('@', StringComparison.Ordinal);
            if (at > 0) labels["org.opencontainers.image.base.digest"] = pinned[(at + 1)..];
            var name = reference.IndexOf('@', StringComparison.Ordinal);
            labels["org.opencontainers.image.base.name"] = name > 0 ? reference[..name] : reference;
        }

        foreach (var (key, value) in project.Labels) labels[key] = value;
        return labels;
    }
}
