namespace ContainerGuard.Tests.Support;

/// <summary>
/// A throwaway folder with a few projects, outside the repository so that none of its Directory.Build files apply. It stands for a
/// person's repository: it has a <c>nuget.config</c> with the test feed at its root and whatever else a test writes.
/// </summary>
public sealed class TestWorkspace : IDisposable
{
    private readonly TemporaryDirectory _folder;

    internal TestWorkspace(PublishedPackage package, string name)
    {
        Package = package;
        _folder = new TemporaryDirectory(name);
        UseFeed(package.Feed);
    }

    /// <summary>The package under test.</summary>
    public PublishedPackage Package { get; }

    /// <summary>Absolute path of the folder.</summary>
    public string Path => _folder.Path;

    /// <summary>An absolute path below the folder.</summary>
    public string Combine(params string[] parts) => _folder.Combine(parts);

    /// <summary>Writes a text file below the folder and returns its absolute path.</summary>
    public string Write(string relativePath, string text) => _folder.Write(relativePath, text);

    /// <summary>The text of a file below the folder.</summary>
    public string Read(string relativePath) => File.ReadAllText(Combine(relativePath));

    /// <summary>
    /// Makes <c>nuget.config</c> name this feed (a folder or an address) for the package, the machine's own feeds for the rest.
    /// </summary>
    public TestWorkspace UseFeed(string source)
    {
        Write("nuget.config", $"""
            <?xml version="1.0" encoding="utf-8"?>
            <configuration>
              <packageSources>
                <add key="containerguard-test" value="{source}" allowInsecureConnections="true" />
              </packageSources>
            </configuration>
            """);
        return this;
    }

    /// <summary>
    /// An ASP.NET Core application that answers <c>GET /</c> with <c>Hello World!</c>, as <c>dotnet new web</c> makes it, with the package
    /// referenced.
    /// </summary>
    public TestProject Web(string name = "app") => new TestProject(this, name, "Microsoft.NET.Sdk.Web")
        .Executable()
        .ReferencesContainerGuard()
        .File("Program.cs", """
            var app = WebApplication.CreateBuilder(args).Build();
            app.MapGet("/", () => "Hello World!");
            app.Run();

            """);

    /// <summary>A console application that writes one line and ends, with the package referenced.</summary>
    public TestProject Console(string name = "app") => new TestProject(this, name, "Microsoft.NET.Sdk")
        .Executable()
        .Property("OutputType", "Exe")
        .ReferencesContainerGuard()
        .File("Program.cs", """
            using System.Runtime.InteropServices;

            using var stop = PosixSignalRegistration.Create(PosixSignal.SIGTERM, static _ => Environment.Exit(0));
            Console.WriteLine("Hello World!");

            """);

    /// <summary>A long-running worker on the generic host, as <c>dotnet new worker</c> makes it, with the package referenced.</summary>
    public TestProject Worker(string name = "app") => new TestProject(this, name, "Microsoft.NET.Sdk.Worker")
        .Executable()
        .Package("Microsoft.Extensions.Hosting", "10.0.11")
        .ReferencesContainerGuard()
        .File("Program.cs", """
            using Microsoft.Extensions.Hosting;

            Host.CreateApplicationBuilder(args).Build().Run();

            """);

    /// <summary>A class library without the package.</summary>
    public TestProject Library(string name = "lib") => new TestProject(this, name, "Microsoft.NET.Sdk")
        .Property("TargetFramework", "net10.0")
        .File("Greeting.cs", $$"""
            namespace {{name}};

            public static class Greeting
            {
                public static string Text => "Hello from {{name}}!";
            }

            """);

    /// <summary>A project with this SDK attribute and nothing else, such as <c>ContainerGuard/1.0.0</c>.</summary>
    public TestProject Project(string name, string sdk) => new(this, name, sdk);

    /// <summary>Runs <c>dotnet</c> at the root of the folder. Project files are written first by <see cref="TestProject.Save"/>.</summary>
    public Task<CommandResult> DotNet(params string[] arguments) => DotNetCli.RunAsync(Path, arguments, Package.Environment);

    public void Dispose() => _folder.Dispose();
}
