using ContainerGuard.Generation;
using ContainerGuard.Generation.DotNet;
using ContainerGuard.Images;
using ContainerGuard.Tests.Unit.Context;

namespace ContainerGuard.Tests.Unit.Generation.DotNet;

/// <summary>The image follows what the app uses: its packages, its signals, the addresses in its settings.</summary>
public sealed class AppNeedsTests
{
    private const string Assets = "/repo/src/Api/obj/project.assets.json";

    [Fact]
    public void A_console_app_without_a_handler_is_told_how_docker_stop_works()
    {
        var plan = PlanOf(Tool, (Assets, AssetsWith()), ("/repo/src/Api/Program.cs", "while (true) { }"));

        var problem = plan.Problems.ShouldHaveSingleItem();
        problem.Rule.Id.ShouldBe("CG6022");
        problem.Text.ShouldContain("PosixSignalRegistration.Create(PosixSignal.SIGTERM");
        TextOf(plan).ShouldContain("does not handle the signal of docker stop");
        TextOf(plan).ShouldNotContain("receives the signal");
    }

    [Theory]
    [InlineData("Microsoft.Extensions.Hosting/10.0.0", "", "net10.0")]
    [InlineData("System.CommandLine/2.0.0", "", "net10.0")]
    [InlineData("Other/1.0.0", "PosixSignalRegistration.Create(PosixSignal.SIGTERM, x => { })", "net10.0")]
    [InlineData("Other/1.0.0", "", "net8.0")]
    public void A_console_app_with_a_handler_or_an_older_runtime_is_not(string package, string source, string framework)
    {
        var project = Tool with { TargetFramework = TargetFramework.Parse(framework) };
        var plan = PlanOf(project, (Assets, AssetsWith(package)), ("/repo/src/Api/Program.cs", source));

        plan.Problems.ShouldBeEmpty();
        TextOf(plan).ShouldContain("Exec form: the app is PID 1 and receives the signal of docker stop (CG6001).");
    }

    [Fact]
    public void An_init_of_the_project_is_process_1()
    {
        var plan = PlanOf(
            Tool with { ContainerEntrypoint = ["tini", "--"], ContainerDefaultArgs = ["--once"], ContainerFamily = "noble" },
            (Assets, AssetsWith()));

        plan.Problems.ShouldBeEmpty();
        GeneratedImage.Of(plan).Entrypoint.ShouldBe(["tini", "--"]);
        GeneratedImage.Of(plan).Cmd.ShouldBe(["dotnet", "Api.dll", "--once"]);
    }

    [Fact]
    public void An_init_that_a_chiseled_image_cannot_have_is_refused() => PlanOf(Tool with { ContainerEntrypoint = ["tini", "--"] })
        .Problem()!.ShouldContain("Set ContainerFamily to noble and install it");

    [Fact]
    public void ContainerAppCommand_replaces_the_program_of_the_app() => GeneratedImage.Of(PlanOf(
        Project.Web() with { ContainerAppCommand = ["dotnet", "Other.dll"], ContainerAppCommandArgs = ["--x"] }))
        .Entrypoint.ShouldBe(["dotnet", "Other.dll", "--x"]);

    [Theory]
    [InlineData("SkiaSharp.NativeAssets.Linux/3.119.0", "libfontconfig1=2.*")]
    [InlineData("Npgsql/10.0.0", "libgssapi-krb5-2=1.*")]
    [InlineData("Microsoft.AspNetCore.Authentication.Negotiate/10.0.0", "libgssapi-krb5-2=1.*")]
    [InlineData("System.DirectoryServices.Protocols/10.0.0", "libldap2=2.*")]
    [InlineData("System.Data.Odbc/10.0.0", "libodbc2=2.*")]
    [InlineData("System.Drawing.Common/5.0.3", "libgdiplus=6.*")]
    public void A_native_library_of_a_package_is_installed(string package, string installed)
    {
        var plan = PlanOf(Project.Web(), (Assets, AssetsWith(package)));

        GeneratedImage.Of(plan).Base.ShouldBe("mcr.microsoft.com/dotnet/aspnet:10.0-noble");
        GeneratedImage.Of(plan).Stage("final").Commands.ShouldContain(
            $"apt-get install -y --no-install-recommends '{installed}'");
    }

    [Fact]
    public void On_alpine_it_is_installed_with_apk()
    {
        var plan = PlanOf(
            Project.Web() with { ContainerFamily = "alpine" }, (Assets, AssetsWith("System.DirectoryServices.Protocols/10.0.0")));

        GeneratedImage.Of(plan).Stage("final").Commands.ShouldContain("apk add --no-cache 'libldap=~2'");
    }

    [Fact]
    public void A_referenced_projects_package_counts_as_the_projects_own() => GeneratedImage.Of(PlanOf(
        Project.Web(),
        (Assets, """
            { "libraries": { "System.Data.Odbc/10.0.0": { "type": "package" }, "Lib/1.0.0": { "type": "project" } },
              "targets": { "net10.0": { "Lib/1.0.0": { "type": "project", "dependencies": { "System.Data.Odbc": "10.0.0" } } } },
              "project": { "frameworks": { "net10.0": { } } } }
            """))).Base.ShouldBe("mcr.microsoft.com/dotnet/aspnet:10.0-noble");

    [Theory]
    [InlineData("System.Drawing.Common/9.0.0")]
    [InlineData("SkiaSharp/3.119.0")]
    [InlineData("Newtonsoft.Json/13.0.3")]
    public void A_package_without_one_leaves_the_image_chiseled(string package) =>
        GeneratedImage.Of(PlanOf(Project.Web(), (Assets, AssetsWith(package)))).Base.ShouldEndWith("-noble-chiseled-extra");

    [Fact]
    public void A_variant_that_cannot_install_it_is_refused() => PlanOf(
        Project.Web() with { ContainerFamily = "noble-chiseled" }, (Assets, AssetsWith("Npgsql/10.0.0")))
        .Problem()!.ShouldContain("Set ContainerFamily to noble");

    [Fact]
    public void Playwright_is_refused_with_the_image_that_has_its_browsers()
    {
        PlanOf(Project.Web(), (Assets, AssetsWith("Microsoft.Playwright/1.55.0")))
            .Problem()!.ShouldContain("Set ContainerBaseImage to mcr.microsoft.com/playwright/dotnet:v1.55.0-noble.");
        PlanOf(
            Project.Web() with { ContainerBaseImage = "mcr.microsoft.com/playwright/dotnet:v1.55.0-noble" },
            (Assets, AssetsWith("Microsoft.Playwright/1.55.0"))).Problem().ShouldBeNull();
    }

    [Theory]
    [InlineData("var zone = TimeZoneInfo.FindSystemTimeZoneById(\"Europe/Paris\");", "-noble-chiseled-extra")]
    [InlineData("var now = DateTime.UtcNow;", "-noble-chiseled")]
    public void Time_zones_are_in_the_image_of_an_invariant_app_that_reads_them(string source, string variant) => GeneratedImage.Of(PlanOf(
        Project.Web() with { InvariantGlobalization = true }, (Assets, AssetsWith()), ("/repo/src/Api/Program.cs", source)))
        .Base.ShouldBe("mcr.microsoft.com/dotnet/aspnet:10.0" + variant);

    [Fact]
    public void Protoc_runs_on_glibc_and_the_app_is_compiled_for_musl()
    {
        var build = GeneratedImage.Of(PlanOf(
            Project.Web() with { ContainerFamily = "alpine" }, (Assets, AssetsWith("Grpc.Tools/2.72.0")))).Stage("build");

        build.Base.ShouldBe("mcr.microsoft.com/dotnet/sdk:10.0");
        build.Commands.ShouldAllBe(command => command.Contains("--os linux-musl -a \"$TARGETARCH\""));
    }

    [Fact]
    public void The_ports_of_Kestrels_endpoints_are_exposed()
    {
        var image = GeneratedImage.Of(PlanOf(
            Project.Web(),
            ("/repo/src/Api/appsettings.json", """{ "Kestrel": { "Endpoints": { "Http": { "Url": "http://*:5000" } } } }""")));

        image.Ports.ShouldBe(["5000"]);
        image.Variable("ASPNETCORE_HTTP_PORTS").ShouldBeNull();
    }

    [Theory]
    [InlineData("http://*:5000", "9090", "CG6019")]
    [InlineData("http://localhost:5000", null, "CG6020")]
    public void An_address_that_the_container_does_not_serve_is_reported(string url, string? port, string code) => PlanOf(
        Project.Web() with { ContainerPorts = port is null ? [] : [new ContainerPort(int.Parse(port, null), "tcp")] },
        ("/repo/src/Api/appsettings.json", $$"""{ "Urls": "{{url}}" }""")).Problems.ShouldHaveSingleItem().Rule.Id.ShouldBe(code);

    [Theory]
    [InlineData("8.0.100", "latestMajor", "sdk:10.0")]
    [InlineData("8.0.100", "major", "sdk:10.0")]
    [InlineData("10.0.100", "latestMinor", "sdk:10.0")]
    [InlineData("11.0.100", "latestMajor", "sdk:11.0")]
    public void The_SDK_is_one_that_global_json_allows_and_the_framework_needs(string version, string policy, string image) =>
        GeneratedImage.Of(PlanOf(Project.Web(), ("/repo/global.json", Sdk(version, policy)))).Stage("build").Base
            .ShouldBe("mcr.microsoft.com/dotnet/" + image);

    [Theory]
    [InlineData("8.0.100", "latestFeature")]
    [InlineData("9.0.100", "latestMinor")]
    public void Without_such_an_SDK_it_is_refused(string version, string policy) =>
        PlanOf(Project.Web(), ("/repo/global.json", Sdk(version, policy))).Problem()!
            .ShouldContain($"global.json requires the SDK {version} (rollForward {policy}), which cannot build net10.0.");

    private static DotNetProject Tool => Project.Console("/repo/src/Api/Api.csproj");

    [Theory]
    [InlineData("""{ "ConnectionStrings": { "Default": "Data Source=shop.db" } }""", "shop.db")]
    [InlineData("""{ "ConnectionStrings": { "Default": "Filename=shop.sqlite3;Cache=Shared" } }""", "shop.sqlite3")]
    [InlineData("""{ "ConnectionStrings": { "Default": "Data Source=/data/shop.db" } }""", null)]
    [InlineData("""{ "ConnectionStrings": { "Default": "Data Source=:memory:" } }""", null)]
    public void A_database_beside_the_assemblies_needs_a_folder_to_write_to(string settings, string? path)
    {
        (string, string)[] files =
            [(Assets, AssetsWith("Microsoft.Data.Sqlite.Core/10.0.0")), ("/repo/src/Api/appsettings.json", settings)];
        var message = $"The database '{path}' of appsettings.json is in a folder that belongs to root, so the app cannot write to it.";

        PlanOf(Project.Web(), files).Problems.Select(static problem => problem.Message).ShouldBe(path is null ? [] : [message]);
        PlanOf(Project.Web() with { FinalExtras = new() { Writable = ["/data"] } }, files).Problems.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("PuppeteerSharp/20.0.0", "starts a browser, which .NET's images do not have")]
    [InlineData("FFMpegCore/5.0.0", "starts ffmpeg, which .NET's images do not have")]
    public void A_package_that_starts_a_program_of_the_system_is_said(string package, string message)
    {
        var problem = PlanOf(Project.Web(), (Assets, AssetsWith(package))).Problems.ShouldHaveSingleItem();

        problem.Rule.Id.ShouldBe("CG0018");
        problem.Message.ShouldContain(message);
        PlanOf(Project.Web() with { ContainerBaseImage = "registry.corp/aspnet-chromium:1" }, (Assets, AssetsWith(package)))
            .Problems.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("File.ReadAllText(\"../../orders.json\")", "../../orders.json", "<Content Include=\"../../orders.json\" Link=")]
    [InlineData("await File.ReadAllLinesAsync(@\"..\\..\\orders.json\")", "../../orders.json", "and read 'orders.json'.")]
    [InlineData("new StreamReader(\"words.txt\")", "words.txt", "Add <None Update=\"words.txt\" CopyToOutputDirectory=\"")]
    [InlineData("File.OpenRead(\"data/seed.csv\")", "data/seed.csv", "Add <None Update=\"data/seed.csv\"")]
    [InlineData("File.ReadAllText(\"seed.json\")", null, "")]
    [InlineData("File.ReadAllText(\"written-later.txt\")", null, "")]
    [InlineData("File.ReadAllText(\"/etc/hostname\")", null, "")]
    [InlineData("File.WriteAllText(\"words.txt\", \"\")", null, "")]
    public void A_file_that_the_published_app_does_not_have_is_reported(string code, string? path, string remedy)
    {
        (string, string)[] files =
        [
            ("/repo/src/Api/Program.cs", code), ("/repo/orders.json", "[]"), ("/repo/src/Api/words.txt", ""),
            ("/repo/src/Api/data/seed.csv", ""), ("/repo/src/Api/seed.json", "{}"),
        ];
        var problems = PlanOf(Project.Web(), files).Problems;

        problems.Select(static problem => problem.Message).ShouldBe(
            path is null ? [] : [$"Program.cs reads '{path}', but the published app does not contain this file."]);
        if (path is not null) problems[0].Remedy.ShouldContain(remedy);
    }

    [Fact]
    public void A_project_that_copies_files_has_those_that_it_reads() => DotNetPlanner.Answer(Project.Web(), new MemoryFileSystem(
    [
        (Project.Web().ProjectPath, "<Project><None Update=\"*.txt\" CopyToOutputDirectory=\"Always\" /></Project>"),
        ("/repo/src/Api/Program.cs", "File.ReadAllText(\"words.txt\")"), ("/repo/src/Api/words.txt", ""),
    ]), "/repo/src/Api/obj").Problems.ShouldBeEmpty();

    private static ContainerPlan PlanOf(DotNetProject project, params (string Path, string Text)[] files) =>
        DotNetPlanner.Answer(project, new MemoryFileSystem([(project.ProjectPath, "<Project />"), .. files]), "/repo/src/Api/obj");

    private static string TextOf(ContainerPlan plan) => plan
        .Write(new Dictionary<string, string>(), null).Dockerfile.ReplaceLineEndings(" ")
        .Replace(" # ", " ", StringComparison.Ordinal);

    private static string Sdk(string version, string policy) => $$"""{ "sdk": { "version": "{{version}}", "rollForward": "{{policy}}" } }""";

    /// <summary>The assets file of a project that references these packages.</summary>
    private static string AssetsWith(params string[] packages) => $$"""
        { "libraries": { {{string.Join(", ", packages.Select(static one => $$"""  "{{one}}": { "type": "package" } """))}} },
          "project": { "frameworks": { "net10.0": { "dependencies": { {{string.Join(
            ", ", packages.Select(static one => $$"""  "{{one.Split('/')[0]}}": {} """))}} } } } } }
        """;
}
