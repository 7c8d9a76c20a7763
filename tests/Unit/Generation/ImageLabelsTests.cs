using ContainerGuard.Generation;
using ContainerGuard.Tests.Unit.Generation.DotNet;

namespace ContainerGuard.Tests.Unit.Generation;

public sealed class ImageLabelsTests
{
    private static readonly Dictionary<string, string> Package = new()
    {
        ["Authors"] = "Ann; Bob",
        ["Description"] = "Says \"hello\".\nTwice.",
        ["PackageVersion"] = "1.2.3",
        ["PackageProjectUrl"] = "https://example.org",
        ["PackageLicenseExpression"] = "MIT",
        ["ContainerVendor"] = "Corp",
        ["Title"] = "Api",
        ["RepositoryType"] = "git",
        ["PrivateRepositoryUrl"] = "https://example.org/api.git",
    };

    [Fact]
    public void The_labels_come_from_the_properties_of_the_package() => From().ShouldBe(
        new Dictionary<string, string>
        {
            ["org.opencontainers.image.authors"] = "Ann; Bob",
            ["org.opencontainers.image.description"] = "Says \"hello\".\nTwice.",
            ["org.opencontainers.image.documentation"] = "https://example.org",
            ["org.opencontainers.image.licenses"] = "MIT",
            ["org.opencontainers.image.title"] = "Api",
            ["org.opencontainers.image.url"] = "https://example.org",
            ["org.opencontainers.image.vendor"] = "Corp",
            ["org.opencontainers.image.version"] = "1.2.3",
            ["net.dot.runtime.majorminor"] = "10.0",
        },
        ignoreOrder: true);

    [Fact]
    public void The_properties_of_the_container_come_first() =>
        From(("ContainerAuthors", "Team"))["org.opencontainers.image.authors"].ShouldBe("Team");

    [Fact]
    public void The_switches_of_the_SDK_hold()
    {
        From(("ContainerGenerateLabelsImageAuthors", "false")).ShouldNotContainKey("org.opencontainers.image.authors");
        From(("ContainerGenerateLabels", "False")).ShouldBeEmpty();
    }

    [Fact]
    public void The_address_of_the_repository_is_told_only_to_those_who_opted_in() =>
        From(("PublishRepositoryUrl", "true"))["org.opencontainers.image.source"].ShouldBe("https://example.org/api");

    [Fact]
    public void A_persons_own_label_wins() =>
        ImageLabels.From(
            new PropertyBag(Package), "10.0", [new("org.opencontainers.image.title", "Mine")])["org.opencontainers.image.title"]
            .ShouldBe("Mine");

    [Fact]
    public void In_the_file_a_value_is_one_line_with_its_signs_escaped() =>
        Project.ImageOf(Project.Web() with { Labels = From(("ContainerVendor", "a$b\\c")) }).Labels.ShouldBe(
        [
            ("net.dot.runtime.majorminor", "10.0"),
            ("org.opencontainers.image.authors", "Ann; Bob"),
            ("org.opencontainers.image.base.name", "mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled-extra"),
            ("org.opencontainers.image.description", "Says \"hello\". Twice."),
            ("org.opencontainers.image.documentation", "https://example.org"),
            ("org.opencontainers.image.licenses", "MIT"),
            ("org.opencontainers.image.title", "Api"),
            ("org.opencontainers.image.url", "https://example.org"),
            ("org.opencontainers.image.vendor", "a$b\\c"),
            ("org.opencontainers.image.version", "1.2.3"),
        ]);

    private static Dictionary<string, string> From(params (string Name, string Value)[] more)
    {
        var properties = new Dictionary<string, string>(Package);
        foreach (var (name, value) in more) properties[name] = value;
        return ImageLabels.From(new PropertyBag(properties), "10.0", []);
    }
}
