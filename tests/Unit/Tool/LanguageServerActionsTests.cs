using System.Text.Json;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Unit.Tool;

/// <summary>The actions of the language server: fixes and suppressions.</summary>
public sealed class LanguageServerActionsTests
{
    private const string Text = "FROM debian:13\nRUN apt-get update && apt-get install curl\nMAINTAINER a\nUSER 1654\n";

    private static readonly object Modern = new
    {
        workspace = new { workspaceEdit = new { documentChanges = true, resourceOperations = new[] { "create" } } },
    };

    [Fact]
    public async Task A_quick_fix_edits_the_finding_and_nothing_else()
    {
        await using var run = await ServerRun.InitializedAsync();
        var (uri, _) = await run.OpenAsync("Dockerfile", Text);

        var fix = (await run.Client.ActionsAsync(uri, (1, 25), (1, 25)))
            .Single(static one => TitleOf(one).StartsWith("Fix CG5010", StringComparison.Ordinal));

        fix.GetProperty("kind").GetString().ShouldBe("quickfix");
        fix.GetProperty("isPreferred").GetBoolean().ShouldBeTrue();
        fix.GetProperty("diagnostics")[0].GetProperty("code").GetString().ShouldBe("CG5010");
        LspClient.Apply(Text, EditsOf(fix, uri)).ShouldBe(Text.Replace("install curl", "install -y curl", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_file_is_fixed_as_the_command_fix_does_it()
    {
        await using var run = await ServerRun.InitializedAsync();
        var (uri, _) = await run.OpenAsync("Dockerfile", Text);
        await run.ToolAsync("fix", "--pinning", "off");
        var expected = File.ReadAllText(Path.Combine(run.Folder, "Dockerfile"));
        expected.ShouldNotBe(Text);

        var all = (await run.Client.ActionsAsync(uri, (0, 0), (0, 0), "source.fixAll")).ShouldHaveSingleItem();

        all.GetProperty("kind").GetString().ShouldBe("source.fixAll.containerguard");
        LspClient.Apply(Text, EditsOf(all, uri)).ShouldBe(expected);
    }

    [Fact]
    public async Task An_editor_that_applies_versions_gets_the_version_of_the_text()
    {
        await using var run = await ServerRun.InitializedAsync(Modern);
        var (uri, _) = await run.OpenAsync("Dockerfile", Text);
        await run.Client.ChangeAsync(uri, 7, (4, 0), (4, 0), "# the end\n");

        var all = (await run.Client.ActionsAsync(uri, (0, 0), (0, 0), "source.fixAll.containerguard")).ShouldHaveSingleItem();

        var change = all.GetProperty("edit").GetProperty("documentChanges")[0];
        change.GetProperty("textDocument").GetProperty("uri").GetString().ShouldBe(uri);
        change.GetProperty("textDocument").GetProperty("version").GetInt32().ShouldBe(7);
    }

    [Theory]
    [InlineData("for this instruction", "RUN", 1)]
    [InlineData("in this file", "FROM", 0)]
    public async Task A_comment_suppresses_a_finding(string where, string above, int line)
    {
        await using var run = await ServerRun.InitializedAsync();
        var (uri, _) = await run.OpenAsync("Dockerfile", Text);

        var suppress = (await run.Client.ActionsAsync(uri, (1, 25), (1, 25))).Single(one => TitleOf(one) == $"Suppress CG5010 {where}");
        var changed = LspClient.Apply(Text, EditsOf(suppress, uri));
        await run.Client.ChangeAsync(uri, 2, changed);

        changed.Split('\n')[line].ShouldStartWith("# containerguard ignore");
        changed.Split('\n')[line + 1].ShouldStartWith(above);
        (await run.Client.FindingsAsync(uri, 2)).Select(static one => one.GetProperty("code").GetString()).ShouldNotContain("CG5010");
    }

    [Fact]
    public async Task A_suppression_has_the_indentation_and_the_line_ending_of_its_instruction()
    {
        const string Windows = "FROM scratch\r\n  USER root\r\n";
        await using var run = await ServerRun.InitializedAsync();
        var (uri, _) = await run.OpenAsync("Dockerfile", Windows);

        var suppress = (await run.Client.ActionsAsync(uri, (1, 8), (1, 8)))
            .First(static one => TitleOf(one) == "Suppress CG3001 for this instruction");

        LspClient.Apply(Windows, EditsOf(suppress, uri))
            .ShouldBe("FROM scratch\r\n  # containerguard ignore=CG3001: reason\r\n  USER root\r\n");
    }

    [Fact]
    public async Task A_fix_of_the_ignore_file_creates_it_only_where_the_editor_can()
    {
        const string Copy = "FROM scratch\nCOPY . /app\nUSER 1654\n";
        foreach (var capabilities in (object?[])[Modern, null])
        {
            await using var run = await ServerRun.InitializedAsync(capabilities);
            run.Write("src/main.c", "");
            run.Write(".env", "PASSWORD=1\n");
            var (uri, findings) = await run.OpenAsync("Dockerfile", Copy);
            findings.ShouldContain(static one => one.GetProperty("code").GetString()!.StartsWith("CG4", StringComparison.Ordinal));

            var edits = (await run.Client.ActionsAsync(uri, (1, 6), (1, 6)))
                .Where(static one => one.GetProperty("edit").TryGetProperty("documentChanges", out var changes)
                    && changes.EnumerateArray().Any(static change => change.TryGetProperty("kind", out _))).ToArray();

            if (capabilities is null)
            {
                edits.ShouldBeEmpty();
                continue;
            }

            var changes = edits[0].GetProperty("edit").GetProperty("documentChanges");
            changes[0].GetProperty("kind").GetString().ShouldBe("create");
            changes[0].GetProperty("uri").GetString().ShouldBe(run.UriOf(".dockerignore"));
            changes[1].GetProperty("textDocument").GetProperty("version").ValueKind.ShouldBe(JsonValueKind.Null);
            LspClient.Apply("", changes[1].GetProperty("edits")).ShouldContain(".git\n");
        }
    }

    [Fact]
    public async Task A_place_without_a_finding_has_no_action_but_the_one_for_the_file()
    {
        await using var run = await ServerRun.InitializedAsync();
        var (uri, _) = await run.OpenAsync("Dockerfile", Text);

        (await run.Client.ActionsAsync(uri, (3, 7), (3, 7), "quickfix")).ShouldBeEmpty();
        (await run.Client.ActionsAsync(uri, (3, 7), (3, 7), "refactor")).ShouldBeEmpty();
    }

    private static string TitleOf(JsonElement action) => action.GetProperty("title").GetString()!;

    private static JsonElement EditsOf(JsonElement action, string uri) =>
        action.GetProperty("edit").GetProperty("changes").GetProperty(uri);
}
