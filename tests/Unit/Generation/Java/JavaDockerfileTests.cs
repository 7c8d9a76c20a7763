namespace ContainerGuard.Tests.Unit.Generation.Java;

public sealed class JavaDockerfileTests
{
    public static TheoryData<string> ShapeNames => [.. JavaShapes.Names];

    [Theory]
    [MemberData(nameof(ShapeNames))]
    public void The_text_is_the_reviewed_one(string shape) => Reviewed.ShouldBe("Java", shape, JavaShapes.Plan(shape).Dockerfile());

    [Theory]
    [MemberData(nameof(ShapeNames))]
    public void No_rule_at_any_level_has_a_finding(string shape)
    {
        var (project, files) = JavaShapes.Of(shape);

        App.ShouldBeClean(project, files);
        App.ShouldBeClean(
            project with { LabelsBaseImage = true, ContainerUser = "2000", ContainerWorkingDirectory = "/srv/my shop" }, files);
    }

    [Theory]
    [MemberData(nameof(ShapeNames))]
    public void What_builds_leave_and_tests_are_not_sent(string shape)
    {
        var plan = JavaShapes.Plan(shape);
        var folder = Path.GetDirectoryName(plan.Project.RelativePath)!;

        foreach (var file in (string[])["src/main/java/com/example/build/target/Main.java", "src/main/resources/application.properties"])
        {
            plan.Sends(Path.Combine(folder, file)).ShouldBeTrue();
        }

        foreach (var file in (string[])[shape.StartsWith("gradle", StringComparison.Ordinal) ? "build/libs/shop.jar" : "target/shop.jar",
            "src/test/java/MainTest.java", "obj/project.assets.json", ".gradle/8.5/x.bin", "shop.proj"])
        {
            plan.Sends(Path.Combine(folder, file)).ShouldBeFalse();
        }
    }
}
