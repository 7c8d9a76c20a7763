using static ContainerGuard.Tests.Engine.Shapes.ShapeAnswer;

namespace ContainerGuard.Tests.Engine.Shapes;

/// <summary>What a project says of its container, and what it keeps to itself.</summary>
public sealed class ContainerShapes : IShapeFamily
{
    public static IReadOnlyList<DotNetShape> Shapes { get; } =
    [
        new(
            "A web application on a port of its own with variables and labels",
            static folder => folder.Web("Environment.GetEnvironmentVariable(\"GREETING\")!")
                .Item("ContainerPort", "9090")
                .Item("ContainerPort", "9091", ("Type", "udp"))
                .Item("ContainerEnvironmentVariable", "GREETING", ("Value", "It costs $5, \"net\""))
                .Item("ContainerLabel", "org.opencontainers.image.vendor", ("Value", "Corp & Sons")),
                    new HttpText("It costs $5, \"net\"", Port: 9090))
        {
            Says = ["EXPOSE 9090 9091/udp\n", "ASPNETCORE_HTTP_PORTS=9090", "org.opencontainers.image.vendor=\"Corp & Sons\""],
        },
        new("An application with a user and a folder of its own", static folder => folder.Console("AppContext.BaseDirectory")
            .Property("ContainerUser", "2000:3000")
            .Property("ContainerWorkingDirectory", "/srv/shop"), new Output("/srv/shop/"))
        {
            User = 2000,
            Says = ["USER 2000:3000\n", "WORKDIR /srv/shop\n"],
        },
        new(
            "A web application that is asked for its health", static folder => folder.Web().Property("ContainerGuardHealthcheck", "/"),
            new HttpText("Hello World!"))
        {
            Says = ["CMD [\"dotnet\", \"/app/ContainerGuard.Probe.dll\", \"http://127.0.0.1:8080/\"]\n"],
        },
        new(
            "An application with arguments that it needs and arguments that it starts with",
            static folder => folder.Console("string.Join(' ', args)")
                .Item("ContainerAppCommandArgs", "serve")
                .Item("ContainerDefaultArgs", "--color;navy blue"), new Output("serve --color navy blue")),
        new("An application that publishes all files of its folder and has user secrets", static folder =>
            folder.Web("string.Join(' ', Directory.GetFiles(AppContext.BaseDirectory, \"*.txt\").Select(Path.GetFileName))")
                .Property("UserSecretsId", "6e0f7d4c-shop")
                .Item("None", "*.txt;.env*;id_*", ("CopyToPublishDirectory", "PreserveNewest"))
                .File("words.txt", "words"), new HttpText("words.txt")),
    ];
}
