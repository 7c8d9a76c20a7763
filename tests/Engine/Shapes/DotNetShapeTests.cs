using System.Diagnostics.CodeAnalysis;

namespace ContainerGuard.Tests.Engine.Shapes;

/// <summary>
/// What is promised of every .NET project, kept by each kind of project that people publish: published with the package as a person gets
/// it, built by the command that the publish printed, and run as an orchestrator runs it.
/// </summary>
/// <typeparam name="TFamily">The shapes that are tested here.</typeparam>
public abstract class DotNetShapeTests<TFamily>(DockerEngine engine, PublishedShapes<TFamily> shapes)
    : EngineTest(engine), IClassFixture<PublishedShapes<TFamily>>
    where TFamily : IShapeFamily
{
    [SuppressMessage("Design", "CA1000", Justification = "A theory's data is static, and this one is each family's own.")]
    public static TheoryData<string> Names => [.. TFamily.Shapes.Select(static shape => shape.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Every_promise_is_kept_by(string shape)
    {
        var published = await shapes.Of(shape);
        await HasNoFinding(published);
        await using var image = await Engine.BuildAsTold(published.Project.Folder, published.BuildCommand);
        await Answers(image, published.Shape);
        await image.HoldsNoSecret();
        (await image.Findings(published.Dockerfile)).ShouldBeEmpty();
    }

    /// <summary>
    /// Neither by our rules at the highest level, whose aliases are those of hadolint among others, nor by BuildKit's checks.
    /// </summary>
    private async Task HasNoFinding(PublishedShape published)
    {
        published.Summary.ShouldContain(" (2 images pinned, ");
        SarifFile.FindingsOf(published.Project.Folder).ShouldBe(published.Shape.Findings);
        (await Engine.BuildCheck(published.Context, published.Dockerfile)).ShouldSucceed().Output.ShouldContain("no warnings found");

        var text = await File.ReadAllTextAsync(published.Dockerfile, TestContext.Current.CancellationToken);
        foreach (var piece in published.Shape.Says) text.ShouldContain(piece);
        published.BuildCommand.Contains(" --platform ", StringComparison.Ordinal).ShouldBe(published.Shape.IsForOnePlatform);
    }

    /// <summary>It does what it is for, is not root, and ends in time.</summary>
    private static async Task Answers(BuiltImage image, DotNetShape shape)
    {
        await using var container = await image.RunConfined();
        if (shape.Answer is ShapeAnswer.Output expected)
        {
            var exitCode = await container.Wait();
            (await container.Logs()).Trim().ReplaceLineEndings("\n").ShouldBe($"{expected.Text}\n{shape.User}");
            exitCode.ShouldBe(expected.ExitCode);
            return;
        }

        if (shape.Answer is ShapeAnswer.HttpText http)
        {
            var answer = await container.Get(http.Path, http.Port);
            answer.Status.ShouldBe(200, answer.Body);
            answer.Body.ShouldContain(http.Text);
        }
        else
        {
            await container.WaitForLog(shape.Answer.Text);
        }

        await container.RunsAsAndStops(shape.User);
    }
}

public sealed class ApplicationShapeTests(DockerEngine engine, PublishedShapes<ApplicationShapes> shapes)
    : DotNetShapeTests<ApplicationShapes>(engine, shapes);

public sealed class LanguageShapeTests(DockerEngine engine, PublishedShapes<LanguageShapes> shapes)
    : DotNetShapeTests<LanguageShapes>(engine, shapes);

public sealed class RuntimeShapeTests(DockerEngine engine, PublishedShapes<RuntimeShapes> shapes)
    : DotNetShapeTests<RuntimeShapes>(engine, shapes);

public sealed class FamilyShapeTests(DockerEngine engine, PublishedShapes<FamilyShapes> shapes)
    : DotNetShapeTests<FamilyShapes>(engine, shapes);

public sealed class RestoreShapeTests(DockerEngine engine, PublishedShapes<RestoreShapes> shapes)
    : DotNetShapeTests<RestoreShapes>(engine, shapes);

public sealed class LayoutShapeTests(DockerEngine engine, PublishedShapes<LayoutShapes> shapes)
    : DotNetShapeTests<LayoutShapes>(engine, shapes);

public sealed class ContainerShapeTests(DockerEngine engine, PublishedShapes<ContainerShapes> shapes)
    : DotNetShapeTests<ContainerShapes>(engine, shapes);
