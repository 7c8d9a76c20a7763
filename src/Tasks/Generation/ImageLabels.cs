namespace ContainerGuard.Generation;

/// <summary>
/// The labels that the SDK's container tasks create, from the same properties with the same defaults and switches
/// (Microsoft.NET.Build.Containers.targets), under the keys of the OCI image specification (annotations.md).
/// The labels created, revision and SDK version are left out, because they change without the project.
/// </summary>
internal static class ImageLabels
{
    private static readonly (string Key, string Switch, string[] Sources)[] Table =
    [
        ("org.opencontainers.image.authors", "ContainerGenerateLabelsImageAuthors", ["ContainerAuthors", "Authors"]),
        ("org.opencontainers.image.description", "ContainerGenerateLabelsImageDescription", ["ContainerDescription", "Description"]),
        ("org.opencontainers.image.documentation", "ContainerGenerateLabelsImageDocumentation",
            ["ContainerDocumentationUrl", "PackageProjectUrl"]),
        ("org.opencontainers.image.licenses", "ContainerGenerateLabelsImageLicenses",
            ["ContainerLicenseExpression", "PackageLicenseExpression"]),
        ("org.opencontainers.image.title", "ContainerGenerateLabelsImageTitle", ["ContainerTitle", "Title"]),
        ("org.opencontainers.image.url", "ContainerGenerateLabelsImageUrl", ["ContainerInformationUrl", "PackageProjectUrl"]),
        ("org.opencontainers.image.vendor", "ContainerGenerateLabelsImageVendor", ["ContainerVendor"]),
        ("org.opencontainers.image.version", "ContainerGenerateLabelsImageVersion", ["ContainerVersion", "PackageVersion"]),
    ];

    /// <summary>The properties that this class reads.</summary>
    public static IEnumerable<string> PropertyNames
    {
        get
        {
            yield return "AssemblyName";
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
    /// <param name="dotNetVersion">The .NET version that is published; null for other stacks.</param>
    /// <param name="own">The user's <c>ContainerLabel</c> items, which override the others.</param>
    public static Dictionary<string, string> From(
        PropertyBag properties, string? dotNetVersion, IEnumerable<KeyValuePair<string, string>> own)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!properties.IsFalse("ContainerGenerateLabels"))
        {
            foreach (var (key, label, sources) in Table)
            {
                if (properties.IsFalse(label) || properties.FirstOf(sources) is not { Length: > 0 } value) continue;
                if (!IsDefault(properties, sources, value)) labels[key] = value;
            }

            // Like the SDK, publish the repository's URL only if the project opts in.
            if (properties.IsTrue("PublishRepositoryUrl") && !properties.IsFalse("ContainerGenerateLabelsImageSource")
                && properties.FirstOf(["PrivateRepositoryUrl", "RepositoryUrl"]) is { Length: > 0 } repository)
            {
                labels["org.opencontainers.image.source"] =
                    properties["RepositoryType"] == "git" && repository.EndsWith(".git", StringComparison.Ordinal)
                        ? repository[..^4]
                        : repository;
            }

            if (dotNetVersion is not null && !properties.IsFalse("ContainerGenerateLabelsDotnetToolset"))
            {
                labels["net.dot.runtime.majorminor"] = dotNetVersion;
            }
        }

        foreach (var (key, value) in own) labels[key] = value;
        return labels;
    }

    /// <summary>Whether the SDK has set the authors to the name of the assembly, which is not an author.</summary>
    private static bool IsDefault(PropertyBag properties, string[] sources, string value) =>
        sources is ["ContainerAuthors", ..] && properties["ContainerAuthors"].Length == 0 && value == properties["AssemblyName"];

    /// <summary>Adds the labels of the base image, which is known once it is pinned.</summary>
    /// <param name="project">The project. Its labels override the others.</param>
    /// <param name="reference">The image without a digest: <c>mcr.microsoft.com/dotnet/aspnet:10.0</c>.</param>
    /// <param name="pinned">The reference in the Dockerfile, with a digest if it is pinned.</param>
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
