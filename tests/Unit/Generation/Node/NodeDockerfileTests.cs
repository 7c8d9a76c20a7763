using ContainerGuard.Context;
using ContainerGuard.Dockerfile;
using ContainerGuard.Rules;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Unit.Generation.Node;

public sealed class NodeDockerfileTests
{
    public static TheoryData<string> ShapeNames => [.. NodeShapes.Names];

    /// <summary>The reviewed texts lie beside this file; CONTAINERGUARD_UPDATE_DOCS=1 writes them.</summary>
    [Theory]
    [MemberData(nameof(ShapeNames))]
    public void The_text_is_the_reviewed_one(string shape)
    {
        var plan = NodeShapes.Of(shape);
        plan.Obstacle.ShouldBeNull();
        var text = NodeShapes.DockerfileOf(plan, [.. plan.Images.Select(image => (image, $"{image}@sha256:1111"))]);
        var path = RepositoryRoot.Combine("tests", "Unit", "Generation", "Node", "Expected", $"{shape.Replace(' ', '-')}.Dockerfile");
        if (Environment.GetEnvironmentVariable("CONTAINERGUARD_UPDATE_DOCS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }

        text.ShouldBe(File.ReadAllText(path).ReplaceLineEndings("\n"));
        text.ShouldNotContain("\r");
        text.ShouldNotContain(NodeShapes.Context);
    }

    [Theory]
    [MemberData(nameof(ShapeNames))]
    public void No_rule_at_any_level_has_a_finding(string shape)
    {
        var plan = NodeShapes.Of(shape);
        var generated = plan.Write(plan.Images.ToDictionary(image => image, image => $"{image}@sha256:{new string('a', 64)}"), ownIgnoreFile: null);
        var facts = new RuleFacts
        {
            Today = new DateOnly(2026, 11, 22),
            Context = new BuildContext(NodeShapes.FilesOf(shape), NodeShapes.Context, IgnoreFile.Parse(generated.IgnoreFile)),
        };

        var syntax = DockerfileSyntax.Parse(SourceText.From(generated.Dockerfile, "Dockerfile"));
        RuleRunner.Run(DockerfileModel.Create(syntax), facts, new SeverityPolicy(Level.All)).ShouldBeEmpty();
    }
}
