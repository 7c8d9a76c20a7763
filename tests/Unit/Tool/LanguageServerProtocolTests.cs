using System.Text;
using System.Text.Json;
using ContainerGuard.Tests.Support;
using ContainerGuard.Tool;
using ContainerGuard.Tool.Lsp.Checks;
using ContainerGuard.Tool.Lsp.Documents;
using ContainerGuard.Tool.Lsp.Protocol;

namespace ContainerGuard.Tests.Unit.Tool;

/// <summary>The language server with messages in any order and of any form, and its limits.</summary>
public sealed class LanguageServerProtocolTests
{
    private const string Bad = "FROM scratch\nUSER root\n";

    [Theory]
    [InlineData("{")]
    [InlineData(" ")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("17")]
    [InlineData("""{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{}}""")]
    [InlineData("""{"jsonrpc":"2.0","method":"textDocument/didOpen","params":[1]}""")]
    [InlineData("""{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":{"uri":1}}}""")]
    [InlineData(
        """{"jsonrpc":"2.0","method":"textDocument/didChange","params":"""
        + """{"textDocument":{"uri":"file:///Dockerfile"},"contentChanges":[]}}""")]
    public async Task A_message_that_is_not_valid_is_one_line_in_the_log_and_the_server_goes_on(string body)
    {
        await using var run = await ServerRun.InitializedAsync();
        await run.Client.WaitAsync("window/logMessage");
        run.Client.Forget();

        await run.Client.SendRawAsync(body);
        var line = (await run.Client.WaitAsync("window/logMessage")).GetProperty("message").GetString()!;
        await run.OpenAsync("Dockerfile", Bad);

        line.ShouldStartWith("A message is not valid and was ignored: ");
        line.ShouldNotContain("\n");
        run.Client.Heard.Count(static one => one.Method == "window/logMessage").ShouldBe(1);
    }

    [Fact]
    public async Task Messages_that_have_no_meaning_yet_are_refused_or_dropped()
    {
        await using var run = new ServerRun();
        var uri = run.Write("Dockerfile", Bad);

        await run.Client.OpenAsync(uri, Bad);
        var early = await Should.ThrowAsync<LspErrorException>(() => run.Client.AtAsync("textDocument/hover", uri, 0, 0));
        early.Code.ShouldBe(-32002);
        (await Should.ThrowAsync<LspErrorException>(() => run.Client.RequestAsync("shutdown", null))).Code.ShouldBe(-32002);
        await run.Client.NotifyAsync("initialized", new { });
        await run.Client.InitializeAsync([run.Folder]);
        (await Should.ThrowAsync<LspErrorException>(() => run.Client.InitializeAsync([run.Folder]))).Code.ShouldBe(-32600);
        (await Should.ThrowAsync<LspErrorException>(() => run.Client.RequestAsync("workspace/unknown", new { }))).Code.ShouldBe(-32601);
        await run.Client.NotifyAsync("$/unknown", new { });
        var wrong = await Should.ThrowAsync<LspErrorException>(() => run.Client.RequestAsync("textDocument/hover", new { a = 1 }));
        wrong.Code.ShouldBe(-32602);
        wrong.Details.ShouldNotContain("   at ");
        (await run.Client.AtAsync("textDocument/hover", uri, 0, 0)).ValueKind.ShouldBe(JsonValueKind.Null);

        (await run.Client.RequestAsync("shutdown", null)).ValueKind.ShouldBe(JsonValueKind.Null);
        (await Should.ThrowAsync<LspErrorException>(() => run.Client.AtAsync("textDocument/hover", uri, 0, 0))).Code.ShouldBe(-32600);
        await run.Client.NotifyAsync("exit", null);
        (await run.Exit).ShouldBe(ExitCode.Success);
        run.Error.ToString().ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_shutdown_the_exit_code_is_1_as_the_protocol_says()
    {
        await using var run = await ServerRun.InitializedAsync();

        await run.Client.NotifyAsync("exit", null);

        (await run.Exit).ShouldBe(1);
    }

    [Fact]
    public async Task The_end_of_the_input_ends_the_server()
    {
        var run = await ServerRun.InitializedAsync();

        await run.Client.DisposeAsync();

        (await run.Exit).ShouldBe(1);
        await run.DisposeAsync();
    }

    [Fact]
    public async Task Positions_outside_the_text_are_the_nearest_inside()
    {
        await using var run = await ServerRun.InitializedAsync();
        var (uri, _) = await run.OpenAsync("Dockerfile", "FROM scratch\nUSER 1654\n");

        await run.Client.ChangeAsync(uri, 2, (90, 0), (95, 7), "USER root\n");

        var found = await run.Client.FindingsAsync(uri, 2);
        found.First(static one => one.GetProperty("code").GetString() == "CG3001")
            .GetProperty("range").GetProperty("start").GetProperty("line").GetInt32().ShouldBe(2);
    }

    [Fact]
    public async Task Half_of_a_character_and_bytes_of_another_encoding_do_not_end_the_synchronization()
    {
        await using var run = await ServerRun.InitializedAsync();
        var uri = run.UriOf("Dockerfile");
        var open = $$$$"""
            {"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":
            {"uri":"{{{{uri}}}}","languageId":"dockerfile","version":1,"text":"FROM scratch\n# \ud83d \u0041 é\nUSER root\n"}}}
            """;

        await run.Client.SendRawAsync(Encoding.Latin1.GetBytes(open));

        (await run.Client.FindingsAsync(uri, 1)).ShouldContain(static one => one.GetProperty("code").GetString() == "CG3001");
    }

    /// <summary>One character after the other, without a wait.</summary>
    [Fact]
    public async Task The_last_of_many_edits_is_checked_and_the_answers_are_about_the_text_at_their_request()
    {
        const int Edits = 500;
        await using var run = await ServerRun.InitializedAsync();
        var (uri, _) = await run.OpenAsync("Dockerfile", "FROM scratch\n\n");
        for (var version = 2; version < Edits; version++) await run.Client.ChangeAsync(uri, version, (2, 0), (2, 0), "#\n");

        await run.Client.ChangeAsync(uri, Edits, (1, 0), (1, 0), "USER root");
        var hover = run.Client.AtAsync("textDocument/hover", uri, 1, 6);
        await run.Client.ChangeAsync(uri, Edits + 1, (1, 0), (1, 9), "");

        (await hover).GetProperty("contents").GetProperty("value").GetString()!.ShouldContain("CG3001");
        (await run.Client.FindingsAsync(uri, Edits + 1)).ShouldNotContain(static one => one.GetProperty("code").GetString() == "CG3001");
        var versions = run.Client.Heard.Where(static one => one.Method == "textDocument/publishDiagnostics")
            .Select(static one => one.Parameters.GetProperty("version").GetInt32()).ToArray();
        versions.ShouldBe(versions.Order());
    }

    [Fact]
    public async Task A_cancelled_request_has_an_answer()
    {
        await using var run = await ServerRun.InitializedAsync();
        var (uri, _) = await run.OpenAsync("Dockerfile", Bad);
        var hovers = Enumerable.Range(0, 20).Select(_ => run.Client.AtAsync("textDocument/hover", uri, 1, 6)).ToArray();

        // The ids of the client begin at 1, with "initialize".
        for (var id = 1; id < 25; id++) await run.Client.NotifyAsync("$/cancelRequest", new { id });

        foreach (var hover in hovers)
        {
            try
            {
                (await hover).ValueKind.ShouldBe(JsonValueKind.Object);
            }
            catch (LspErrorException cancelled)
            {
                cancelled.Code.ShouldBe(-32800);
            }
        }
    }

    [Fact]
    public async Task Requests_during_a_run_are_one_more_run_and_none_is_lost()
    {
        using var gate = new SemaphoreSlim(0);
        var (runs, atOnce, most) = (0, 0, 0);
        var last = -1;
        var seen = -1;
        var coalescing = new Coalescing(async () =>
        {
            most = Math.Max(most, Interlocked.Increment(ref atOnce));
            seen = Volatile.Read(ref last);
            await gate.WaitAsync();
            Interlocked.Decrement(ref atOnce);
            Interlocked.Increment(ref runs);
        });

        for (var request = 0; request < 1000; request++)
        {
            Volatile.Write(ref last, request);
            coalescing.Request();
        }

        gate.Release(1000);
        SpinWait.SpinUntil(() => Volatile.Read(ref seen) == 999 && Volatile.Read(ref atOnce) == 0, TimeSpan.FromMinutes(1)).ShouldBeTrue();
        runs.ShouldBeLessThanOrEqualTo(2);
        most.ShouldBe(1);
    }

    [Theory]
    [InlineData("a\nb", 2, 1, 0)]
    [InlineData("a\r\nb", 3, 1, 0)]
    [InlineData("a\rb", 2, 1, 0)]
    [InlineData("a\r", 2, 1, 0)]
    [InlineData("", 0, 0, 0)]
    public void A_line_ends_as_the_protocol_says(string text, int offset, int line, int character)
    {
        var editor = new EditorText(text, PositionEncoding.Utf16);

        editor.PositionOf(offset).ShouldBe(new Position(line, character));
        editor.OffsetOf(new Position(line, character)).ShouldBe(offset);
    }

    [Theory]
    [InlineData("utf-8")]
    [InlineData("utf-16")]
    [InlineData("utf-32")]
    public void Each_place_of_a_text_has_a_position_that_leads_back(string encoding)
    {
        const string Text = "aé€🚀\r\n🚀🚀b\n\nä";
        var editor = new EditorText(Text, PositionEncoding.Find(encoding)!);

        for (var offset = 0; offset <= Text.Length; offset++)
        {
            if (offset < Text.Length && (char.IsLowSurrogate(Text[offset]) || Text[offset] == '\n')) continue;
            editor.OffsetOf(editor.PositionOf(offset)).ShouldBe(offset);
        }
    }

    [Theory]
    [InlineData("/work space/ä/Dockerfile")]
    [InlineData("/a/b%20c/#d")]
    public void A_path_and_its_address_are_the_same_file(string path)
    {
        FileUri.PathOf(FileUri.Of(path)).ShouldBe(path);
        FileUri.PathOf(new Uri(path).AbsoluteUri).ShouldBe(path);
    }

    [Theory]
    [InlineData("untitled:Untitled-1")]
    [InlineData("git:/a/Dockerfile?{}")]
    [InlineData("not an address")]
    [InlineData("file:///a%00b")]
    public void An_address_of_another_kind_is_not_a_path(string uri) => FileUri.PathOf(uri).ShouldBeNull();
}
