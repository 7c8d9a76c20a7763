using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Publish;

/// <summary>The language server of the packed tool, as its own process: with a client of the tests, and with a real editor.</summary>
public sealed partial class EditorTests(PublishedPackage package)
{
    private const string Text = "FROM debian:13\nRUN apt-get install curl\nUSER root\n";

    [Fact]
    public async Task A_client_opens_edits_and_fixes_a_file()
    {
        using var workspace = package.NewRepository();
        var uri = LspClient.UriOf(workspace.Write("Dockerfile", Text));
        await using var client = LspClient.Start(await package.InstalledToolAsync(), ["lsp", "--stdio"], workspace.Path);
        await client.InitializeAsync([workspace.Path]);

        await client.OpenAsync(uri, Text);
        Codes(await client.FindingsAsync(uri, 1)).ShouldContain("CG3001");
        await client.ChangeAsync(uri, 2, (2, 5), (2, 9), "1654");
        var left = Codes(await client.FindingsAsync(uri, 2));
        left.ShouldNotContain("CG3001");
        left.ShouldContain("CG5010");
        var changed = Text.Replace("USER root", "USER 1654", StringComparison.Ordinal);
        var all = (await client.ActionsAsync(uri, (0, 0), (0, 0), "source.fixAll")).ShouldHaveSingleItem();
        var fixedText = LspClient.Apply(changed, all.GetProperty("edit").GetProperty("changes").GetProperty(uri));
        await client.ChangeAsync(uri, 3, fixedText);

        fixedText.ShouldContain("apt-get install -y --no-install-recommends curl");
        Codes(await client.FindingsAsync(uri, 3)).ShouldNotContain("CG5010");
        (await client.AtAsync("textDocument/hover", uri, 0, 6)).GetProperty("contents").GetProperty("value").GetString()!
            .ShouldContain("Debian 13");
        await client.RequestAsync("shutdown", null);
        await client.NotifyAsync("exit", null);
        client.Server!.WaitForExit(TimeSpan.FromMinutes(1)).ShouldBeTrue();
        client.Server.ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task The_server_ends_with_the_process_of_the_editor()
    {
        using var workspace = package.NewRepository();
        using var editor = Process.Start(new ProcessStartInfo("sleep", ["600"]))!;
        await using var client = LspClient.Start(await package.InstalledToolAsync(), ["lsp"], workspace.Path);
        await client.InitializeAsync([workspace.Path], processId: editor.Id);

        editor.Kill();

        client.Server!.WaitForExit(TimeSpan.FromMinutes(1)).ShouldBeTrue();
    }

    /// <summary>Headless, with the client that is part of Neovim.</summary>
    [Fact]
    public async Task Neovim_shows_findings_applies_a_fix_and_shows_a_hover()
    {
        using var workspace = package.NewRepository();
        workspace.Write("Dockerfile", Text);
        var script = workspace.Write("editor.lua", $$"""
            vim.cmd('edit Dockerfile')
            local command = { '{{await package.InstalledToolAsync()}}', 'lsp' }
            local client = vim.lsp.start_client({ name = 'containerguard', cmd = command, root_dir = vim.fn.getcwd() })
            vim.lsp.buf_attach_client(0, client)
            local function has(code)
              for _, one in ipairs(vim.diagnostic.get(0)) do
                local item = one.user_data and one.user_data.lsp or {}
                if (one.code or item.code) == code then return true end
              end
              return false
            end
            local function request(method, extra)
              local params = vim.tbl_extend('force', vim.lsp.util.make_position_params(), extra or {})
              for _, answer in pairs(vim.lsp.buf_request_sync(0, method, params, 60000) or {}) do return answer.result end
            end
            print('opened: ' .. tostring(vim.wait(60000, function() return has('CG3001') and has('CG5010') end)) .. '\n')
            vim.api.nvim_buf_set_text(0, 2, 5, 2, 9, { '1654' })
            print('edited: ' .. tostring(vim.wait(60000, function() return not has('CG3001') and has('CG5010') end)) .. '\n')
            vim.api.nvim_win_set_cursor(0, { 2, 14 })
            print('hover: ' .. request('textDocument/hover').contents.value:match('CG5010') .. '\n')
            local place = { line = 1, character = 14 }
            local range = { start = place, ['end'] = place }
            local actions = request('textDocument/codeAction', { range = range, context = { diagnostics = {} } })
            for _, action in ipairs(actions) do
              if action.title:match('^Fix CG5010') then vim.lsp.util.apply_workspace_edit(action.edit, 'utf-16') end
            end
            print('fixed: ' .. tostring(vim.wait(60000, function() return not has('CG5010') end)) .. '\n')
            print('line: ' .. vim.api.nvim_buf_get_lines(0, 1, 2, false)[1] .. '\n')
            vim.cmd('quitall!')
            """);

        var run = await Command.RunAsync(
            "nvim", ["--headless", "-u", "NONE", "-i", "NONE", "-c", $"luafile {script}", "-c", "cquit"], workspace.Path,
            timeout: TimeSpan.FromMinutes(5));

        run.ShouldSucceed();
        Answers().Matches(run.Output).Select(static answer => answer.Value.TrimEnd('\r')).ShouldBe(
            ["opened: true", "edited: true", "hover: CG5010", "fixed: true", "line: RUN apt-get install -y curl"]);
    }

    /// <summary>The settings of the extension are options of the server, and its version is that of the package.</summary>
    [Fact]
    public async Task The_extension_for_VS_Code_starts_the_server_with_options_that_exist()
    {
        using var json = JsonDocument.Parse(File.ReadAllText(RepositoryRoot.Combine("src", "Tool", "VSCode", "package.json")));
        var script = File.ReadAllText(RepositoryRoot.Combine("src", "Tool", "VSCode", "extension.js"));
        var settings = json.RootElement.GetProperty("contributes").GetProperty("configuration").GetProperty("properties");
        var help = await Command.RunAsync(await package.InstalledToolAsync(), ["lsp", "--help"], package.Feed);

        json.RootElement.GetProperty("version").GetString().ShouldBe(
            RepositoryVersion().Match(File.ReadAllText(RepositoryRoot.Combine("Directory.Build.props"))).Groups[1].Value);
        foreach (Match option in Options().Matches(script)) help.StandardOutput.ShouldContain(option.Groups[1].Value);
        Settings().Matches(script).Select(static setting => $"containerguard.{setting.Groups[1].Value}").Distinct()
            .ShouldBe(settings.EnumerateObject().Select(static setting => setting.Name), ignoreOrder: true);
        foreach (var name in (string[])["level", "pinning"])
        {
            var values = settings.GetProperty($"containerguard.{name}").GetProperty("enum").EnumerateArray();
            foreach (var value in values) help.StandardOutput.ShouldContain(value.GetString()!);
        }
    }

    private static string[] Codes(JsonElement[] findings) => [.. findings.Select(static one => one.GetProperty("code").GetString()!)];

    [GeneratedRegex("^(opened|edited|hover|fixed|line): .*$", RegexOptions.Multiline)]
    private static partial Regex Answers();

    [GeneratedRegex("'(--[a-z-]+)'")]
    private static partial Regex Options();

    [GeneratedRegex(@"settings\.get\('(\w+)'\)")]
    private static partial Regex Settings();

    [GeneratedRegex("<Version>(.*)</Version>")]
    private static partial Regex RepositoryVersion();
}
