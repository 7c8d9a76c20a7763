using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Engine;

/// <summary>
/// <c>ContainerGuardHealthcheck</c> for applications that are not .NET: a program that the image has anyway asks, and is answered.
/// </summary>
public sealed class HealthOfStacksTests(DockerEngine engine, PublishedPackage package) : EngineTest(engine)
{
    private const string PythonServer = """
        import http.server
        import os


        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200 if self.path == "/healthz" and "BROKEN" not in os.environ else 503)
                self.end_headers()


        http.server.HTTPServer(("", 8080), Handler).serve_forever()
        """;

    private const string NodeServer = "require('http').createServer((request, response) => "
        + "{ response.statusCode = decodeURIComponent(request.url) === `/it's` && !process.env.BROKEN ? 204 : 500; "
        + "response.end(); }).listen(8080);\n";

    private const string RubyServer = """
        require "socket"
        server = TCPServer.new("0.0.0.0", 8080)
        loop do
          client = server.accept
          path = client.gets.to_s.split[1]
          nil until client.gets.to_s.strip.empty?
          client.write "HTTP/1.1 #{path == "/healthz" && !ENV["BROKEN"] ? "200 OK" : "404 Not Found"}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
          client.close
        end
        """;

    [Theory]
    [InlineData("python", "/healthz")]
    [InlineData("ruby", "/healthz")]
    [InlineData("node", "/it's")]
    public async Task The_container_counts_as_what_the_application_answers(string stack, string path)
    {
        using var workspace = package.NewRepository();
        var app = Files(workspace.Project("shop", $"ContainerGuard/{package.Version}"), stack)
            .HeldToEverything()
            .Mirror("docker.io", Engine.HubMirror)
            .Property("ContainerGuardHealthcheck", path)
            .Item("ContainerPort", "8080");
        await DockerEngine.Make(stack == "node" ? "languages" : "stacks");

        await using var image = await app.ToFaultlessImage(Engine);
        await HasHealth("healthy");
        await HasHealth("unhealthy", "--env=BROKEN=1");

        async Task HasHealth(string verdict, params string[] options)
        {
            await using var container = await image.Run([
                "--read-only", "--cap-drop=ALL", "--tmpfs=/tmp", "--health-interval=1s", "--health-start-period=0s", "--health-retries=3",
                .. options]);
            (await container.Health(TimeSpan.FromSeconds(60))).ShouldBe(verdict, await container.Logs());
        }
    }

    private static TestProject Files(TestProject app, string stack) => stack switch
    {
        "python" => app.File(".python-version", "3.11\n").File("requirements.txt", "").File("main.py", PythonServer),
        "ruby" => app.File("Gemfile", "source \"https://rubygems.org\"\n").File(".ruby-version", "3.4.7\n").File("main.rb", RubyServer),
        _ => app.File("package.json", """{ "name": "shop", "main": "server.js" }""").File("server.js", NodeServer),
    };
}
