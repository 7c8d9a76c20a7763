using ContainerGuard.Tests.Engine.Shapes;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Engine;

/// <summary>
/// What is promised of every application, whatever it is written in: nothing to find in its Dockerfile and in its image, no secret in
/// the image, and a container that does what it is for as an orchestrator runs it.
/// </summary>
internal static class Promises
{
    /// <summary>What stands in files that nobody may find in an image.</summary>
    public const string Secret = "correct-horse-battery-staple";

    /// <summary>
    /// The name of a file as an archive has it, in a layer of every image and, with its end, in no text that tells of one: were it not
    /// found, nor would a secret be.
    /// </summary>
    private const string NameInALayer = "etc/passwd\0";

    /// <summary>It can write to nothing but /tmp, and may do nothing that only root may.</summary>
    private static readonly string[] Confinement = ["--read-only", "--tmpfs=/tmp", "--cap-drop=ALL", "--security-opt=no-new-privileges"];

    /// <summary>Has secrets lie beside the project, in files of the names by which such files go.</summary>
    public static TestProject WithSecrets(this TestProject project) => project
        .File("secrets.json", $$"""{ "Key": "{{Secret}}" }""")
        .File(".env", $"KEY={Secret}\n")
        .File("id_rsa", $"{Secret}\n");

    /// <summary>Asks for every finding, those included that are only worth a message, and plants secrets.</summary>
    public static TestProject HeldToEverything(this TestProject project) => project
        .WithSecrets()
        .Property("ContainerGuardLevel", "all")
        .Property("ContainerGuardSarif", "obj/findings.sarif");

    /// <summary>Publishes a project that is <see cref="HeldToEverything"/>, and builds its image by the printed command.</summary>
    public static async Task<BuiltImage> ToFaultlessImage(this TestProject project, DockerEngine engine)
    {
        var publish = (await project.Publish()).ShouldSucceed();
        publish.Warnings.ShouldBeEmpty();
        SarifFile.FindingsOf(project.Folder).ShouldBeEmpty();
        (await engine.BuildCheck(project.Workspace.Path, project.GeneratedDockerfile)).ShouldSucceed().Output.ShouldContain(
            "no warnings found");

        var image = await engine.BuildAsTold(project.Folder, GeneratedApp.BuildCommand(publish));
        await image.HoldsNoSecret();
        (await image.Findings(project.GeneratedDockerfile)).ShouldBeEmpty();
        return image;
    }

    /// <summary>Neither in what the engine tells of it nor in a file of any layer.</summary>
    public static async Task HoldsNoSecret(this BuiltImage image)
    {
        (await image.History()).ShouldNotContain(Secret);
        (await image.Find(Secret, NameInALayer)).ShouldBe([NameInALayer]);
    }

    /// <summary>Starts it confined.</summary>
    public static Task<RunningContainer> RunConfined(this BuiltImage image) => image.Run(Confinement);

    /// <summary>It answers, is not root, and ends in time.</summary>
    public static async Task Serves(this BuiltImage image, int user, string body, int exitCode = 0)
    {
        await using var container = await image.RunConfined();
        (await container.Get()).ShouldBe(new HttpAnswer(200, body));
        await container.RunsAsAndStops(user, exitCode);
    }

    /// <summary>It writes this, and ends by itself.</summary>
    public static async Task Writes(this BuiltImage image, int user, string output, int exitCode = 0)
    {
        (await image.Config()).GetProperty("User").GetString()!.Split(':')[0].ShouldBe($"{user}");
        await using var container = await image.RunConfined();
        (await container.Wait()).ShouldBe(exitCode, await container.Logs());
        (await container.Logs()).Trim().ReplaceLineEndings("\n").ShouldBe(output);
    }

    /// <summary>It is not root, and ends when it is asked to, before the engine kills it after ten seconds.</summary>
    public static async Task RunsAsAndStops(this RunningContainer container, int user, int exitCode = 0)
    {
        (await container.UserId()).ShouldBe(user);
        var (code, duration) = await container.Stop();
        code.ShouldBe(exitCode, await container.Logs());
        duration.ShouldBeLessThan(TimeSpan.FromSeconds(8));
    }
}
