using ContainerGuard.Rules;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Engine.BuiltImages;

/// <summary>Each rule for built images, on images that a builder made.</summary>
public sealed class ImageRuleTests(DockerEngine engine) : EngineTest(engine)
{
    public static TheoryData<string> Rules { get; } = [.. ImageRuleCase.All.Keys];

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task A_bad_image_has_a_finding_and_a_good_one_has_none(string rule)
    {
        (await Findings(rule, isBad: true)).ShouldContain(finding => finding.StartsWith(rule, StringComparison.Ordinal));
        (await Findings(rule, isBad: false)).ShouldNotContain(finding => finding.StartsWith(rule, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_rule_for_images_has_images_of_a_builder_or_a_reason() =>
        ImageRuleCase.All.Keys.Concat(ImageRuleCase.OnlyFixtures).Order(StringComparer.Ordinal)
            .ShouldBe(RuleCatalogue.AllOfImages.Select(static one => one.Descriptor.Id).Order(StringComparer.Ordinal));

    private async Task<IReadOnlyList<string>> Findings(string rule, bool isBad)
    {
        using var folder = new TemporaryDirectory();
        var one = ImageRuleCase.All[rule];
        var dockerfile = one.Write(
            folder, isBad, await Pinned(Engine.Debian), await Pinned($"{Engine.MicrosoftMirror}/dotnet/runtime-deps:10.0-noble-chiseled"));
        await using var image = await Engine.Build(folder.Path, dockerfile);
        return await image.Findings(dockerfile, inputs => one.Inputs(inputs, isBad));
    }

    /// <summary>With its digest, by which the layers of the base are known.</summary>
    private async Task<string> Pinned(string name)
    {
        var digest = (await Engine.Buildx("imagetools", "inspect", "--format={{print .Manifest.Digest}}", name)).ShouldSucceed();
        return $"{name}@{digest.StandardOutput.Trim()}";
    }
}
