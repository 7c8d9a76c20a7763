using ContainerGuard.Tests.Support;
using static ContainerGuard.Tests.Engine.Shapes.ShapeAnswer;

namespace ContainerGuard.Tests.Engine.Shapes;

/// <summary>Where versions and packages come from: everything that restore reads, and that the image's build must therefore have.</summary>
public sealed class RestoreShapes : IShapeFamily
{
    public static IReadOnlyList<DotNetShape> Shapes { get; } =
    [
        new("A project whose settings and versions are in files above it", CentralFiles, new Output("8 from above")),
        new(
            "A project with a lock file for the runtimes of its images",
            static folder => Locked(folder).Property("RuntimeIdentifiers", "linux-x64;linux-arm64"), new Output("8"))
        {
            Says = ["--locked-mode -a \"$TARGETARCH\" "],
        },
        new("A project with a lock file for no runtime", Locked, new Output("8")) { Says = ["--locked-mode -p:"] },
        new("A project that uses ContainerGuard as an SDK", UsesSdk, new Output("Hello World!")),
        new("A repository whose builds write to artifacts", Artifacts, new Output("Hello from Shop.Words!")),
        new("A project with intermediate files elsewhere", static folder =>
        {
            folder.File("Directory.Build.props", """
                <Project><PropertyGroup><BaseIntermediateOutputPath>$(MSBuildThisFileDirectory).made/$(MSBuildProjectName)/</BaseIntermediateOutputPath></PropertyGroup></Project>
                """);
            return folder.Console();
        }, new Output("Hello World!")),
        new(
            "A repository with a feed of its own and a mapping of packages to sources", static folder => OwnFeed(folder),
            new Output("Hello from the package!"))
        {
            IsAlone = true,
            Says = ["    --mount=type=bind,source=packages,target=/src/packages \\\n"],
        },
        new("A repository whose feed wants a password", static folder => OwnFeed(folder, $"""
            <packageSourceCredentials><corp><add key="Username" value="me" /><add key="ClearTextPassword" value="{Promises.Secret}" /></corp></packageSourceCredentials>
            """), new Output("Hello from the package!"))
        {
            IsAlone = true,
            Says = ["    --mount=type=secret,id=nuget-config,target=/src/nuget.config \\\n"],
        },
        new("A repository that asks for an SDK", static folder => folder
            .File("global.json", """{ "sdk": { "version": "10.0.100", "rollForward": "latestFeature" } }""")
            .Console(), new Output("Hello World!"))
        {
            IsAlone = true,
            Says = ["COPY global.json nuget.config ./\n", "/dotnet/sdk:10.0@"],
        },
    ];

    private static TestProject CentralFiles(ShapeFolder folder)
    {
        folder.File("Directory.Build.props", """
            <Project><Import Project="eng/Shared.props" /></Project>
            """);
        folder.File("eng/Shared.props", """
            <Project>
              <PropertyGroup><DefineConstants>$(DefineConstants);ABOVE</DefineConstants></PropertyGroup>
            </Project>
            """);
        folder.File("Directory.Build.targets", """
            <Project>
              <Target Name="CheckShared" BeforeTargets="CoreCompile"><Error Condition="!$(DefineConstants.Contains('ABOVE'))" Text="Nothing came from above." /></Target>
            </Project>
            """);
        folder.File("Directory.Packages.props", $"""
            <Project>
              <PropertyGroup>
                <ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally>
                <CentralPackageTransitivePinningEnabled>true</CentralPackageTransitivePinningEnabled>
              </PropertyGroup>
              <ItemGroup>
                <PackageVersion Include="ContainerGuard" Version="{folder.Package.Version}" />
                <PackageVersion Include="NuGet.Versioning" Version="8.0.0" />
              </ItemGroup>
            </Project>
            """);
        return folder.Console("NuGet.Versioning.NuGetVersion.Parse(\"8.0.0\").Major + \" from above\"")
            .Without("PackageReference", "ContainerGuard")
            .Package("ContainerGuard", version: null, ("PrivateAssets", "all"))
            .Package("NuGet.Versioning");
    }

    private static TestProject Locked(ShapeFolder folder) => folder.Console("NuGet.Versioning.NuGetVersion.Parse(\"8.0.0\").Major")
        .Package("NuGet.Versioning", "8.0.0")
        .Property("RestorePackagesWithLockFile", "true");

    private static TestProject UsesSdk(ShapeFolder folder) => folder.Console()
        .Without("PackageReference", "ContainerGuard")
        .Xml(root =>
        {
            var sdk = root.CreateProjectSdkElement("ContainerGuard", folder.Package.Version);
            root.PrependChild(sdk);
        });

    private static TestProject Artifacts(ShapeFolder folder)
    {
        folder.File("Directory.Build.props", """
            <Project><PropertyGroup><UseArtifactsOutput>true</UseArtifactsOutput></PropertyGroup></Project>
            """);
        return folder.Console("Shop.Words.Greeting.Text").References(folder.Library("Shop.Words"));
    }

    private static TestProject OwnFeed(ShapeFolder folder, string credentials = "")
    {
        folder.File("nuget.config", $"""
            <configuration>
              <packageSources>
                <clear />
                <add key="corp" value="packages" />
                <add key="containerguard-test" value="{folder.Package.Feed}" />
              </packageSources>
              <packageSourceMapping>
                <packageSource key="corp"><package pattern="Corp.*" /></packageSource>
                <packageSource key="containerguard-test"><package pattern="ContainerGuard" /></packageSource>
              </packageSourceMapping>
              {credentials}
            </configuration>
            """);
        PackageArchive.Write(folder.Combine("packages"), "Corp.Words", "1.0.0", "build/Corp.Words.props", """
            <Project><ItemGroup><AssemblyMetadata Include="Words" Value="Hello from the package!" /></ItemGroup></Project>
            """);
        return folder.Console(
            "typeof(Program).Assembly.GetCustomAttributes(false).OfType<System.Reflection.AssemblyMetadataAttribute>().Single(words => "
                + "words.Key == \"Words\").Value")
            .Package("Corp.Words", "1.0.0");
    }
}
