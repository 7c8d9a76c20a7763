using ContainerGuard.Tests.Support;
using ContainerGuard.Tests.Unit.Inspection;
using ContainerGuard.Tool;
using ContainerGuard.Tool.Output;

namespace ContainerGuard.Tests.Unit.Tool;

/// <summary>The commands that run the tasks of the package, and the help.</summary>
public sealed class CommandTests
{
    private const string Bad = "FROM node:24\nRUN apt-get install curl\n";

    [Fact]
    public async Task Fix_edits_the_file_and_a_dry_run_does_not()
    {
        using var run = new ToolRun();
        run.Write("Dockerfile", Bad);

        var dry = await run.Run("fix", "--dry-run", "--pinning", "off");
        dry.Code.ShouldBe(ExitCode.Success);
        dry.Out.ShouldContain("+RUN apt-get install -y --no-install-recommends curl");
        run.Read("Dockerfile").ShouldBe(Bad);

        var real = await run.Run("fix", "--pinning", "off", "--rule", "CG5010");
        real.Out.ShouldStartWith("Dockerfile: fixed CG5010;");
        run.Read("Dockerfile").ShouldBe("FROM node:24\nRUN apt-get install -y curl\n");
    }

    [Fact]
    public async Task The_fixed_standard_input_is_the_standard_output()
    {
        using var run = new ToolRun { Input = Bad };

        var (code, text, _) = await run.Run("fix", "-");

        code.ShouldBe(ExitCode.Success);
        text.ShouldBe("FROM node:24\nRUN apt-get install -y --no-install-recommends curl\n");
    }

    [Theory]
    [InlineData("pin")]
    [InlineData("fix", "--dry-run")]
    public async Task Offline_an_image_without_a_pin_is_an_error_and_no_file_is_written(params string[] arguments)
    {
        using var run = new ToolRun();
        run.Write("Dockerfile", Bad);

        var (code, text, _) = await run.Run([.. arguments, "--offline"]);

        code.ShouldBe(ExitCode.Findings);
        text.ShouldContain("error CG0023: ");
        Directory.GetFiles(run.Folder).ShouldBe([Path.Combine(run.Folder, "Dockerfile")]);
    }

    [Fact]
    public async Task A_remedy_names_the_options_of_the_command()
    {
        using var run = new ToolRun();
        run.Write("Dockerfile", Bad);

        var (_, text, _) = await run.Run("pin", "--offline");

        text.ShouldContain("node:24 is not in containerguard.lock.json, and --offline is set. Choose one: 1. Remove --offline. "
            + "2. Run 'containerguard pin' where the registry can be reached, and commit containerguard.lock.json; then --offline works. "
            + "3. Use --pinning prefer or off.");
    }

    [Theory]
    [InlineData("scan", "Not scanned: the NuGet packages, because --assets does not name the project.assets.json of a restored project")]
    [InlineData("update --offline", "an update needs registries, and --offline is set. Remove --offline.")]
    [InlineData("outdated --offline", "only registries know the current digests, and --offline is set. Remove --offline.")]
    [InlineData("scan --fresh --offline", "--fresh needs the network, and --offline is set. Remove one of the two.")]
    [InlineData("inspect app:1 --offline", "'app:1' is in a registry, and --offline is set.")]
    [InlineData("check --trusted-registry registry.corp", "or add 'docker.io/library' to --trusted-registry.")]
    public async Task No_message_names_a_property_of_a_project(string arguments, string message)
    {
        using var run = new ToolRun();
        run.Write("Dockerfile", "FROM node:24\nCMD [\"node\", \"server.js\"]\n");
        run.Write(
            "containerguard.lock.json",
            $$"""{ "version": 1, "images": { "node:24": { "digest": "sha256:{{new string('1', 64)}}" } } }""");

        var (_, text, error) = await run.Run(arguments.Split(' '));

        text.ShouldContain(message, Case.Insensitive);
        (text + error).ShouldNotMatch("ContainerGuard[A-Z]|dotnet build");
    }

    [Theory]
    [InlineData(
        "Add the item <ContainerGuardMirror Include=\"docker.io\" Registry=\"registry.example.com/mirror\" />.",
        "Add --mirror docker.io=registry.example.com/mirror.")]
    [InlineData("Correct the ContainerGuardMirror item of docker.io. 2.", "Correct the --mirror of docker.io. 2.")]
    [InlineData("Run 'dotnet build -t:ContainerGuardPin -p:ContainerGuardLocked=false', and", "Run 'containerguard pin', and")]
    [InlineData("Run 'dotnet build -t:ContainerGuardUpdateBaseline'.", "Run 'containerguard check --write-baseline'.")]
    public void A_setting_of_a_project_becomes_an_option(string ofProject, string ofTool) => Wording.Of(ofProject).ShouldBe(ofTool);

    [Theory]
    [InlineData("inspect shop:dev")]
    [InlineData("sbom shop:dev")]
    [InlineData("scan --image shop:dev")]
    public async Task A_name_that_Docker_Hub_does_not_have_may_be_meant_for_an_image_of_this_machine(string arguments)
    {
        await using var registry = await RegistryServer.StartAsync();
        using var run = new ToolRun();

        var (code, text, _) = await run.Run([.. arguments.Split(' '), "--mirror", $"docker.io={registry.Authority}"]);

        code.ShouldBe(ExitCode.Findings);
        text.ShouldContain("Check the image's name and tag. If the image is in Docker on this machine, write 'docker-daemon:shop:dev'.");
    }

    [Theory]
    [InlineData("scan")]
    [InlineData("bases")]
    public async Task A_path_that_does_not_exist_may_be_meant_for_an_image(string command)
    {
        using var run = new ToolRun();

        (await run.Run(command, "shop:dev")).Error.ShouldContain("'shop:dev' does not exist. Use a Dockerfile, a folder, a glob, or '-' "
            + "for the standard input. For an image, write '--image shop:dev'.");
        (await run.Run(command, "Dockerfile.web")).Error.ShouldNotContain("--image");
    }

    [Fact]
    public async Task A_wrong_name_of_a_command_is_one_error_with_the_nearest_name()
    {
        using var run = new ToolRun();

        (await run.Run("chekc")).ShouldBe(
            (ExitCode.Usage, "", "'chekc' is not a command. Did you mean 'check'?\nShow the help with 'containerguard --help'.\n"));
        (await run.Run()).Error.ShouldStartWith("A command is missing. Use check, fix, explain, ");
    }

    [Theory]
    [InlineData("outdated", "No image is locked in")]
    [InlineData("verify", "No image is locked in")]
    public async Task Without_a_lock_file_there_is_nothing_to_compare(string command, string message)
    {
        using var run = new ToolRun();

        var (code, text, _) = await run.Run(command);

        code.ShouldBe(ExitCode.Success);
        text.ShouldContain(message);
    }

    [Fact]
    public async Task Explain_prints_the_page_of_a_rule_by_any_name_and_lists_all()
    {
        using var run = new ToolRun();

        (await run.Run("explain", "DL3002")).Out.ShouldStartWith("# CG3001: The container runs as root");
        (await run.Run("explain")).Out.ShouldContain("CG3001  The container runs as root\n");
    }

    [Fact]
    public async Task A_bill_of_materials_of_a_folder_is_written_where_an_option_says()
    {
        using var run = new ToolRun();
        run.Write("app/package-lock.json", """{ "lockfileVersion": 3, "packages": { "node_modules/a": { "version": "1.0.0" } } }""");

        (await run.Run("sbom", "app", "-o", "out")).Code.ShouldBe(ExitCode.Success);

        Directory.GetFiles(Path.Combine(run.Folder, "out")).Select(Path.GetFileName).ShouldBe(["app.cdx.json"]);
    }

    [Fact]
    public async Task Scan_says_what_it_scanned()
    {
        using var run = new ToolRun();
        run.Write("Dockerfile", "FROM scratch\n");

        var (code, text, _) = await run.Run("scan", "--offline");

        code.ShouldBe(ExitCode.Success);
        text.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task An_image_that_does_not_exist_is_an_error()
    {
        using var run = new ToolRun();

        var (code, text, _) = await run.Run("inspect", "oci:nothing");

        code.ShouldBe(ExitCode.Findings);
        text.ShouldContain("error CG");
    }

    [Fact]
    public async Task A_finding_in_an_image_has_the_name_of_the_image_as_it_was_written_and_no_line()
    {
        using var run = new ToolRun();
        var layer = new TarBuilder().File("app/Dockerfile", "FROM scratch").Build();
        File.WriteAllBytes(Path.Combine(run.Folder, "app.tar"), TarBuilder.DockerArchive(layer));

        var (_, text, _) = await run.Run("inspect", "docker-archive:app.tar");

        text.ShouldContain("docker-archive:app.tar: warning CG8016: ");
    }

    [Theory]
    [InlineData("containerguard check --fo", "--format")]
    [InlineData("containerguard check --level st", "strict")]
    [InlineData("containerguard out", "outdated")]
    public async Task A_shell_completes_commands_options_and_values(string line, string expected)
    {
        using var run = new ToolRun();

        (await run.Run($"[suggest:{line.Length}]", line)).Out.Split('\n').ShouldContain(expected);
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    [InlineData("pwsh")]
    public async Task Each_shell_has_a_script(string shell)
    {
        using var run = new ToolRun();

        (await run.Run("completion", shell)).Out.ShouldContain("[suggest:");
    }

    /// <summary>docs/tool.md has a row for each command.</summary>
    [Fact]
    public void Every_command_is_in_the_documentation()
    {
        var page = File.ReadAllText(Tests.Support.RepositoryRoot.Combine("docs", "tool.md"));
        using StringWriter nothing = new();
        var console = new ContainerGuard.Tool.Output.ToolConsole("/", () => Stream.Null, nothing, nothing, static _ => null);

        foreach (var command in CommandLine.Create(console).Subcommands) page.ShouldContain($"| `{command.Name}");
    }
}
