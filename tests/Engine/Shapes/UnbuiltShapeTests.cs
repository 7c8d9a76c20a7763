using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Engine.Shapes;

/// <summary>
/// Projects for whose base images there is no stand-in, because Debian has none of it: they are published, what is generated is the
/// reviewed text, and BuildKit parses and checks it with other images in the places of theirs.
/// </summary>
public sealed class UnbuiltShapeTests(DockerEngine engine, PublishedPackage package) : EngineTest(engine)
{
    private static readonly Dictionary<string, Func<TestProject, TestProject>> Shapes = new()
    {
        ["alpine"] = static project => project.Property("ContainerFamily", "alpine"),
        ["alpine-self-contained"] = static project =>
            project.Property("ContainerFamily", "alpine").Property("SelfContained", "true").Property("ContainerGuardHealthcheck", "/"),
        ["alpine-native"] = static project => project.Property("ContainerFamily", "alpine").Property("PublishAot", "true"),
        ["musl"] = static project => project.Property("RuntimeIdentifier", "linux-musl-x64"),
        ["composite"] = static project => project.Property("ContainerFamily", "noble-chiseled-composite"),
    };

    public static TheoryData<string> Names => [.. Shapes.Keys];

    /// <summary>The reviewed texts lie in <c>Expected</c>; CONTAINERGUARD_UPDATE_DOCS=1 writes them.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public async Task What_is_generated_is_the_reviewed_text_and_has_no_finding(string shape)
    {
        using var workspace = package.NewRepository();
        var project = Shapes[shape](workspace.Web());

        // Restored and generated as a publish does it, which would compile for a platform that this machine may not be able to link for.
        (await project.Publish(
            "-p:ContainerGuardLevel=all", SarifFile.Option, "-p:ContainerGuardPinning=off",
            "-p:NativeCompilationDuringPublish=false")).ShouldSucceed();

        SarifFile.FindingsOf(project.Folder).ShouldBeEmpty();
        var text = await File.ReadAllTextAsync(project.GeneratedDockerfile, TestContext.Current.CancellationToken);
        await HasNoWarning(workspace, project, text);

        // The feed of the tests is in another folder on every machine, and its name tells the version of the package.
        text = text[(text.IndexOf("\n\n", StringComparison.Ordinal) + 2)..].Replace(package.Feed, "/feed", StringComparison.Ordinal);
        var path = RepositoryRoot.Combine("tests", "Engine", "Shapes", "Expected", $"{shape}.Dockerfile");
        if (Environment.GetEnvironmentVariable("CONTAINERGUARD_UPDATE_DOCS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, text, TestContext.Current.CancellationToken);
        }

        text.ShouldBe((await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken)).ReplaceLineEndings("\n"));
    }

    private async Task HasNoWarning(TestWorkspace workspace, TestProject project, string text)
    {
        var images = text.Split('\n').Where(static line => line.StartsWith("FROM ", StringComparison.Ordinal))
            .Select(
                static line => line.Split(' ').First(static word => word.StartsWith("mcr.", StringComparison.Ordinal) || word == "scratch"))
            .Where(static image => image != "scratch");
        var standIns =
            images.SelectMany(image => (string[])["--build-context", $"{image}=docker-image://{Engine.MicrosoftMirror}/dotnet/sdk:10.0"]);

        var check =
            await Engine.Docker(workspace.Path, ["build", "--check", "--file", project.GeneratedDockerfile, .. standIns, workspace.Path]);

        check.ShouldSucceed().Output.ShouldContain("no warnings found");
    }
}
