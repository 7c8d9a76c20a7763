using ContainerGuard.Tests.Support;
using static ContainerGuard.Tests.Engine.Shapes.ShapeAnswer;

namespace ContainerGuard.Tests.Engine.Shapes;

/// <summary>What people build with .NET, as the SDK's templates begin it.</summary>
public sealed class ApplicationShapes : IShapeFamily
{
    public static IReadOnlyList<DotNetShape> Shapes { get; } =
    [
        new("A minimal API with launch settings and redirection to HTTPS", MinimalApi, new HttpText("Hello World!"))
        {
            Says = ["EXPOSE 8080\n", "ENTRYPOINT [\"dotnet\", \"a-minimal-api-with-launch-settings-and-redirection-to-https.dll\"]\n"],
        },
        new(
            "A web application of the plain SDK", PlainSdk,
            new HttpText("Hello World!")) { Says = ["/dotnet/aspnet:10.0-noble-chiseled-extra@"] },
        new("MVC with controllers and views", Mvc, new HttpText("<h1>Hello from a view!</h1>")),
        new("Razor Pages", RazorPages, new HttpText("<h1>Hello from a page!</h1>")),
        new("Blazor Server", BlazorServer, new HttpText("<h1>Hello from a component!</h1>")),
        new("Blazor WebAssembly and the server that hosts it", BlazorWebAssembly, new HttpText("Hello from the client!")),
        new("A gRPC service", Grpc, new HttpText("Hello you! says gRPC", "/ask")),
        new(
            "A worker", static folder => folder.Worker(),
            new Log("Application started")) { Says = ["ENV DOTNET_ENVIRONMENT=Production\n"] },
        new(
            "A console application", static folder => folder.Console(),
            new Output("Hello World!")) { Says = ["/dotnet/runtime:10.0-noble-chiseled-extra@"] },
        new("A console application that fails", static folder => folder.Console("\"Oh no!\"").File("Fail.cs", """
            static class Fail
            {
                [System.Runtime.CompilerServices.ModuleInitializer]
                internal static void Always() => Environment.ExitCode = 3;
            }

            """), new Output("Oh no!", ExitCode: 3)),
    ];

    private static TestProject MinimalApi(ShapeFolder folder) => folder.Web()
        .File("Program.cs", """
            var app = WebApplication.CreateBuilder(args).Build();
            app.UseHttpsRedirection();
            app.MapGet("/", () => "Hello World!");
            app.Run();

            """)
        .File("Properties/launchSettings.json", """
            { "profiles": { "https": { "commandName": "Project", "applicationUrl": "https://localhost:7001;http://localhost:5001" } } }
            """);

    private static TestProject PlainSdk(ShapeFolder folder) => folder.Console()
        .Item("FrameworkReference", "Microsoft.AspNetCore.App")
        .Item("Using", "Microsoft.AspNetCore.Builder")
        .File("Program.cs", """
            var app = WebApplication.Create(args);
            app.MapGet("/", () => "Hello World!");
            app.Run();

            """);

    private static TestProject Mvc(ShapeFolder folder) => folder.Web()
        .File("Program.cs", """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddControllersWithViews();
            var app = builder.Build();
            app.MapDefaultControllerRoute();
            app.Run();

            """)
        .File("Controllers/HomeController.cs", """
            using Microsoft.AspNetCore.Mvc;

            public sealed class HomeController : Controller
            {
                public IActionResult Index() => View(model: "view");
            }

            """)
        .File("Views/Home/Index.cshtml", """
            @model string
            <h1>Hello from a @Model!</h1>

            """)
        .File("wwwroot/site.css", "h1 { color: navy }\n");

    private static TestProject RazorPages(ShapeFolder folder) => folder.Web()
        .File("Program.cs", """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddRazorPages();
            var app = builder.Build();
            app.MapStaticAssets();
            app.MapRazorPages().WithStaticAssets();
            app.Run();

            """)
        .File("Pages/Index.cshtml", """
            @page
            <h1>Hello from a page!</h1>

            """)
        .File("wwwroot/site.css", "h1 { color: navy }\n");

    private static TestProject BlazorServer(ShapeFolder folder) => folder.Web()
        .Property("RootNamespace", "Shop")
        .File("Program.cs", """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddRazorComponents().AddInteractiveServerComponents();
            var app = builder.Build();
            app.UseAntiforgery();
            app.MapStaticAssets();
            app.MapRazorComponents<Shop.App>().AddInteractiveServerRenderMode();
            app.Run();

            """)
        .File("App.razor", """
            @using Microsoft.AspNetCore.Components.Web
            <!DOCTYPE html>
            <html lang="en">
            <body><Home @rendermode="RenderMode.InteractiveServer" /><script src="_framework/blazor.web.js"></script></body>
            </html>

            """)
        .File("Home.razor", """
            @page "/"
            <h1>Hello from a component!</h1>

            """);

    private static TestProject BlazorWebAssembly(ShapeFolder folder)
    {
        // Neither trimmed nor compressed, as that takes longer than all the rest.
        var client = folder.Project("Shop.Client", "Microsoft.NET.Sdk.BlazorWebAssembly")
            .Property("ImplicitUsings", "enable")
            .Property("PublishTrimmed", "false")
            .Property("CompressionEnabled", "false")
            .Package("Microsoft.AspNetCore.Components.WebAssembly", "10.0.12")
            .File("Program.cs", """
                using Microsoft.AspNetCore.Components.WebAssembly.Hosting;

                await WebAssemblyHostBuilder.CreateDefault(args).Build().RunAsync();

                """)
            .File("wwwroot/index.html", """
                <!DOCTYPE html>
                <html lang="en"><body><h1>Hello from the client!</h1><script src="_framework/blazor.webassembly.js"></script></body></html>

                """);
        return folder.Web()
            .Property("CompressionEnabled", "false")
            .Package("Microsoft.AspNetCore.Components.WebAssembly.Server", "10.0.12")
            .References(client)
            .File("Program.cs", """
                var app = WebApplication.CreateBuilder(args).Build();
                app.UseBlazorFrameworkFiles();
                app.UseStaticFiles();
                app.MapFallbackToFile("index.html");
                app.Run();

                """);
    }

    private static TestProject Grpc(ShapeFolder folder) => folder.Web()
        .Package("Grpc.AspNetCore", "2.71.0")
        .Item("Protobuf", "greet.proto")
        .File("greet.proto", """
            syntax = "proto3";
            option csharp_namespace = "Shop";
            service Greeter { rpc Greet (Request) returns (Reply); }
            message Request { string name = 1; }
            message Reply { string text = 1; }

            """)
        .File("Service.cs", """
            using Grpc.Core;

            namespace Shop;

            public sealed class Service : Greeter.GreeterBase
            {
                public override Task<Reply> Greet(Request request, ServerCallContext context) => Task.FromResult(new Reply { Text = $"Hello {request.Name}!" });
            }

            """)
        .File("Program.cs", """
            using Grpc.Net.Client;
            using Microsoft.AspNetCore.Server.Kestrel.Core;

            var builder = WebApplication.CreateBuilder(args);
            builder.WebHost.ConfigureKestrel(options =>
            {
                options.ListenAnyIP(8081, http2 => http2.Protocols = HttpProtocols.Http2);
                options.ListenAnyIP(8080);
            });
            builder.Services.AddGrpc();
            var app = builder.Build();
            app.MapGrpcService<Shop.Service>();
            app.MapGet("/ask", async () =>
            {
                using var channel = GrpcChannel.ForAddress("http://127.0.0.1:8081");
                return (await new Shop.Greeter.GreeterClient(channel).GreetAsync(new Shop.Request { Name = "you" })).Text + " says gRPC";
            });
            app.Run();

            """)
        .Item("ContainerPort", "8080")
        .Item("ContainerPort", "8081");
}

/// <summary>Languages other than C#.</summary>
public sealed class LanguageShapes : IShapeFamily
{
    public static IReadOnlyList<DotNetShape> Shapes { get; } =
    [
        new("A web application in F sharp", static folder => folder.Application("fsproj", "Microsoft.NET.Sdk.Web")
            .Item("Compile", "Program.fs").File("Program.fs", """
            open System
            open Microsoft.AspNetCore.Builder

            let app = WebApplication.CreateBuilder([||]).Build()
            app.MapGet("/", Func<string>(fun () -> "Hello from F#!")) |> ignore
            app.Run()

            """), new HttpText("Hello from F#!")),
        new("A console application in F sharp", static folder => folder.Application("fsproj", "Microsoft.NET.Sdk")
            .Item("Compile", "Program.fs").File("Program.fs", """
            open System.IO

            printfn "Hello from F#!"
            printfn "%s" (File.ReadAllText("/proc/self/status").Split("Uid:\t").[1].Split('\t').[0])

            """), new Output("Hello from F#!")),
        new("A console application in Visual Basic", static folder => folder.Application("vbproj", "Microsoft.NET.Sdk")
            .Property("RootNamespace", "App").File("Program.vb", """
            Imports System
            Imports System.IO

            Module Program
                Sub Main()
                    Console.WriteLine("Hello from Visual Basic!")
                    Console.WriteLine(File.ReadAllText("/proc/self/status").Split("Uid:" & vbTab)(1).Split(vbTab)(0))
                End Sub
            End Module

            """), new Output("Hello from Visual Basic!")),
    ];
}
