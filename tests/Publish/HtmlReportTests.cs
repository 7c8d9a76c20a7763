using System.Globalization;
using System.Text;
using ContainerGuard.Tests.Support;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace ContainerGuard.Tests.Publish;

/// <summary>
/// The HTML report of the tool in a real browser: Chromium on the PATH. With <c>CONTAINERGUARD_UPDATE_DOCS=1</c>, the screenshots of
/// docs/images are made again (build/screenshots.sh).
/// </summary>
public sealed class HtmlReportTests(PublishedPackage package) : IAsyncLifetime
{
    private const string Shop = """
        # syntax=docker/dockerfile:1
        FROM node:20 AS build
        WORKDIR /src
        COPY . .
        RUN npm install

        FROM debian:13 AS tools
        RUN apt-get update && apt-get install curl

        FROM build AS test
        RUN npm test

        FROM node:24-slim
        COPY --from=build /src/dist /app
        COPY --from=tools /usr/bin/curl /usr/bin/curl
        ENV API_TOKEN=abcdef0123456789
        USER root
        CMD npm start

        """;

    private TestWorkspace _workspace = null!;
    private IPlaywright? _playwright;
    private IBrowser _browser = null!;

    private string Report => _workspace.Combine("report.html");

    public async ValueTask InitializeAsync()
    {
        if (Chromium is null)
        {
            const string Why = "These tests need Chromium on the PATH; on Debian: apt-get install chromium.";
            if (Environment.GetEnvironmentVariable("CI") is "true" or "1") Assert.Fail(Why);
            Assert.Skip(Why);
        }

        _workspace = package.NewRepository();
        _workspace.Write("shop/Dockerfile", Shop);
        _workspace.Write("clean/Dockerfile", "FROM scratch\n");
        await Check();
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium, Args = ["--no-sandbox"] });
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
        _workspace?.Dispose();
    }

    [Theory]
    [InlineData(ColorScheme.Light, Media.Screen, "light")]
    [InlineData(ColorScheme.Dark, Media.Screen, "dark")]
    [InlineData(ColorScheme.Light, Media.Print, "print")]
    public async Task Axe_finds_no_violation(ColorScheme scheme, Media media, string name)
    {
        var page = await Open(scheme);
        await page.EmulateMediaAsync(new() { ColorScheme = scheme, Media = media });

        var result = await page.RunAxe();

        result.Violations.Select(static violation => $"{violation.Id}: {violation.Nodes[0].Html}").ShouldBeEmpty();
        if (Environment.GetEnvironmentVariable("CONTAINERGUARD_UPDATE_DOCS") == "1")
        {
            await page.SetViewportSizeAsync(1000, 1200);
            await page.ScreenshotAsync(new() { Path = RepositoryRoot.Combine("docs", "images", $"report-{name}.png") });
        }
    }

    [Fact]
    public async Task Axe_finds_no_violation_in_the_report_of_an_image()
    {
        await using var registry = await RegistryServer.StartAsync();
        await registry.PushAsync(
            "shop/web", "1", TestImage.Create(layers: [TestImage.Layer(("etc/os-release", "ID=alpine\n")), TestImage.Layer(("a", "b"))]));
        await Command.RunAsync(
            await package.InstalledToolAsync(),
            ["inspect", $"{registry.Authority}/shop/web:1", "--insecure-registry", registry.Authority, "--report", Report],
            _workspace.Path, DotNetCli.CleanEnvironment());
        var page = await Open(ColorScheme.Light);

        var result = await page.RunAxe();

        result.Violations.Select(static violation => $"{violation.Id}: {violation.Nodes[0].Html}").ShouldBeEmpty();
        (await page.Locator("caption").TextContentAsync()).ShouldBe("The layers by size");
        (await page.Locator("article").CountAsync()).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task The_keyboard_reaches_the_search_which_filters_and_says_how_many_are_left()
    {
        var page = await Open(ColorScheme.Light);
        var all = await page.Locator("article:visible").CountAsync();
        all.ShouldBeGreaterThan(5);

        await page.Keyboard.PressAsync("/");
        await page.Keyboard.TypeAsync("cg3001 root");
        (await page.Locator("article:visible").CountAsync()).ShouldBe(1);
        (await page.GetByRole(AriaRole.Status).TextContentAsync()).ShouldBe($"1 of {all} findings");
        await page.Keyboard.PressAsync("Escape");
        (await page.Locator("article:visible").CountAsync()).ShouldBe(all);

        // A file without such a finding is not shown.
        await page.Keyboard.TypeAsync("npm start");
        (await page.Locator("h3:visible", new() { HasText = "Dockerfile" }).AllTextContentsAsync()).ShouldContain("shop/Dockerfile");
        await page.Keyboard.TypeAsync(" and nothing else");
        (await page.Locator("h3:visible", new() { HasText = "shop/Dockerfile" }).CountAsync()).ShouldBe(0);
        await page.Keyboard.PressAsync("Escape");
        (await page.Locator("h3:visible", new() { HasText = "shop/Dockerfile" }).CountAsync()).ShouldBe(1);

        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Space");
        (await page.Locator("article.error:visible").CountAsync()).ShouldBe(0);
        (await page.Locator("article.warning:visible").CountAsync()).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_narrow_window_does_not_scroll_sideways()
    {
        var page = await Open(ColorScheme.Light);

        await page.SetViewportSizeAsync(320, 800);

        (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBe(320);
    }

    [Fact]
    public async Task The_first_key_leads_past_the_filter_and_a_rule_leads_to_its_reason()
    {
        var page = await Open(ColorScheme.Light);

        await page.Keyboard.PressAsync("Tab");
        (await page.EvaluateAsync<string>("document.activeElement.textContent")).ShouldBe("Skip to the findings");
        await page.Keyboard.PressAsync("Enter");
        (await page.EvaluateAsync<string>("document.activeElement.id")).ShouldBe("findings");
        await page.Locator("article a", new() { HasText = "CG3001" }).ClickAsync();
        (await page.EvaluateAsync<string>("document.querySelector(':target').textContent")).ShouldContain("The container runs as root");
    }

    [Fact]
    public async Task Without_scripts_everything_is_there()
    {
        await using var context = await _browser.NewContextAsync(new() { JavaScriptEnabled = false });
        var page = await context.NewPageAsync();
        await page.GotoAsync(new Uri(Report).AbsoluteUri);

        (await page.Locator("article:visible").CountAsync()).ShouldBeGreaterThan(5);
    }

    [Fact]
    public async Task A_thousand_findings_open_without_an_error_and_can_be_filtered()
    {
        var text = new StringBuilder("FROM node:24\n");
        for (var index = 0; index < 500; index++)
        {
            text.Append(CultureInfo.InvariantCulture, $"RUN cd /src/m{index} && apt-get install p{index}\n");
        }

        _workspace.Write("shop/Dockerfile", text.ToString());
        await Check();

        new FileInfo(Report).Length.ShouldBeLessThan(1_200_000);
        var page = await Open(ColorScheme.Light);
        (await page.Locator("article").CountAsync()).ShouldBeGreaterThan(1000);
        await page.Locator("#search").FillAsync("m499");
        (await page.Locator("article:visible").CountAsync()).ShouldBeInRange(2, 5);
    }

    private async Task Check() => (await Command.RunAsync(
        await package.InstalledToolAsync(), ["check", "--report", Report, "--fail-on", "never", "--shellcheck", "false"],
        _workspace.Path, DotNetCli.CleanEnvironment())).ShouldSucceed();

    private async Task<IPage> Open(ColorScheme scheme)
    {
        var page = await _browser.NewPageAsync(new() { ColorScheme = scheme });
        List<string> errors = [];
        page.Console += (_, message) => errors.Add(message.Text);
        page.PageError += (_, error) => errors.Add(error);
        await page.GotoAsync(new Uri(Report).AbsoluteUri);
        errors.ShouldBeEmpty();
        return page;
    }

    private static string? Chromium => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .SelectMany(static folder =>
            ((string[])["chromium", "chromium-browser", "google-chrome"]).Select(name => Path.Combine(folder, name)))
        .FirstOrDefault(File.Exists);
}
