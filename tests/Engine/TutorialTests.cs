using System.Text.RegularExpressions;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Engine;

/// <summary>The tutorial, followed word by word in a terminal.</summary>
public sealed class TutorialTests(DockerEngine engine, PublishedPackage package) : EngineTest(engine)
{
    private const int Columns = 120;

    [Fact]
    public async Task Each_command_works_and_shows_what_the_page_shows()
    {
        if (Terminal.WhyMissing is { } why)
        {
            if (Environment.GetEnvironmentVariable("CI") is "true" or "1") Assert.Fail(why);
            Assert.Skip(why);
        }

        // The machine of the reader: a feed with the package, a registry, and an engine that needs the host's network for a build.
        using var workspace = package.NewRepository("tutorial");
        workspace.Write("Directory.Build.props", $"""
            <Project>
              <ItemGroup>
                <ContainerGuardMirror Include="mcr.microsoft.com" Registry="{Engine.MicrosoftMirror}" />
                <ContainerGuardBuildOption Include="--network=host" />
              </ItemGroup>
            </Project>
            """);
        await using var session = new Session(Engine, package, workspace.Path);
        foreach (var command in DocumentedSession.Read("docs/tutorial.md")) command.ShouldShow(await session.Run(command));
    }

    private sealed class Session(DockerEngine engine, PublishedPackage package, string folder) : IAsyncDisposable
    {
        private readonly string _container = $"tutorial-{Guid.NewGuid():N}";
        private string _folder = folder;

        public async Task<string> Run(DocumentedCommand command)
        {
            var words = command.Text.Split(' ');
            switch (words)
            {
                case ["cd", var name]:
                    _folder = Path.Combine(_folder, name);
                    return "";

                // The package under test is a prerelease.
                case ["dotnet", "add", ..]:
                    return (await DotNet([.. words[1..], "--prerelease"])).ShouldSucceed().Output;
                case ["dotnet", "new", ..]:
                    return (await DotNet(words[1..])).ShouldSucceed().Output;
                case ["dotnet", ..]:
                    var screen = await Terminal.DotNetAsync(Columns, _folder, words[1..], Variables());
                    var fails = command.Output.Any(static line => line.Contains(" failed with "));
                    (screen.ExitCode == 0).ShouldBe(!fails, screen.Text);
                    if (fails) Show("publish-fails", command, screen);
                    else if (command.Output.Any(static line => line.Contains("2 images pinned"))) Show("publish", command, screen);
                    return screen.Joined;

                // The engine of the tests has no network of its own for containers, so the test asks from inside.
                case ["docker", "run", ..]:
                    return await Docker(
                        ["run", "--network=none", .. words[2..].Where(static word => word is not ("-p" or "8080:8080"))]);
                case ["docker", ..]:
                    return await Docker(words[1..]);
                case ["curl", var address]:
                    return (await engine.Get(_container, new Uri(address).Port, new Uri(address).AbsolutePath)).Body;
                default:
                    return (await Command.RunAsync("bash", ["-c", command.Text], _folder)).ShouldSucceed().Output;
            }
        }

        /// <summary>The picture of a command in the page. The reader has neither the mirror nor the option of the tests.</summary>
        private void Show(string picture, DocumentedCommand command, Screen screen) => TerminalPicture.ShouldShow(
            picture, command.Text, screen.Coloured,
            ($"{Regex.Escape(Path.GetDirectoryName(_folder)!)}/(hello/)?", ""), (Regex.Escape(engine.MicrosoftMirror), "mcr.microsoft.com"),
            (" --network=host", ""), (@" --build-context nuget-feed=\S+", ""), (Regex.Escape(Path.GetDirectoryName(_folder)!), ".."));

        public async ValueTask DisposeAsync()
        {
            await engine.Docker(_folder, "rm", "--force", _container);
            await engine.Docker(_folder, "rmi", "--force", "hello:latest");
        }

        private Task<CommandResult> DotNet(IEnumerable<string> words) => DotNetCli.RunAsync(_folder, words, Variables());

        private async Task<string> Docker(IEnumerable<string> words) =>
            (await engine.Docker(_folder, words.Select(word => word == "hello" ? _container : word))).ShouldSucceed().Output;

        /// <summary>The package's own, and those with which a build finds the engine.</summary>
        private Dictionary<string, string> Variables()
        {
            var all = new Dictionary<string, string>(package.Environment);
            foreach (var (name, value) in engine.Variables) all[name] = value;
            return all;
        }
    }
}
