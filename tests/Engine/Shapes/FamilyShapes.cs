using static ContainerGuard.Tests.Engine.Shapes.ShapeAnswer;

namespace ContainerGuard.Tests.Engine.Shapes;

/// <summary>Which variant of a base image there is below the application, and what it knows of the world.</summary>
public sealed class FamilyShapes : IShapeFamily
{
    /// <summary>What a culture and a time zone are asked for; C# expressions.</summary>
    private const string Friday = """new DateTime(2026, 1, 2).ToString("dddd", System.Globalization.CultureInfo.GetCultureInfo("de-DE"))""";

    private const string Noon =
        """TimeZoneInfo.ConvertTimeBySystemTimeZoneId(new DateTimeOffset(2026, 7, 1, 10, 0, 0, TimeSpan.Zero), "Europe/Berlin").Hour""";

    public static IReadOnlyList<DotNetShape> Shapes { get; } =
    [
        new(
            "An application with cultures and time zones", static folder => folder.Console($"$\"{{{Friday}}} {{{Noon}}}\""),
            new Output("Freitag 12"))
        {
            Says = ["/dotnet/runtime:10.0-noble-chiseled-extra@"],
        },
        new("An application that knows one culture", static folder =>
            folder.Console("AppContext.TryGetSwitch(\"System.Globalization.Invariant\", out var isInvariant) && isInvariant")
                .Property("InvariantGlobalization", "true"), new Output("True"))
        {
            Says = ["/dotnet/runtime:10.0-noble-chiseled@"],
        },
        new(
            "An application on a full distribution",
            static folder => folder.Web($"File.Exists(\"/bin/sh\") + {Friday}").Property("ContainerFamily", "noble"),
            new HttpText("TrueFreitag"))
        {
            Says = ["/dotnet/aspnet:10.0-noble@"],
        },
        new(
            "An application on the chiseled variant by name",
            static folder => folder.Web().Property("ContainerFamily", "noble-chiseled").Property("InvariantGlobalization", "true"),
            new HttpText("Hello World!"))
        {
            Says = ["/dotnet/aspnet:10.0-noble-chiseled@"],
        },
        new(
            "An application on the extra variant by name",
            static folder => folder.Web(Friday).Property("ContainerFamily", "noble-chiseled-extra"), new HttpText("Freitag"))
        {
            Says = ["/dotnet/aspnet:10.0-noble-chiseled-extra@"],
        },
        new(
            "An application on Azure Linux without a distribution",
            static folder => folder.Web(Friday).Property("ContainerFamily", "azurelinux3.0-distroless"), new HttpText("Freitag"))
        {
            Says = ["/dotnet/aspnet:10.0-azurelinux3.0-distroless-extra@"],
        },
        new("A self contained application on a base image of ones own", static folder => folder.Web()
            .Property("SelfContained", "true")
            .Property("InvariantGlobalization", "true")
            .Property("ContainerBaseImage", "debian:bookworm-slim"), new HttpText("Hello World!"))
        {
            Says = ["/library/debian:bookworm-slim@", "USER 1654\n"],
        },
        new("An application on a full image of the .NET team by name", static folder => folder.Console()
            .Property("ContainerBaseImage", "mcr.microsoft.com/dotnet/runtime:10.0"), new Output("Hello World!")),
    ];
}
