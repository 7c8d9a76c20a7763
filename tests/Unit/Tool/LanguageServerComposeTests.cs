using System.Text.Json;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Unit.Tool;

/// <summary><c>containerguard lsp</c>: compose files, and what they say about Dockerfiles.</summary>
public sealed class LanguageServerComposeTests
{
    private const string Text = "services:\n  web:\n    image: nginx:1.29\n  old:\n    image: redis:latest\n";
    private static readonly string Digest = "sha256:" + new string('a', 64);

    [Theory]
    [InlineData("compose.yaml", "yaml")]
    [InlineData("docker-compose.dev.yml", "dockercompose")]
    [InlineData("stack.yaml", "yaml.docker-compose")]
    public async Task A_compose_file_has_findings_pins_and_actions(string name, string language)
    {
        await using var run = await ServerRun.InitializedAsync();
        run.Write("containerguard.lock.json", $$"""
            { "version": 1, "images": {
              "nginx:1.29": { "digest": "{{Digest}}", "mediaType": "application/vnd.oci.image.index.v1+json" } } }
            """);
        var uri = run.Write(name, Text);

        await run.Client.OpenAsync(uri, Text, languageId: language);
        var findings = await run.Client.FindingsAsync(uri, 1);

        var latest = findings.Single(static one => one.GetProperty("code").GetString() == "CG2002").GetProperty("range");
        latest.GetProperty("start").GetProperty("line").GetInt32().ShouldBe(4);
        latest.GetProperty("start").GetProperty("character").GetInt32().ShouldBe(11);
        var hint = (await run.Client.RequestAsync("textDocument/inlayHint", new
        {
            textDocument = new { uri }, range = new { start = new { line = 0, character = 0 }, end = new { line = 9, character = 0 } },
        })).EnumerateArray().ShouldHaveSingleItem();
        hint.GetProperty("position").GetProperty("line").GetInt32().ShouldBe(2);
        hint.GetProperty("label").GetString()!.ShouldStartWith("sha256:aaaa");
        string[] titles = [.. (await run.Client.ActionsAsync(uri, (4, 12), (4, 12))).Select(TitleOf)];
        titles.ShouldContain("Suppress CG2002 for this line");
        titles.ShouldContain("Suppress CG2002 in this file");
        var fix = (await run.Client.ActionsAsync(uri, (2, 12), (2, 12)))
            .First(static one => TitleOf(one).StartsWith("Fix CG2003", StringComparison.Ordinal));
        LspClient.Apply(Text, fix.GetProperty("edit").GetProperty("changes").GetProperty(uri)).ShouldContain($"nginx:1.29@{Digest}");
    }

    [Fact]
    public async Task Another_YAML_file_is_not_checked()
    {
        await using var run = await ServerRun.InitializedAsync();
        var uri = run.Write("values.yaml", Text);

        await run.Client.OpenAsync(uri, Text, languageId: "yaml");

        (await run.Client.AtAsync("textDocument/hover", uri, 2, 12)).ValueKind.ShouldBe(JsonValueKind.Null);
    }

    /// <summary>As in <c>containerguard check</c>.</summary>
    [Fact]
    public async Task A_Dockerfile_gets_the_arguments_of_a_compose_file_that_builds_it()
    {
        await using var run = await ServerRun.InitializedAsync();
        run.Write("compose.yaml", "services:\n  a:\n    build: {context: ., args: {VERSION: '3.9'}}\n");

        var (_, findings) = await run.OpenAsync("Dockerfile", "ARG VERSION\nFROM alpine:${VERSION}\nUSER 1000\nCMD [\"a\"]\n");

        findings.Select(static one => one.GetProperty("code").GetString()).ShouldContain("CG2005");
    }

    private static string TitleOf(JsonElement action) => action.GetProperty("title").GetString()!;
}
