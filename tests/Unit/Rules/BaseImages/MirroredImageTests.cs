using ContainerGuard.Images;

namespace ContainerGuard.Tests.Unit.Rules.BaseImages;

public sealed class MirroredImageTests
{
    [Theory]
    [InlineData("node:16", "registry.corp/hub/library/node:16", "COPY . /app\nEXPOSE 3000\nCMD [\"node\", \"/app/server.js\"]\n")]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:6.0", "registry.corp/mcr/dotnet/aspnet:6.0", "COPY . /app\nCMD [\"/app/a\"]\n")]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled", "registry.corp/mcr/dotnet/aspnet:10.0-noble-chiseled", "RUN ls\n")]
    [InlineData("centos:7", "registry.corp/hub/library/centos:7", "RUN apt-get install -y curl\n")]
    public void An_image_at_its_mirror_gets_the_findings_of_its_original_name(string original, string mirrored, string rest)
    {
        var expected = Rules(original, rest);

        Rules(mirrored, rest).ShouldBe(expected);
        expected.ShouldContain(rule => rule == "CG2005" || rule.StartsWith("CG6", StringComparison.Ordinal));
    }

    private static List<string> Rules(string image, string rest) =>
        [.. Check.Findings($"FROM {image}\n{rest}", Check.Facts with { Mirrors = Mirrors }).Select(static finding => finding.Rule.Id)];

    private static ImageMirrors Mirrors =>
        ImageMirrors.TryCreate(
            [("mcr.microsoft.com", "registry.corp/mcr"), ("docker.io", "registry.corp/hub")], out var mirrors, out var reason)
            ? mirrors
            : throw new ArgumentException(reason);
}
