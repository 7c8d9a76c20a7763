using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Engine;

/// <summary>
/// Ruby applications with the package's own SDK and no Dockerfile: published, built by the printed command with the gems of vendor/cache
/// alone, run.
/// </summary>
public sealed class RubyAppTests(DockerEngine engine, PublishedPackage package) : EngineTest(engine)
{
    private const int User = 10001;

    [Fact]
    public async Task A_Rack_application_is_served_by_puma_with_a_gem_that_is_compiled_in_the_build()
    {
        using var workspace = package.NewRepository("Grüße aus 東京");
        var app = await Shop(workspace, "greeting", "puma");
        app.File("config.ru", """
                require "greeting"
                run ->(env) { [200, { "content-type" => "text/plain" }, ["#{Greeting.words} in #{ENV.fetch("RACK_ENV")}"]] }

                """)
            .File(".bundle/config", $"---\nBUNDLE_GEMS__EXAMPLE__COM: \"user:{Promises.Secret}\"\n")
            .File("config/master.key", Promises.Secret)
            .File("vendor/bundle/of-this-machine.rb", "")
            .File("bin/tool", "kept\n")
            .Item("ContainerPort", "8080");

        await using var image = await app.ToFaultlessImage(Engine);

        await using (var container = await image.RunConfined())
        {
            (await container.Get()).ShouldBe(new HttpAnswer(200, "Hello from C in production"));
            await container.RunsAsAndStops(User);
            (await container.Logs()).ShouldNotContain("not writable");
        }

        var files = await image.Files();
        files.Keys.ShouldContain("/app/bin/tool");
        files.Keys.ShouldContain(file => file.EndsWith("/greeting/words.so", StringComparison.Ordinal));
        files.Keys.ShouldNotContain(file => file.EndsWith(".gem", StringComparison.Ordinal)
            || file.EndsWith(".key", StringComparison.Ordinal)
            || file.Contains("of-this-machine", StringComparison.Ordinal)
            || file == "/usr/bin/gcc");
        files.Keys.ShouldNotContain(file => file.StartsWith("/app/.bundle", StringComparison.Ordinal));
        files.Where(file => (file.Key.StartsWith("/app", StringComparison.Ordinal)
            || file.Key.StartsWith("/usr/local/bundle/", StringComparison.Ordinal)) && file.Value.IsWritableBy(User, User)).ShouldBeEmpty();

        app.File("config.ru", "run ->(env) { [200, {}, [\"Edited\"]] }\n");
        await using var edited = await app.ToImage(Engine);
        edited.StepOutput("bundle install").ShouldContain("CACHED");
    }

    [Fact]
    public async Task A_script_has_its_gems_and_ends_with_its_own_exit_code()
    {
        using var workspace = package.NewRepository();
        var app = (await Shop(workspace, "greeting")).File("main.rb", "require \"greeting\"\nputs Greeting.words\nexit 3\n");

        await using var image = await app.ToFaultlessImage(Engine);

        await image.Writes(User, "Hello from C", exitCode: 3);
    }

    [Fact]
    public async Task A_script_without_gems_needs_no_lock_file_and_hears_when_it_is_to_end()
    {
        using var workspace = package.NewRepository();
        var app =
            Project(workspace).File("Gemfile", "").File("app.rb", "$stdout.sync = true\ntrap(\"TERM\") { exit }\nputs \"Ready\"\nsleep\n");

        await using var image = await app.ToFaultlessImage(Engine);

        await using var container = await image.RunConfined();
        await container.WaitForLog("Ready");
        await container.RunsAsAndStops(User);
    }

    /// <summary>An application with gems of these names in vendor/cache, and the lock file that goes with them.</summary>
    private async Task<TestProject> Shop(TestWorkspace workspace, params string[] gems)
    {
        var app = Project(workspace);
        var cache = await RubyGems.Into(Engine, app.Combine("vendor", "cache"), gems);
        return app
            .File("Gemfile", $"source \"https://gems.example.com\"\n{string.Concat(gems.Select(gem => $"gem \"{gem}\"\n"))}")
            .File("Gemfile.lock", $"""
                GEM
                  remote: https://gems.example.com/
                  specs:
                {string.Concat(cache.Select(gem => $"    {gem.Name} ({gem.Version})\n{(gem.Name == "puma" ? "      nio4r (~> 2.0)\n" : "")}"))}
                PLATFORMS
                  ruby

                DEPENDENCIES
                  {string.Join("\n  ", gems)}

                BUNDLED WITH
                   2.3.15

                """);
    }

    private TestProject Project(TestWorkspace workspace) => workspace.Project("shop", $"ContainerGuard/{package.Version}")
        .HeldToEverything()
        .Mirror("docker.io", Engine.HubMirror)
        .File(".ruby-version", "3.4.7\n");
}
