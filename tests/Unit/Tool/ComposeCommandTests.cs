using ContainerGuard.Tool;

namespace ContainerGuard.Tests.Unit.Tool;

/// <summary>Compose files in the command <c>containerguard</c>.</summary>
public sealed class ComposeCommandTests
{
    private const string Text = "services:\n  db:\n    image: 'postgres:17' # the database\n";
    private static readonly string Digest = $"sha256:{new string('b', 64)}";

    private static string LockFile => $$"""
        {
          "version": 1,
          "images": {
            "postgres:17": { "digest": "{{Digest}}", "mediaType": "application/vnd.oci.image.index.v1+json" }
          }
        }
        """;

    [Fact]
    public async Task A_folder_stands_for_its_compose_files_too_and_an_unpinned_image_does_not_fail_the_check()
    {
        using var run = new ToolRun();
        string[] paths =
            ["compose.yaml", "a/docker-compose.yml", "a/docker-compose.prod.yml", "a/compose-dev.yaml", "a/values.yaml"];
        foreach (var path in paths) run.Write(path, Text);

        var (code, text, error) = await run.Run("check", "--exclude", "**/*prod*");

        code.ShouldBe(ExitCode.Success, error);
        text.TrimEnd().Split('\n').Select(static line => line[..line.IndexOf(": ", StringComparison.Ordinal)]).ShouldBe(
            ["compose.yaml:3:13", "a/compose-dev.yaml:3:13", "a/docker-compose.yml:3:13"]);
        text.ShouldContain("warning CG2003: 'postgres:17' is not pinned by digest. Run 'containerguard fix' to pin it.");
    }

    [Fact]
    public async Task A_named_yaml_file_is_a_compose_file_unless_it_begins_as_a_Dockerfile()
    {
        using var run = new ToolRun();
        run.Write("stack.yaml", Text);
        run.Write("dockerfile.yml", "FROM alpine:3.24\nUSER root\n");

        var (_, text, _) = await run.Run("check", "stack.yaml", "dockerfile.yml");

        text.ShouldContain("stack.yaml:3:13: warning CG2003");
        text.ShouldContain("dockerfile.yml:2:6: error CG3001");
    }

    [Fact]
    public async Task A_fix_writes_the_locked_digest_and_nothing_else()
    {
        using var run = new ToolRun();
        run.Write("compose.yaml", Text);
        run.Write("containerguard.lock.json", LockFile);

        var (code, text, error) = await run.Run("fix", "--offline");

        code.ShouldBe(ExitCode.Success, text + error);
        run.Read("compose.yaml").ShouldBe(Text.Replace("postgres:17", $"postgres:17@{Digest}", StringComparison.Ordinal));
        (await run.Run("check")).Out.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_digest_that_differs_from_the_lock_file_is_reported()
    {
        using var run = new ToolRun();
        var other = $"sha256:{new string('c', 64)}";
        run.Write("compose.yaml", Text.Replace("postgres:17", $"postgres:17@{other}", StringComparison.Ordinal));
        run.Write("containerguard.lock.json", LockFile);

        (await run.Run("check")).Out.ShouldContain("compose.yaml:3:13: warning CG2009");
    }

    [Fact]
    public async Task A_file_that_is_not_valid_is_one_error_and_the_others_are_checked()
    {
        using var run = new ToolRun();
        run.Write("compose.yaml", "services:\n  db:\n   image: [a\n");
        run.Write("b/compose.yaml", Text);

        var (code, text, error) = await run.Run("check");

        code.ShouldBe(ExitCode.Findings);
        error.ShouldBeEmpty();
        text.Split('\n').Count(static line => line.Contains("error", StringComparison.Ordinal)).ShouldBe(1);
        text.ShouldContain("error CG0080: The compose file is not valid: ");
        text.ShouldContain("b/compose.yaml:3:13: warning CG2003");
    }

    [Fact]
    public async Task A_compose_file_gives_an_argument_without_a_default_its_value()
    {
        using var run = new ToolRun();
        run.Write("Dockerfile", "ARG VERSION\nFROM alpine:${VERSION}\nUSER 1000\nCMD [\"a\"]\n");
        run.Write(".env", "ALPINE=3.9\n");
        run.Write("compose.yaml", "services:\n  a:\n    build: {context: ., args: {VERSION: '${ALPINE}'}}\n  b:\n    build: .\n");

        (await run.Run("check")).Out.ShouldContain("Dockerfile:2:6: warning CG2005: 'alpine:${VERSION}' (here 'alpine:3.9')");

        run.Write("compose.prod.yaml", "services:\n  a: {build: {context: ., args: [VERSION=3.24]}}\n");
        (await run.Run("check")).Out.ShouldNotContain("CG2005");
    }

    [Fact]
    public async Task An_additional_context_of_a_compose_file_is_not_an_image()
    {
        using var run = new ToolRun();
        run.Write("Dockerfile", "FROM scratch\nCOPY --from=assets /a /a\nUSER 1000\n");

        (await run.Run("check")).Out.ShouldContain("'assets'");

        run.Write("compose.yaml", "services:\n  a:\n    build:\n      context: .\n      additional_contexts: {assets: ./web}\n");
        (await run.Run("check")).Out.ShouldNotContain("'assets'");
    }

    [Fact]
    public async Task Included_files_are_checked_and_pinned_with_any_name()
    {
        using var run = new ToolRun();
        run.Write(
            "compose.yaml",
            "include:\n  - stacks/data.yaml\n  - path: ['stacks/${WHICH}.yaml']\n  - oci://example.com/a:1\nservices: {}\n");
        run.Write(".env", "WHICH=cache\n");
        run.Write("stacks/data.yaml", "include: [../compose.yaml]\n" + Text);
        run.Write("stacks/cache.yaml", "services:\n  c:\n    image: redis:8\n");
        run.Write("stacks/other.yaml", Text);

        (await run.Run("check")).Out.TrimEnd().Split('\n').Select(static line => line[..line.IndexOf(": ", StringComparison.Ordinal)])
            .ShouldBe(["stacks/data.yaml:4:13", "stacks/cache.yaml:3:12"], ignoreOrder: true);

        run.Write("containerguard.lock.json", LockFile);
        await run.Run("fix", "--offline");
        run.Read("stacks/data.yaml").ShouldContain($"postgres:17@{Digest}");
    }

    /// <summary>A stack for development often builds a stage that does not run in production.</summary>
    [Theory]
    [InlineData("production", false)]
    [InlineData("dev", true)]
    [InlineData("web-test", true)]
    public async Task The_target_of_a_compose_file_is_checked_unless_it_is_one_of_development(string target, bool isRoot)
    {
        using var run = new ToolRun();
        run.Write(
            "Dockerfile", $"FROM scratch AS {target}\nUSER 1000\nCMD [\"/a\"]\nFROM scratch AS last\nUSER root\nCMD [\"/a\"]\n");
        run.Write("compose.yaml", $"services:\n  a:\n    build: {{context: ., target: {target}}}\n");

        (await run.Run("check")).Out.Contains("CG3001", StringComparison.Ordinal).ShouldBe(isRoot);

        run.Write("compose.ci.yaml", "services:\n  a:\n    build: {context: .}\n");
        (await run.Run("check")).Out.ShouldContain("CG3001");
    }
}
