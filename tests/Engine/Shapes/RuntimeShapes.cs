using ContainerGuard.Tests.Support;
using static ContainerGuard.Tests.Engine.Shapes.ShapeAnswer;

namespace ContainerGuard.Tests.Engine.Shapes;

/// <summary>How an application comes by its runtime.</summary>
public sealed class RuntimeShapes : IShapeFamily
{
    private const string OwnExecutable = "ENTRYPOINT [\"/app/";

    public static IReadOnlyList<DotNetShape> Shapes { get; } =
    [
        new(
            "A self contained web application", static folder => folder.Web().Property("SelfContained", "true"),
            new HttpText("Hello World!"))
        {
            Says = ["/dotnet/runtime-deps:10.0-noble-chiseled-extra@", OwnExecutable],
        },
        new(
            "A self contained console application that says so for publish alone",
            static folder => folder.Console().Property("PublishSelfContained", "true"), new Output("Hello World!"))
        {
            Says = ["/dotnet/runtime-deps:10.0-noble-chiseled-extra@", OwnExecutable],
        },
        new(
            "A single file that uses the runtime of the image",
            static folder => folder.Web().Property("PublishSingleFile", "true").Property("SelfContained", "false"),
            new HttpText("Hello World!"))
        {
            Says = ["/dotnet/aspnet:10.0-noble-chiseled-extra@", OwnExecutable],
        },
        new(
            "A single file with its runtime",
            static folder => folder.Console().Property("PublishSingleFile", "true").Property("SelfContained", "true"),
            new Output("Hello World!"))
        {
            Says = ["/dotnet/runtime-deps:10.0-noble-chiseled-extra@", OwnExecutable],
        },
        new("A single file that unpacks itself", static folder => folder.Console("File.Exists(typeof(Program).Assembly.Location)")
            .Property("PublishSingleFile", "true")
            .Property("SelfContained", "true")
            .Property("IncludeAllContentForSelfExtract", "true"), new Output("True"))
        {
            Says = [" -p:PublishSingleFile=false \\\n"],
        },
        new(
            "A trimmed application",
            static folder => folder.Console().Property("PublishTrimmed", "true").Property("InvariantGlobalization", "true"),
            new Output("Hello World!"))
        {
            Says = ["/dotnet/runtime-deps:10.0-noble-chiseled@", OwnExecutable],
        },
        new(
            "A web application compiled ahead of its start", static folder => folder.Web().Property("PublishReadyToRun", "true"),
            new HttpText("Hello World!"))
        {
            Says = ["/dotnet/aspnet:10.0-noble-chiseled-extra@", "ENTRYPOINT [\"dotnet\", "],
        },
        new(
            "A native application",
            static folder => folder.Console().Property("PublishAot", "true").Property("InvariantGlobalization", "true"),
            new Output("Hello World!"))
        {
            IsAlone = true,
            Images = "aot",
            Says = ["/dotnet/sdk:10.0-noble-aot@", "/dotnet/runtime-deps:10.0-noble-chiseled@", OwnExecutable],

            // The machine that publishes needs no C compiler for it: the image's build has one.
            Arguments = ["-p:NativeCompilationDuringPublish=false"],
        },
        new("An application of an earlier framework that rolls forward", static folder => folder.Console("Environment.Version.Major")
            .Property("TargetFramework", "net8.0")
            .Property("RollForward", "Major")
            .Property("ContainerBaseImage", "mcr.microsoft.com/dotnet/runtime:10.0-noble-chiseled-extra"), new Output("10"))
        {
            // The project targets a framework that gets no updates any more: no image can mend that.
            Findings = ["CG2006"],
        },
        new(
            "An application for one runtime identifier", static folder => folder.Console().Property("RuntimeIdentifier", "linux-x64"),
            new Output("Hello World!"))
        {
            IsForOnePlatform = true,
        },
        new(
            "An application that is published for a runtime identifier and takes its runtime along", static folder => folder.Console(),
            new Output("Hello World!"))
        {
            IsAlone = true,
            IsForOnePlatform = true,
            Arguments = ["-r", "linux-x64", "--self-contained"],
            Says = ["/dotnet/runtime-deps:10.0-noble-chiseled-extra@", OwnExecutable],
        },
        new("An application for several frameworks of which one is published", SeveralFrameworks, new Output("Hello from net10.0!"))
        {
            IsAlone = true,
            Arguments = ["-f", "net10.0"],
            Says = ["/dotnet/runtime:10.0-noble-chiseled-extra@", " -f net10.0 "],
        },
    ];

    private static TestProject SeveralFrameworks(ShapeFolder folder) => folder
        .Console("\"Hello from \" + Framework.Name + \"!\"")
        .Property("TargetFramework", "")
        .Property("TargetFrameworks", "net8.0;net10.0")
        .File("Framework.cs", """
            static class Framework
            {
            #if NET10_0
                public const string Name = "net10.0";
            #else
                public const string Name = "something else";
            #endif
            }

            """);
}
