using ContainerGuard.Analysis;
using ContainerGuard.Context;

namespace ContainerGuard.Tests.Unit.Generation.Node;

public sealed class NodeDockerfileTests
{
    public static TheoryData<string> ShapeNames => [.. NodeShapes.Names];

    [Theory]
    [MemberData(nameof(ShapeNames))]
    public void The_text_is_the_reviewed_one(string shape)
    {
        var plan = NodeShapes.Of(shape);
        plan.Problem().ShouldBeNull();
        var text = NodeShapes.DockerfileOf(plan, [.. plan.Images.Select(image => (image, $"{image}@sha256:1111"))]);
        Reviewed.ShouldBe("Node", shape, text);
        text.ShouldNotContain(NodeShapes.Context);
    }

    [Theory]
    [MemberData(nameof(ShapeNames))]
    public void No_rule_at_any_level_has_a_finding(string shape)
    {
        var plan = NodeShapes.Of(shape);
        var generated =
            plan.Write(plan.Images.ToDictionary(image => image, image => $"{image}@sha256:{new string('a', 64)}"), ownIgnoreFile: null);
        var facts = new FileFacts
        {
            Today = new DateOnly(2026, 11, 22),
            Context = new BuildContext(NodeShapes.FilesOf(shape), NodeShapes.Context, IgnoreFile.Parse(generated.IgnoreFile)),
        };

        GeneratedImage.Of(generated.Dockerfile).Findings(facts).ShouldBeEmpty();
    }
}
