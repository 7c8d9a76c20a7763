using ContainerGuard.Generation;
using ContainerGuard.Generation.DotNet;
using ContainerGuard.Tests.Unit.Context;

namespace ContainerGuard.Tests.Unit.Generation.DotNet;

/// <summary>An app of one C# file: its project is virtual (learn.microsoft.com/dotnet/core/sdk/file-based-apps).</summary>
public sealed class FileBasedAppTests
{
    [Fact]
    public void The_image_publishes_the_file_itself()
    {
        var build = GeneratedImage.Of(PlanOf("Console.WriteLine();")).Stage("build");

        build.Copies.ShouldContain(new Copied(["app.cs"], "./"));
        build.Commands.ShouldContain(
            "dotnet restore app.cs -a \"$TARGETARCH\" -p:Configuration=Release -p:SelfContained=true");
        build.Commands.ShouldContain(
            command => command.StartsWith("dotnet publish app.cs --no-restore -c Release", StringComparison.Ordinal));
    }

    [Fact]
    public void The_header_names_the_file() =>
        PlanOf("").Write(new Dictionary<string, string>(), null).Dockerfile.ShouldContain("dotnet build app.cs -t:ContainerGuardEject");

    [Fact]
    public void Included_files_can_have_directives() => PlanOf(
        "#:include lib/util.cs\nUtil.Run();", ("/repo/lib/util.cs", "#:package A@1.0.0\n#:include more.cs"), ("/repo/lib/more.cs", ""))
        .Inputs.Files.ShouldBe(["app.cs", "lib/more.cs", "lib/util.cs"]);

    private static ContainerPlan PlanOf(string text, params (string Path, string Text)[] files) => DotNetPlanner.Answer(
        Project.Console("/repo/app.cs.csproj") with
        {
            AssemblyName = "app", EntryPointFile = "/repo/app.cs", IsSelfContained = true, PublishAot = true,
        },
        new MemoryFileSystem([("/repo/app.cs", text), .. files]), "/profile/runfile/app/obj");
}
