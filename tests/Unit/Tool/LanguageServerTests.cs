using System.Globalization;
using System.Text.Json;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Unit.Tool;

/// <summary><c>containerguard lsp</c>: findings as one types, and what depends on other files.</summary>
public sealed class LanguageServerTests
{
    private const string Bad = "FROM scratch\nUSER root\n";
    private static readonly string Digest = "sha256:" + new string('a', 64);

    [Fact]
    public async Task A_finding_has_its_place_its_severity_its_code_and_its_page()
    {
        await using var run = await ServerRun.InitializedAsync();

        var (_, findings) = await run.OpenAsync("Dockerfile", Bad);

        var root = Only(findings, "CG3001");
        RangeOf(root).ShouldBe("1:5-1:9");
        root.GetProperty("severity").GetInt32().ShouldBe(1);
        root.GetProperty("source").GetString().ShouldBe("containerguard");
        root.GetProperty("codeDescription").GetProperty("href").GetString()!.ShouldEndWith("/CG3001.md");
        root.GetProperty("message").GetString()!.ShouldStartWith("The container runs as root");
    }

    [Fact]
    public async Task An_edit_removes_a_finding_and_another_edit_brings_it_back()
    {
        await using var run = await ServerRun.InitializedAsync();
        var (uri, _) = await run.OpenAsync("Dockerfile", Bad);

        await run.Client.ChangeAsync(uri, 2, (1, 5), (1, 9), "1654");
        Codes(await run.Client.FindingsAsync(uri, 2)).ShouldNotContain("CG3001");
        await run.Client.ChangeAsync(uri, 3, (1, 5), (1, 9), "root");
        Codes(await run.Client.FindingsAsync(uri, 3)).ShouldContain("CG3001");
    }

    [Fact]
    public async Task A_closed_document_has_no_findings()
    {
        await using var run = await ServerRun.InitializedAsync();
        var (uri, _) = await run.OpenAsync("Dockerfile", Bad);
        run.Client.Forget();

        await run.Client.CloseAsync(uri);

        await run.Client.FindingsAsync(uri, null, static found => found.Length == 0);
    }

    [Fact]
    public async Task A_deleted_file_has_no_findings_until_it_is_edited()
    {
        await using var run = await ServerRun.InitializedAsync();
        var (uri, _) = await run.OpenAsync("Dockerfile", Bad);
        run.Client.Forget();

        await run.Client.NotifyAsync("workspace/didChangeWatchedFiles", new { changes = new[] { new { uri, type = 3 } } });
        await run.Client.FindingsAsync(uri, null, static found => found.Length == 0);

        await run.Client.ChangeAsync(uri, 2, Bad);
        (await run.Client.FindingsAsync(uri, 2)).ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("Dockerfile", "plaintext", true)]
    [InlineData("Containerfile", "plaintext", true)]
    [InlineData("web.Dockerfile", "plaintext", true)]
    [InlineData("Dockerfile.dev", "plaintext", true)]
    [InlineData("build", "dockerfile", true)]
    [InlineData("Dockerfile.md", "markdown", false)]
    [InlineData("notes.txt", "plaintext", false)]
    public async Task A_document_is_a_Dockerfile_by_its_name_or_its_language(string name, string language, bool isOne)
    {
        await using var run = await ServerRun.InitializedAsync();
        var uri = run.Write(name, Bad);

        await run.Client.OpenAsync(uri, Bad, languageId: language);
        await run.OpenAsync("last/Dockerfile", Bad);

        // The answer waits for the check, and what was published before it has arrived.
        await run.Client.AtAsync("textDocument/hover", uri, 1, 6);
        (await run.Client.AtAsync("textDocument/hover", uri, 1, 6)).ValueKind.ShouldBe(isOne ? JsonValueKind.Object : JsonValueKind.Null);
    }

    [Fact]
    public async Task A_document_without_a_file_is_checked()
    {
        await using var run = await ServerRun.InitializedAsync();

        await run.Client.OpenAsync("untitled:Untitled-1", Bad);

        Codes(await run.Client.FindingsAsync("untitled:Untitled-1", 1)).ShouldContain("CG3001");
    }

    /// <summary>A rocket has two units in UTF-16, four in UTF-8 and one in UTF-32.</summary>
    [Theory]
    [InlineData(null, "1:11-1:13")]
    [InlineData("utf-16", "1:11-1:13")]
    [InlineData("utf-8", "1:13-1:15")]
    [InlineData("utf-32", "1:10-1:12")]
    public async Task Positions_are_in_the_negotiated_encoding(string? encoding, string range)
    {
        await using var run = new ServerRun();
        object capabilities = encoding is null ? new { } : new { general = new { positionEncodings = new[] { encoding } } };
        var result = await run.Client.InitializeAsync([run.Folder], capabilities);
        result.GetProperty("capabilities").GetProperty("positionEncoding").GetString().ShouldBe(encoding ?? "utf-16");

        var (uri, findings) = await run.OpenAsync("Dockerfile", "FROM scratch\nENV A=🚀 B=$C\nUSER 1\n");

        var undefined = findings.First(one => RangeOf(one).StartsWith("1:", StringComparison.Ordinal) && CodeOf(one) == "CG1018");
        RangeOf(undefined).ShouldBe(range);
        (await run.Client.AtAsync("textDocument/hover", uri, 1, int.Parse(range.Split(':')[1].Split('-')[0], CultureInfo.InvariantCulture)))
            .GetProperty("contents").GetProperty("value").GetString()!.ShouldContain(CodeOf(undefined));
    }

    [Fact]
    public async Task A_changed_editorconfig_changes_the_severity()
    {
        await using var run = await ServerRun.InitializedAsync();
        var (uri, _) = await run.OpenAsync("Dockerfile", Bad);
        run.Client.Forget();

        var config = run.Write(".editorconfig", "root = true\n[Dockerfile]\ndotnet_diagnostic.CG3001.severity = suggestion\n");
        await run.Client.NotifyAsync("workspace/didChangeWatchedFiles", new { changes = new[] { new { uri = config, type = 1 } } });

        await run.Client.FindingsAsync(uri, 1, static found => Only(found, "CG3001").GetProperty("severity").GetInt32() == 3);
    }

    [Fact]
    public async Task An_open_editorconfig_counts_and_not_the_one_on_the_disk()
    {
        await using var run = await ServerRun.InitializedAsync();
        var config = run.Write(".editorconfig", "root = true\n");
        var (uri, _) = await run.OpenAsync("Dockerfile", Bad);

        await run.Client.OpenAsync(config, "root = true\n", languageId: "editorconfig");
        await run.Client.ChangeAsync(config, 2, (1, 0), (1, 0), "[Dockerfile]\ndotnet_diagnostic.CG3001.severity = none\n");
        await run.Client.FindingsAsync(uri, 1, static found => !Codes(found).Contains("CG3001"));
        run.Client.Forget();

        await run.Client.CloseAsync(config);
        await run.Client.FindingsAsync(uri, 1, static found => Codes(found).Contains("CG3001"));
    }

    [Fact]
    public async Task A_file_around_that_changes_unannounced_is_seen()
    {
        await using var run = await ServerRun.InitializedAsync();
        var (uri, _) = await run.OpenAsync("Dockerfile", Bad);
        run.Client.Forget();

        run.Write(".editorconfig", "root = true\n[Dockerfile]\ndotnet_diagnostic.CG3001.severity = none\n");

        await run.Client.FindingsAsync(uri, 1, static found => !Codes(found).Contains("CG3001"));
    }

    [Fact]
    public async Task A_finding_of_the_baseline_is_not_shown()
    {
        await using var run = new ServerRun();
        run.Write("Dockerfile", Bad);
        await run.ToolAsync("check", "--write-baseline");
        File.Exists(Path.Combine(run.Folder, "containerguard.baseline.json")).ShouldBeTrue();
        await run.Client.InitializeAsync([run.Folder]);

        (await run.OpenAsync("Dockerfile", Bad)).Findings.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_lock_file_that_cannot_be_read_has_a_finding_in_itself()
    {
        await using var run = await ServerRun.InitializedAsync();
        var lockFile = run.Write("containerguard.lock.json", "{\n  \"version\": x\n}\n");

        await run.OpenAsync("Dockerfile", Bad);

        var found = await run.Client.FindingsAsync(lockFile, null, static found => found.Length > 0);
        CodeOf(found[0]).ShouldBe("CG0020");
        RangeOf(found[0]).ShouldStartWith("1:");
    }

    [Fact]
    public async Task A_finding_in_the_ignore_file_is_shown_there_once_for_all_Dockerfiles()
    {
        await using var run = await ServerRun.InitializedAsync();
        var ignore = run.Write(".dockerignore", "**\n[\n");
        await run.OpenAsync("Dockerfile", "FROM scratch\nCOPY a /a\nUSER 1\n");
        await run.OpenAsync("web.Dockerfile", "FROM scratch\nCOPY a /a\nUSER 1\n");

        var found = await run.Client.FindingsAsync(ignore, null, static found => found.Length > 0);

        found.Select(static one => RangeOf(one) + CodeOf(one)).ShouldBeUnique();
        run.Client.Forget();
        await run.Client.CloseAsync(run.UriOf("Dockerfile"));
        await run.Client.CloseAsync(run.UriOf("web.Dockerfile"));
        await run.Client.FindingsAsync(ignore, null, static found => found.Length == 0);
    }

    [Fact]
    public async Task A_locked_image_has_its_digest_and_age_as_a_hint_and_its_facts_as_a_hover()
    {
        await using var run = await ServerRun.InitializedAsync();
        run.Write("containerguard.lock.json", LockFile("node:18-slim"));
        var (uri, _) = await run.OpenAsync("Dockerfile", "FROM node:18-slim\nUSER node\n");

        var hints = await run.Client.RequestAsync("textDocument/inlayHint", new
        {
            textDocument = new { uri },
            range = new { start = new { line = 0, character = 0 }, end = new { line = 2, character = 0 } },
        });
        var hint = hints.EnumerateArray().ShouldHaveSingleItem();
        hint.GetProperty("label").GetString().ShouldBe("sha256:aaaaaaaaaaaa…, 12 days old");
        hint.GetProperty("position").GetProperty("character").GetInt32().ShouldBe("FROM node:18-slim".Length);

        var text = HoverText(await run.Client.AtAsync("textDocument/hover", uri, 0, 7));
        text.ShouldContain($"Locked to `{Digest}`");
        text.ShouldContain("12 days ago");
        text.ShouldContain("linux/amd64, linux/arm64");
        text.ShouldContain("User: root");
        text.ShouldContain("Node.js 18: **end of life since 2025-04-30**");
    }

    [Fact]
    public async Task A_new_lock_file_makes_the_editor_ask_for_hints_again()
    {
        await using var run = await ServerRun.InitializedAsync(new { workspace = new { inlayHint = new { refreshSupport = true } } });
        var (uri, _) = await run.OpenAsync("Dockerfile", "FROM node:18-slim\nUSER node\n");
        HoverText(await run.Client.AtAsync("textDocument/hover", uri, 0, 7)).ShouldContain("Not in the lock file");
        run.Client.Forget();

        var lockFile = run.Write("containerguard.lock.json", LockFile("node:18-slim"));
        await run.Client.NotifyAsync("workspace/didChangeWatchedFiles", new { changes = new[] { new { uri = lockFile, type = 1 } } });
        await run.Client.WaitAsync("workspace/inlayHint/refresh");

        HoverText(await run.Client.AtAsync("textDocument/hover", uri, 0, 7)).ShouldContain("Locked to");
    }

    [Fact]
    public async Task A_hover_says_what_the_finding_is_and_why()
    {
        await using var run = await ServerRun.InitializedAsync();
        var (uri, _) = await run.OpenAsync("Dockerfile", Bad);

        var text = HoverText(await run.Client.AtAsync("textDocument/hover", uri, 1, 6));

        text.ShouldContain("/CG3001.md): The container runs as root");
        text.ShouldContain("*Why:* ");
        (await run.Client.AtAsync("textDocument/hover", uri, 0, 0)).ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task A_code_in_a_comment_is_a_link_to_its_page_also_that_of_another_tool()
    {
        await using var run = await ServerRun.InitializedAsync();
        var (uri, _) = await run.OpenAsync(
            "Dockerfile", "FROM scratch\n# containerguard ignore=CG3001: a reason\nUSER root\n# hadolint ignore=DL3008\nRUN a\n");

        var links = await run.Client.RequestAsync("textDocument/documentLink", new { textDocument = new { uri } });

        links.EnumerateArray().Select(static link => RangeOf(link) + " " + Path.GetFileName(link.GetProperty("target").GetString()))
            .ShouldBe(["1:24-1:30 CG3001.md", "3:18-3:24 CG5013.md"]);
    }

    [Fact]
    public async Task Folders_can_be_added_and_each_has_its_own_configuration()
    {
        await using var run = await ServerRun.InitializedAsync();
        using var other = new TemporaryDirectory();
        Directory.CreateDirectory(other.Combine(".git"));
        other.Write(".editorconfig", "root = true\n[Dockerfile]\ndotnet_diagnostic.CG3001.severity = none\n");
        var uri = LspClient.UriOf(other.Write("Dockerfile", Bad));

        await run.Client.NotifyAsync(
            "workspace/didChangeWorkspaceFolders",
            new { @event = new { added = new[] { new { uri = LspClient.UriOf(other.Path), name = "other" } } } });
        await run.Client.OpenAsync(uri, Bad);

        Codes(await run.Client.FindingsAsync(uri, 1)).ShouldNotContain("CG3001");
        Codes((await run.OpenAsync("Dockerfile", Bad)).Findings).ShouldContain("CG3001");
    }

    [Fact]
    public async Task The_findings_are_those_of_the_command_check()
    {
        await using var run = await ServerRun.InitializedAsync(null, "--level", "all");
        var texts = Corpus.Paths.SelectMany(Corpus.Read).Select(static file => file.Text).Take(40)
            .Append("FROM node:20\r\nRUN cd /a && npm install\r\nCMD npm start\r\n").ToArray();
        for (var i = 0; i < texts.Length; i++) run.Write($"{i}/Dockerfile", texts[i]);
        var expected = (await run.ToolAsync("check", "--level", "all", "--shellcheck", "false")).Split('\n')
            .Where(static line => line.Contains(" CG", StringComparison.Ordinal)).ToLookup(static line => line.Split(':')[0], OfLine);

        for (var i = 0; i < texts.Length; i++)
        {
            var (_, found) = await run.OpenAsync($"{i}/Dockerfile", File.ReadAllText(Path.Combine(run.Folder, $"{i}", "Dockerfile")));
            found.Select(Place).Order(StringComparer.Ordinal).ShouldBe(expected[$"{i}/Dockerfile"].Order(StringComparer.Ordinal));
        }

        static string Place(JsonElement finding) =>
            $"{Number(finding, "line") + 1}:{Number(finding, "character") + 1} {CodeOf(finding)} {finding.GetProperty("message")}";

        static string OfLine(string line)
        {
            var parts = line.Split(':', 5);
            return $"{parts[1]}:{parts[2]} {parts[3].Trim().Split(' ')[1]} {parts[4].Trim()}";
        }

        static int Number(JsonElement finding, string name) =>
            finding.GetProperty("range").GetProperty("start").GetProperty(name).GetInt32();
    }

    private static string LockFile(string image) => $$"""
        {
          "version": 1,
          "images": {
            "{{image}}": {
              "digest": "{{Digest}}",
              "mediaType": "application/vnd.oci.image.index.v1+json",
              "platforms": { "linux/amd64": "{{Digest}}", "linux/arm64": "{{Digest}}" },
              "config": { "user": "", "created": "{{DateTime.UtcNow.Date.AddDays(-12).ToString("yyyy-MM-dd", null)}}T00:00:00Z" }
            }
          }
        }
        """;

    private static string HoverText(JsonElement hover) => hover.GetProperty("contents").GetProperty("value").GetString()!;

    private static string[] Codes(JsonElement[] findings) => [.. findings.Select(CodeOf)];

    private static string CodeOf(JsonElement finding) => finding.GetProperty("code").GetString()!;

    private static JsonElement Only(JsonElement[] findings, string code) => findings.Single(one => CodeOf(one) == code);

    private static string RangeOf(JsonElement part)
    {
        var range = part.GetProperty("range");
        return $"{At("start")}-{At("end")}";

        string At(string name) => string.Create(
            CultureInfo.InvariantCulture,
            $"{range.GetProperty(name).GetProperty("line").GetInt32()}:{range.GetProperty(name).GetProperty("character").GetInt32()}");
    }
}
