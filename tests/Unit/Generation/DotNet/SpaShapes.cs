using ContainerGuard.Generation;
using ContainerGuard.Generation.DotNet;
using ContainerGuard.Tests.Unit.Context;

namespace ContainerGuard.Tests.Unit.Generation.DotNet;

/// <summary>.NET applications with a part that Node.js builds, as ASP.NET's and Visual Studio's templates lay them out.</summary>
internal static class SpaShapes
{
    public const string Manifest =
        """{ "name": "client", "scripts": { "build": "vite build", "dev": "vite" }, "devDependencies": { "vite": "^7.0.0" } }""";

    /// <summary>The targets of ASP.NET's templates, which run npm whatever the build is for.</summary>
    public const string Template = """
        <Project Sdk="Microsoft.NET.Sdk.Web">
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            <SpaRoot>ClientApp\</SpaRoot>
          </PropertyGroup>
          <Target Name="DebugEnsureNodeEnv" BeforeTargets="Build" Condition=" '$(Configuration)' == 'Debug' And !Exists('$(SpaRoot)node_modules') ">
            <Exec Command="node --version" ContinueOnError="true" />
            <Exec WorkingDirectory="$(SpaRoot)" Command="npm install" />
          </Target>
          <Target Name="PublishRunWebpack" AfterTargets="ComputeFilesToPublish">
            <Exec WorkingDirectory="$(SpaRoot)" Command="npm install" />
            <Exec WorkingDirectory="$(SpaRoot)" Command="npm run build -- --configuration production" />
            <ItemGroup>
              <DistFiles Include="$(SpaRoot)dist\**; $(SpaRoot)dist-server\**" />
              <ResolvedFileToPublish Include="@(DistFiles->'%(FullPath)')" Exclude="@(ResolvedFileToPublish)">
                <RelativePath>wwwroot\%(RecursiveDir)%(FileName)%(Extension)</RelativePath>
              </ResolvedFileToPublish>
            </ItemGroup>
          </Target>
        </Project>
        """;

    private const string JavaScriptProject = """
        <Project Sdk="Microsoft.VisualStudio.JavaScript.Sdk/1.0.2752196">
          <PropertyGroup>
            <StartupCommand>npm run dev</StartupCommand>
            <ShouldRunBuildScript>false</ShouldRunBuildScript>
            <BuildOutputFolder>$(MSBuildProjectDirectory)\dist</BuildOutputFolder>
          </PropertyGroup>
        </Project>
        """;

    private static readonly Dictionary<string, (DotNetProject Project, MemoryFileSystem Files)> Shapes = new()
    {
        ["spa template"] = (Web() with { SpaRoot = "ClientApp\\" }, Files(
            ("web/Web.csproj", Template), ("web/ClientApp/package.json", Manifest), ("web/ClientApp/package-lock.json", "{}"))),
        ["spa javascript "
            + "project"] = (Web() with { SpaRoot = "..\\web.client", JavaScriptProjects = ["/repo/web.client/web.client.esproj"] }, Files(
            ("web/Web.csproj", "<Project />"), ("web.client/web.client.esproj", JavaScriptProject), ("web.client/package.json", Manifest),
            ("web.client/package-lock.json", "{}"),
            ("web.client/.nvmrc", "22\n"), ("web.client/.npmrc", "//registry.corp/:_authToken=abc\n"),
            ("web.client/vite.config.js", "spawnSync('dotnet', ['dev-certs', 'https'])"))),
        ["spa workspace"] = (Web(), Files(
            ("web/Web.csproj",
                """<Project><Target Name="Front" BeforeTargets="Publish"><Exec Command="pnpm run build" WorkingDirectory="../front" /></Target></Project>"""),
            ("package.json", """{ "name": "all", "private": true }"""), ("pnpm-workspace.yaml", "packages:\n  - front\n  - shared\n"),
            ("pnpm-lock.yaml", "lockfileVersion: '9.0'\n"), ("tsconfig.base.json", "{}"),
            ("front/package.json",
                """{ "name": "front", "scripts": { "build": "vite build" }, "dependencies": { "shared": "workspace:*" } }"""),
            ("shared/package.json", """{ "name": "shared", "scripts": { "build": "tsc" } }"""))),
        ["spa of two"] = (Web(), Files(
            ("web/Web.csproj", """
                <Project>
                  <Target Name="Clients" BeforeTargets="Publish">
                    <Exec Command="yarn &amp;&amp; yarn build" WorkingDirectory="$(MSBuildProjectDirectory)/shop app" />
                    <Exec Command="npm run build --prefix ../admin" />
                    <ItemGroup>
                      <Content Include="shop app/out/**;../admin/dist/*.js" />
                    </ItemGroup>
                  </Target>
                </Project>
                """),
            ("web/shop app/package.json", """{ "name": "shop", "dependencies": { "a": "1" }, "scripts": { "build": "x" } }"""),
            ("web/shop app/yarn.lock", "# yarn lockfile v1\n"),
            ("web/shop app/.yarnrc", "registry \"https://registry.corp/\"\n"),
            ("admin/package.json", """{ "name": "admin", "scripts": { "build": "node build.js" } }"""))),
    };

    public static IEnumerable<string> Names => Shapes.Keys;

    public static DotNetProject Web() => Project.Web("/repo/web/Web.csproj") with { LabelsBaseImage = false };

    public static MemoryFileSystem Files(params (string Path, string Text)[] files) =>
        new([.. files.Select(static file => ($"{Project.Context}/{file.Path}", file.Text))]);

    public static MemoryFileSystem FilesOf(string shape) => Shapes[shape].Files;

    public static ContainerPlan Of(string shape) => Plan(Shapes[shape].Project, Shapes[shape].Files);

    public static ContainerPlan Plan(DotNetProject project, MemoryFileSystem files) =>
        DotNetPlanner.Answer(project, files, "/repo/web/obj");

    /// <summary>The plan of ASP.NET's template with another command, or another target.</summary>
    public static ContainerPlan WithTarget(string target, params (string Path, string Text)[] files) =>
        Plan(Web(), Files([("web/Web.csproj", $"<Project>{target}</Project>"), .. files]));

    public static GeneratedFiles Write(ContainerPlan plan)
    {
        plan.Problem().ShouldBeNull();
        plan.Problem().ShouldBeNull();
        return plan.Write(
            plan.Images.ToDictionary(static image => image, static image => $"{image}@sha256:{new string('1', 64)}"), ownIgnoreFile: null);
    }
}
