using ContainerGuard.Generation.DotNet;
using ContainerGuard.Generation;
using ContainerGuard.Images;

namespace ContainerGuard.Tests.Unit.Generation.DotNet;

/// <summary>Projects as the tests begin with them.</summary>
internal static class Project
{
    public const string Context = "/repo";

    public static DotNetProject Console(string path = "/repo/src/Tool/Tool.csproj") => new()
    {
        ProjectPath = path,
        ContextDirectory = Context,
        AssemblyName = Path.GetFileNameWithoutExtension(path),
        TargetFramework = TargetFramework.Parse("net10.0"),
        FrameworkReferences = ["Microsoft.NETCore.App"],
    };

    public static DotNetProject Web(string path = "/repo/src/Api/Api.csproj") =>
        Console(path) with { FrameworkReferences = ["Microsoft.NETCore.App", "Microsoft.AspNetCore.App"] };

    public static string DockerfileOf(DotNetProject project, params (string Image, string Pinned)[] pins) =>
        Generate(project, RestoreInputs.Of(project), pins.ToDictionary(pin => pin.Image, pin => pin.Pinned)).Dockerfile;

    public static GeneratedImage ImageOf(DotNetProject project) => GeneratedImage.Of(DockerfileOf(project));

    public static GeneratedFiles Generate(
        DotNetProject project, RestoreInputs inputs, Dictionary<string, string> pins, string? ownIgnoreFile = null) =>
        DotNetPlanner.Answer(project, inputs).Write(pins, ownIgnoreFile);
}
