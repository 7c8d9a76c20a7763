using ContainerGuard.Tests.Support;
using static ContainerGuard.Tests.Engine.Shapes.ShapeAnswer;

namespace ContainerGuard.Tests.Engine.Shapes;

/// <summary>Where the parts of an application lie in its repository, and what they are called.</summary>
public sealed class LayoutShapes : IShapeFamily
{
    public static IReadOnlyList<DotNetShape> Shapes { get; } =
    [
        new("An application with references in a chain and in a diamond", Diamond, new Output("Hello from Base! Left, Right")),
        new("A web application with a Razor class library", RazorLibrary, new HttpText("h1 { color: teal }", "/_content/Shop.Ui/shop.css")),
        new(
            "A web application whose page is in a Razor class library", RazorLibrary,
            new HttpText("<h1>Hello from the library!</h1>", "/greeting")),
        new(
            "An application whose files lie in a library and outside of all projects", Files,
            new Output("linked, from the library, copied, embedded")),
        new("An application with a source generator", Generator, new Output("Hello from the generator!")),
        new("An application with another name than its project", static folder => folder.Web("typeof(Program).Assembly.GetName().Name!")
            .Property("AssemblyName", "Shop.Front")
            .Property("RootNamespace", "Shop"), new HttpText("Shop.Front"))
        {
            Says = ["ENTRYPOINT [\"dotnet\", \"Shop.Front.dll\"]\n"],
        },
        new(
            "An application with spaces and letters beyond ASCII in its name",
            static folder => folder.Web(project: "Grüße an alle/Mein Lädchen 東京"), new HttpText("Hello World!"))
        {
            Says = ["ENTRYPOINT [\"dotnet\", \"Mein Lädchen 東京.dll\"]\n"],
        },
        new("An application with a test project that sees its insides", static folder =>
        {
            var app = folder.Console("Inside.Text").Item("InternalsVisibleTo", "Shop.Tests").File("Inside.cs", """
                internal static class Inside
                {
                    public const string Text = "Hello from inside!";
                }

                """);
            folder.Project("Shop.Tests", "Microsoft.NET.Sdk").Property("IsTestProject", "true").References(app).Save();
            return app;
        }, new Output("Hello from inside!")),
        new("An application in the root of its repository", static folder => folder.Web(project: ""), new HttpText("Hello World!"))
        {
            IsAlone = true,
        },
    ];

    private static TestProject Diamond(ShapeFolder folder)
    {
        var foundation = folder.Library("Base");
        var left = folder.Library("libraries/deep/down/Left").References(foundation).File(
            "Greeting.cs",
            "namespace Left;\n\npublic static class Greeting { public static string Text => Base.Greeting.Text + \" Left\"; }\n");
        var right = folder.Library("libraries/Right").References(foundation)
            .File("Greeting.cs", "namespace Right;\n\npublic static class Greeting { public static string Text => \", Right\"; }\n");
        return folder.Console("Top.Greeting.Text").References(folder.Library("Top")
            .References(left)
            .References(right)
            .File(
                "Greeting.cs",
                "namespace Top;\n\npublic static class Greeting { public static string Text => Left.Greeting.Text + Right.Greeting.Text; "
                    + "}\n"));
    }

    private static TestProject RazorLibrary(ShapeFolder folder)
    {
        var library = folder.Project("Shop.Ui", "Microsoft.NET.Sdk.Razor")
            .Property("ImplicitUsings", "enable")
            .Property("AddRazorSupportForMvc", "true")
            .Item("FrameworkReference", "Microsoft.AspNetCore.App")
            .File("wwwroot/shop.css", "h1 { color: teal }\n")
            .File("Pages/Greeting.cshtml", "@page \"/greeting\"\n<h1>Hello from the library!</h1>\n");
        return folder.Web().References(library).File("Program.cs", """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddRazorPages();
            var app = builder.Build();
            app.MapStaticAssets();
            app.MapRazorPages();
            app.Run();

            """);
    }

    private static TestProject Files(ShapeFolder folder)
    {
        folder.File("shared/Linked.cs", "internal static class Linked { public const string Text = \"linked\"; }\n");
        folder.File("shared/embedded.txt", "embedded");
        var library = folder.Library("Shop.Data")
            .File("data/words.txt", "from the library").Item("Content", "data/words.txt", ("CopyToOutputDirectory", "PreserveNewest"));
        return folder
            .Console("""
                string.Join(", ",
                    Linked.Text,
                    File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "data/words.txt")),
                    File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "copied.txt")),
                    new StreamReader(typeof(Linked).Assembly.GetManifestResourceStream("words")!).ReadToEnd())
                """)
            .References(library)
            .Item("Compile", "../shared/Linked.cs", ("Link", "Linked.cs"))
            .Item("EmbeddedResource", "../shared/embedded.txt", ("LogicalName", "words"))
            .File("copied.txt", "copied")
            .Item("None", "copied.txt", ("CopyToOutputDirectory", "PreserveNewest"));
    }

    private static TestProject Generator(ShapeFolder folder)
    {
        folder.Project("Shop.Generator", "Microsoft.NET.Sdk")
            .Property("TargetFramework", "netstandard2.0")
            .Property("LangVersion", "latest")
            .Property("EnforceExtendedAnalyzerRules", "true")
            .Package("Microsoft.CodeAnalysis.CSharp", "4.14.0", ("PrivateAssets", "all"))
            .File("Generator.cs", """"
                using Microsoft.CodeAnalysis;

                [Generator]
                public sealed class Generator : IIncrementalGenerator
                {
                    public void Initialize(IncrementalGeneratorInitializationContext context) => context.RegisterPostInitializationOutput(static output =>
                        output.AddSource("Generated.g.cs", """internal static class Generated { public const string Text = "Hello from the generator!"; }"""));
                }

                """")
            .Save();
        return folder.Console("Generated.Text").Item(
            "ProjectReference",
            "../Shop.Generator/Shop.Generator.csproj",
            ("OutputItemType", "Analyzer"),
            ("ReferenceOutputAssembly", "false"));
    }
}
