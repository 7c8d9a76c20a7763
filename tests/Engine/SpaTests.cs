using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Engine;

/// <summary>
/// ASP.NET applications with a part that runs in browsers: Node.js builds it in a stage of its own, and <c>dotnet publish</c> puts it into
/// the app.
/// </summary>
public sealed class SpaTests(DockerEngine engine, PublishedPackage package) : EngineTest(engine)
{
    private const string Manifest =
        """{ "name": "client", "version": "1.0.0", "private": true, "scripts": { "build": "node build.js" }, "devDependencies": { "bundler": "file:vendor/bundler" } }""";

    private const string LockFile = """
        {
          "name": "client",
          "version": "1.0.0",
          "lockfileVersion": 3,
          "requires": true,
          "packages": {
            "": { "name": "client", "version": "1.0.0", "devDependencies": { "bundler": "file:vendor/bundler" } },
            "node_modules/bundler": { "resolved": "vendor/bundler", "link": true },
            "vendor/bundler": { "version": "1.0.0", "dev": true }
          }
        }
        """;

    private const string Build = """
        const fs = require('fs');
        const bundle = require('bundler');
        if (fs.existsSync('vite.config.js')) require('./vite.config.js');
        fs.mkdirSync('dist/assets', { recursive: true });
        fs.writeFileSync('dist/index.html', bundle(fs.readFileSync('page.txt', 'utf8').trim()));
        fs.writeFileSync('dist/assets/app.js', 'console.log(1);');

        """;

    /// <summary>
    /// What Visual Studio's templates for Vite do whenever their configuration is loaded, a build for production included.
    /// </summary>
    private const string ViteConfiguration = """
        const { spawnSync } = require('child_process');
        const fs = require('fs');
        const certificate = '/tmp/client.pem';
        const { status } = spawnSync('dotnet', ['dev-certs', 'https', '--export-path', certificate, '--format', 'Pem', '--no-password']);
        if (status !== 0) throw new Error('Could not create certificate.');
        module.exports = { server: { https: { key: fs.readFileSync('/tmp/client.key'), cert: fs.readFileSync(certificate) } } };

        """;

    private readonly string _unique = $"{Guid.NewGuid():n}";

    [Fact]
    public async Task The_targets_of_the_templates_publish_what_a_stage_with_Node_js_has_built_and_each_side_has_its_own_cache()
    {
        using var workspace = package.NewRepository();
        WriteClient(workspace, "app/ClientApp");
        workspace.Write("app/ClientApp/dist/assets/of-this-machine.js", "");
        workspace.Write("app/ClientApp/node_modules/of-this-machine/index.js", "");
        var app = Server(workspace, "UseStaticFiles").Property("SpaRoot", "ClientApp\\").Xml(static root =>
        {
            var target = root.AddTarget("PublishRunWebpack");
            target.AfterTargets = "ComputeFilesToPublish";
            foreach (var command in (string[])["npm install", "npm run build"])
            {
                var exec = target.AddTask("Exec");
                exec.SetParameter("WorkingDirectory", "$(SpaRoot)");
                exec.SetParameter("Command", command);
            }

            var files = target.AddItemGroup();
            files.AddItem("DistFiles", "$(SpaRoot)dist\\**");
            var published = files.AddItem("ResolvedFileToPublish", "@(DistFiles->'%(FullPath)')");
            published.Exclude = "@(ResolvedFileToPublish)";
            published.AddMetadata("RelativePath", "wwwroot\\%(RecursiveDir)%(FileName)%(Extension)");
            published.AddMetadata("CopyToPublishDirectory", "PreserveNewest");
        });

        await Verify(app, "app/ClientApp");
    }

    /// <summary>
    /// The SDK of such projects is Visual Studio's; this one has of it what counts here: it obeys the switches, but for a publish, which
    /// builds whatever they say.
    /// </summary>
    [Fact]
    public async Task A_referenced_JavaScript_project_is_built_by_Node_js_alone_though_its_configuration_asks_for_a_certificate()
    {
        using var workspace = package.NewRepository();
        WriteClient(workspace, "client");
        workspace.Write("client/vite.config.js", ViteConfiguration);
        workspace.Write("client/client.esproj", """
            <Project>
              <PropertyGroup>
                <BuildOutputFolder>$(MSBuildProjectDirectory)\dist</BuildOutputFolder>
              </PropertyGroup>
              <Target Name="Restore" />
              <Target Name="GetTargetFrameworks" />
              <Target Name="GetTargetPath" />
              <Target Name="Build" />
              <Target Name="Publish" Returns="@(Published)">
                <Exec Command="npm install" Condition="'$(ShouldRunNpmInstall)' != 'false'" />
                <Error Text="The switches are not set." Condition="'$(ShouldRunBuildScript)' != 'false' and '$(DOTNET_RUNNING_IN_CONTAINER)' == 'true'" />
                <Exec Command="node --version" />
                <Exec Command="npm run build" />
                <ItemGroup>
                  <DistFiles Include="$(BuildOutputFolder)\**" />
                  <Published Include="@(DistFiles->'%(FullPath)')" RelativePath="wwwroot\%(RecursiveDir)%(Filename)%(Extension)" CopyToPublishDirectory="PreserveNewest" />
                </ItemGroup>
              </Target>
            </Project>
            """);
        var app = Server(workspace, "UseStaticFiles")
            .Item("ProjectReference", "../client/client.esproj", ("ReferenceOutputAssembly", "false")).Xml(static root =>
            {
                var target = root.AddTarget("PublishClient");
                target.AfterTargets = "ComputeFilesToPublish";
                var build = target.AddTask("MSBuild");
                build.SetParameter("Projects", "../client/client.esproj");
                build.SetParameter("Targets", "Publish");
                build.AddOutputItem("TargetOutputs", "ResolvedFileToPublish");
            });

        await Verify(app, "client");
    }

    /// <summary>From the project to a container that serves both sides, and what an edit of either side builds again.</summary>
    private async Task Verify(TestProject app, string client)
    {
        await DockerEngine.Make("languages");
        await using var first = await app.ToFaultlessImage(Engine);

        await Serves(first, $"<p>{_unique} one</p>", "Hello World!");
        var files = await first.Files();
        files.Keys.ShouldContain("/app/wwwroot/assets/app.js");
        files.Keys.ShouldNotContain(static file => file.Contains("of-this-machine", StringComparison.Ordinal)
            || file.Contains("node_modules", StringComparison.Ordinal)
            || file.EndsWith("/page.txt", StringComparison.Ordinal));
        files.Keys.Select(Path.GetFileName).ShouldNotContain(static name => name == "node" || name == "npm");

        app.File("Program.cs", app.Read("Program.cs").Replace("Hello World!", "Hello Moon!", StringComparison.Ordinal));
        await using var second = await app.ToImage(Engine);
        second.StepOutput("npm ci").ShouldContain("CACHED");
        second.StepOutput("npm run build").ShouldContain("CACHED");
        second.StepOutput("dotnet publish").ShouldNotContain("CACHED");
        await Serves(second, $"<p>{_unique} one</p>", "Hello Moon!");

        app.Workspace.Write($"{client}/page.txt", $"{_unique} two\n");
        await using var third = await app.ToImage(Engine);
        third.StepOutput("npm ci").ShouldContain("CACHED");
        third.StepOutput("npm run build").ShouldNotContain("CACHED");
        third.StepOutput("dotnet restore").ShouldContain("CACHED");
        await Serves(third, $"<p>{_unique} two</p>", "Hello Moon!");
    }

    private static async Task Serves(BuiltImage image, string page, string answer)
    {
        await using var container = await image.RunConfined();
        (await container.Get()).ShouldBe(new HttpAnswer(200, page));
        (await container.Get("/assets/app.js")).ShouldBe(new HttpAnswer(200, "console.log(1);"));
        (await container.Get("/api")).ShouldBe(new HttpAnswer(200, answer));
        await container.RunsAsAndStops(AppUser);
    }

    /// <summary>The application, and an npm of this machine that has nothing to do with what comes of it.</summary>
    private TestProject Server(TestWorkspace workspace, string serving)
    {
        var npm = workspace.Write("tools/npm", "#!/bin/sh\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(npm, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return workspace.Web()
            .MirroredBy(Engine)
            .Mirror("docker.io", Engine.HubMirror)
            .HeldToEverything()
            .Property("Product", _unique)
            .Environment("PATH", $"{workspace.Combine("tools")}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}")
            .File("Program.cs", $"""
                var app = WebApplication.CreateBuilder(args).Build();
                app.UseDefaultFiles();
                app.{serving}();
                app.MapGet("/api", () => "Hello World!");
                app.MapFallbackToFile("/index.html");
                app.Run();

                """);
    }

    private void WriteClient(TestWorkspace workspace, string folder)
    {
        workspace.Write($"{folder}/package.json", Manifest);
        workspace.Write($"{folder}/package-lock.json", LockFile);
        workspace.Write($"{folder}/build.js", Build);
        workspace.Write($"{folder}/page.txt", $"{_unique} one\n");
        workspace.Write($"{folder}/vendor/bundler/package.json", """{ "name": "bundler", "version": "1.0.0", "main": "index.js" }""");
        workspace.Write($"{folder}/vendor/bundler/index.js", "module.exports = text => `<p>${text}</p>`;\n");
    }
}
