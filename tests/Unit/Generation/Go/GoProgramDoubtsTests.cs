using ContainerGuard.Generation;
using ContainerGuard.Rules;

namespace ContainerGuard.Tests.Unit.Generation.Go;

/// <summary>A program that is compiled, or not, and does nothing in its image.</summary>
public sealed class GoProgramDoubtsTests
{
    private const string Cobra = "package cmd\nimport \"github.com/spf13/cobra\"\n";

    private const string Urfave = "package main\nimport \"github.com/urfave/cli/v2\"\n";

    private const string Urfave3 = "package main\nimport \"github.com/urfave/cli/v3\"\n";

    [Theory]
    [InlineData(Cobra + "var rootCmd = &cobra.Command{\n\tUse: \"shop\",\n}\nfunc init() { rootCmd.AddCommand(serveCmd) }\n"
        + "var serveCmd = &cobra.Command{\n\tUse: \"serve [port]\",\n\tRun: run,\n}\nfunc Execute() { rootCmd.Execute() }", 3, "serve")]
    [InlineData(Cobra + "func New() {\n\troot := &cobra.Command{\n\t\tUse: \"shop\",\n\t\tLong: `Run: it`,\n\t}\n"
        + "\troot.AddCommand(a)\n\troot.ExecuteContext(ctx)\n}", 4, "COMMAND")]
    [InlineData(Urfave + "var app = &cli.App{\n\tName: \"shop\",\n\tCommands: []*cli.Command{{\n\t\tName: \"start\",\n\t\tAction: run,\n"
        + "\t}},\n}", 3, "start")]
    [InlineData(Urfave + "func main() {\n\tapp := cli.NewApp()\n\tapp.Commands = commands\n\tapp.Run(os.Args)\n}", 4, "COMMAND")]
    [InlineData(Cobra + "func ShopCmd() *cobra.Command {\n\troot := &cobra.Command{\n\t\tUse: \"shop\",\n\t}\n\troot.AddCommand(a)\n"
        + "\treturn root\n}\n", 4, "COMMAND")]
    [InlineData(Urfave3 + "func main() {\n\troot := &cli.Command{\n\t\tName: \"shop\",\n\t\tCommands: []*cli.Command{{\n"
        + "\t\t\tName: \"web\",\n\t\t\tAction: run,\n\t\t}},\n\t}\n\troot.Run(ctx, os.Args)\n}", 4, "web")]
    public void A_program_that_needs_a_command_is_a_warning_with_the_command(string text, int line, string command)
    {
        var warning = Plan(("cmd/root.go", text)).Problems.ShouldHaveSingleItem();

        warning.Rule.ShouldBe(GuardCodes.ImageUncertain);
        warning.Message.ShouldBe(
            $"cmd/root.go({line}) defines a program that needs a command. Without one, it prints its help and ends.");
        warning.Remedy.ShouldBe($"Set the command: <ContainerAppCommand Include=\"/app/shop;{command}\" />.");
    }

    [Theory]
    [InlineData(Cobra + "var rootCmd = &cobra.Command{\n\tUse: \"shop\",\n\tRunE: serve,\n}\n"
        + "func Execute() { rootCmd.AddCommand(a); rootCmd.Execute() }")]
    [InlineData(Cobra + "var rootCmd = &cobra.Command{\n\tUse: \"shop\",\n}\n"
        + "func Execute() { rootCmd.RunE = serve; rootCmd.AddCommand(a); rootCmd.Execute() }")]
    [InlineData(Cobra + "var rootCmd = &cobra.Command{\n\tUse: \"shop\",\n}\nfunc Execute() { rootCmd.Execute() }")]
    [InlineData(Cobra + "func Execute() { New().Execute() }")]
    [InlineData(Urfave3 + "func main() {\n\troot := &cli.Command{\n\t\tCommands: all,\n\t\tAction: serve,\n\t}\n"
        + "\troot.Run(ctx, os.Args)\n}")]
    [InlineData(Urfave3 + "var admin = cli.Command{\n\tCommands: all,\n}")]
    [InlineData(Urfave + "var app = &cli.App{\n\tAction: serve,\n\tCommands: commands,\n}")]
    [InlineData(Urfave + "var app = &cli.App{\n\tFlags: flags,\n}")]
    [InlineData(Urfave + "func main() {\n\tapp := cli.NewApp()\n\tapp.Commands = commands\n\tapp.Action = serve\n}")]
    [InlineData(Urfave + "var app = &cli.App{\n\tCommands: commands,\n\tDefaultCommand: \"serve\",\n}")]
    public void A_program_that_starts_without_a_command_is_not(string text) => Plan(("cmd/root.go", text)).Problems.ShouldBeEmpty();

    [Fact]
    public void A_command_of_the_project_is_enough()
    {
        var project = App.Of("go") with { Process = ["/app/shop", "serve"] };

        Plan(project, ("cmd/root.go", Urfave + "var app = &cli.App{\n\tCommands: commands,\n}")).Problems.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("//go:embed site", "site")]
    [InlineData("//go:embed pages all:site", "site")]
    [InlineData("//go:embed \"site/*.html\"", "site/*.html")]
    public void Files_that_the_sources_do_not_contain_cannot_be_embedded(string line, string pattern)
    {
        var warning = Plan(("web/web.go", $"package web\n\n{line}\nvar files embed.FS\n"), ("web/pages/a.html", ""))
            .Problems.ShouldHaveSingleItem();

        warning.Rule.ShouldBe(GuardCodes.ImageUncertain);
        warning.Message.ShouldBe(
            $"web/web.go(3) embeds '{pattern}', which the sources do not contain, so the Go compiler will fail.");
    }

    [Fact]
    public void The_build_that_writes_missing_files_is_named() => Plan(
        ("server/server.go", "package server\n\n//go:embed site\nvar site embed.FS\n"),
        ("web/package.json", """{ "scripts": { "build": "vite build" } }""")).Problems.ShouldHaveSingleItem().Message.ShouldBe(
            "server/server.go(3) embeds 'site', which the build of web/package.json writes. The image does not run that build.");

    [Theory]
    [InlineData("//go:embed pages")]
    [InlineData("//go:embed pages/*.html")]
    [InlineData("//go:embed *.html")]
    [InlineData("// //go:embed site")]
    public void Files_that_the_sources_contain_are_embedded(string line) =>
        Plan(("web/web.go", $"package web\n\n{line}\nvar files embed.FS\n"), ("web/pages/a.html", "")).Problems.ShouldBeEmpty();

    [Theory]
    [InlineData("github.com/knadh/stuffbin")]
    [InlineData("github.com/GeertJohan/go.rice")]
    [InlineData("github.com/gobuffalo/packr/v2")]
    public void Files_that_a_further_step_adds_are_reported(string package)
    {
        var warning = Plan(("web/files.go", $"package web\n\nimport \"{package}\"\n")).Problems.ShouldHaveSingleItem();

        warning.Rule.ShouldBe(GuardCodes.ImageUncertain);
        warning.Message.ShouldStartWith("web/files.go(3) uses github.com/");
        warning.Remedy.ShouldContain("<ContainerGuardCopy Include=\"FOLDER\" Destination=\"/app/FOLDER\" />");
    }

    [Theory]
    [InlineData("func f() { template.ParseFiles(\"ui/page.html\") }",
        "<ContainerGuardCopy Include=\"FOLDER\" Destination=\"/app/FOLDER\" />")]
    [InlineData("func f() { http.ListenAndServe(\"127.0.0.1:8080\", nil) }",
        "<ContainerEnvironmentVariable Include=\"VARIABLE\" Value=\"0.0.0.0\" />")]
    public void An_item_whose_name_the_sources_do_not_give_has_a_placeholder(string line, string item) =>
        Plan(("web/web.go", $"package web\nimport \"net/http\"\n\n{line}\n")).Problems.ShouldHaveSingleItem().Remedy.ShouldContain(item);

    [Fact]
    public void An_example_is_not_a_part_of_the_program() => Plan(
        ("examples/web/web.go", "package web\n\n//go:embed site\nvar site embed.FS\n"),
        ("examples/cmd/root.go", Urfave + "var app = &cli.App{\n\tCommands: commands,\n}")).Problems.ShouldBeEmpty();

    [Theory]
    [InlineData("\tListenIp string `yaml:\"listen_ip\" default:\"127.0.0.1\" env:\"SHOP_LISTEN_IP\"`",
        "<ContainerEnvironmentVariable Include=\"SHOP_LISTEN_IP\" Value=\"0.0.0.0\" />")]
    [InlineData("\tBind string `envconfig:\"BIND\" default:\"localhost\"`",
        "<ContainerEnvironmentVariable Include=\"BIND\" Value=\"0.0.0.0\" />")]
    [InlineData("\tflags.StringP(\"address\", \"a\", \"127.0.0.1\", \"address to listen on\")",
        "<ContainerAppCommand Include=\"/app/shop;--address=0.0.0.0\" />")]
    [InlineData("\tflag.StringVar(&c.host, \"host\", \"localhost\", \"host to bind to\")",
        "<ContainerAppCommand Include=\"/app/shop;--host=0.0.0.0\" />")]
    public void A_default_address_of_this_machine_is_reported_with_its_setting(string line, string item)
    {
        var warning = Plan(("config/config.go", $"package config\n\n{line}\n")).Problems.ShouldHaveSingleItem();

        warning.Rule!.Id.ShouldBe("CG6020");
        warning.Message.ShouldStartWith("config/config.go(3) listens on ");
        warning.Remedy.ShouldBe($"Set the address: {item}.");
    }

    [Theory]
    [InlineData("\t\"LISTEN_ADDR\": {\n\t\tList: []string{\"127.0.0.1:8080\"},\n\t},", 4, "LISTEN_ADDR", "8080")]
    [InlineData("\tName: \"listener\",\n\tValue: \"127.0.0.1:9000\",\n\tEnvVars: []string{\"SHOP_LISTENER\"},", 4, "SHOP_LISTENER", "9000")]
    public void An_address_of_this_machine_is_reported_with_its_variable(string lines, int line, string variable, string port)
    {
        var text = $"package config\n\n{lines}\n";

        var warning = Plan(("config/config.go", text)).Problems.ShouldHaveSingleItem();

        warning.Message.ShouldStartWith($"config/config.go({line}) listens on 127.0.0.1:{port}");
        warning.Remedy.ShouldBe(
            $"Set the address: <ContainerEnvironmentVariable Include=\"{variable}\" Value=\"0.0.0.0:{port}\" />.");
        Plan(
            App.Of("go") with { ContainerEnvironmentVariables = new Dictionary<string, string> { [variable] = $":{port}" } },
            ("config/config.go", text)).Problems.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("\tHost string `default:\"127.0.0.1\" env:\"DATABASE_HOST\"`")]
    [InlineData("\tflags.String(\"db-host\", \"localhost\", \"host of the database\")")]
    [InlineData("\tviper.SetDefault(\"redis.host\", \"localhost\")")]
    [InlineData("\tListenIp string `default:\"0.0.0.0\" env:\"LISTEN_IP\"`")]
    public void A_default_address_of_another_server_is_not(string line) =>
        Plan(("config/config.go", $"package config\n\n{line}\n")).Problems.ShouldBeEmpty();

    [Fact]
    public void A_profile_for_this_machine_is_not_the_server() => Plan(
        ("debug.go", "package main\nimport _ \"net/http/pprof\"\nfunc f() { http.ListenAndServe(\"127.0.0.1:6060\", nil) }")).Problems
        .ShouldBeEmpty();

    private static ContainerPlan Plan(params (string Path, string Text)[] files) => Plan(App.Of("go"), files);

    private static ContainerPlan Plan(AppProject project, params (string Path, string Text)[] files) => App.Plan(
        project, [("shop/go.mod", "module shop\n"), ("shop/main.go", "package main\n\nfunc main() {\n\tcmd.ShopCmd().Execute()\n}\n"),
            .. files.Select(static file => ($"shop/{file.Path}", file.Text))]);
}
