using System.Text;
using ContainerGuard.Context;

namespace ContainerGuard.Generation.Static;

/// <summary>
/// A folder of files for browsers, served by nginx without root (nginxinc/docker-nginx-unprivileged: user 101, port 8080, writes only
/// to /tmp).
/// </summary>
/// <param name="app">The project.</param>
/// <param name="files">The disk.</param>
internal sealed class StaticPlan(AppProject app, IFileSystem files) : AppPlan(app)
{
    /// <summary>The user's server block, for the image's folder <c>conf.d</c>.</summary>
    private const string ServerConfiguration = "default.conf";

    /// <summary>nginx's stable branch, which gets only fixes.</summary>
    private const string Repository = "nginxinc/nginx-unprivileged:1.30-";

    private const string SiteDirectory = "/usr/share/nginx/html";

    private const int Port = 8080;

    /// <summary>The uid of the image's user.</summary>
    private const string User = "101";

    public override string? Obstacle
    {
        get
        {
            if (base.Obstacle is { } obstacle) return obstacle;
            if (App.ContainerPorts is [var port, ..] && App.ContainerPorts is not [{ Number: Port, Protocol: "tcp" }] && !HasConfiguration)
            {
                return $"ContainerPort {port} is not the port of the image's nginx, {Port}. Remove the item and map the port (docker run -p 80:{Port}), "
                    + $"or add a {ServerConfiguration} with your own listen line beside the project.";
            }

            return null;
        }
    }

    public override string? BuildObstacle => files.FileExists(OnDisk("index.html")) || HasConfiguration
        ? base.BuildObstacle
        : $"{App.Directory} has no index.html. Move the project file to the folder of the site, for example dist or public.";

    public override IReadOnlyList<string> Images => [FinalImage];

    // Names that begin with a dot belong to tools, except for the folder .well-known (RFC 8615).
    public override BuildInputs Inputs => new() { Files = HasConfiguration ? [App.InContext(ServerConfiguration)] : [], LeftOut = LeftOut("**/.*", "!.well-known") };

    private bool HasConfiguration => files.FileExists(OnDisk(ServerConfiguration));

    protected override string? VariantWithApt => null;

    protected override string FinalImage => App switch
    {
        { ContainerBaseImage: { Length: > 0 } image } => image,
        { ContainerFamily: { Length: > 0 } family } => Repository + family,
        _ => Repository + "alpine",
    };

    protected override void WriteBody(StringBuilder text, IReadOnlyDictionary<string, string> pins)
    {
        var pinned = Pinned(FinalImage, pins);
        text.Append('\n').Append(Instruction.Comment(App.ContainerBaseImage.Length > 0
            ? "The base image from ContainerBaseImage."
            : "The stable branch of nginx, in nginx's own image for a user that is not root. It writes only to /tmp."));
        FinalStage.AppendFrom(text, App, pinned, beginsAsRoot: App.ContainerBaseImage.Length > 0);
        text.Append($"""
            # Owned by root and read-only, on any build machine: the server cannot change its files.
            COPY --chmod=555 {Sources($"{SiteDirectory}/")}

            """);
        if (HasConfiguration) text.Append($"COPY --chmod=555 {Instruction.Paths(App.InContext(ServerConfiguration), "/etc/nginx/conf.d/default.conf")}\n");
        if (App.ContainerWorkingDirectory.Length > 0) text.Append($"WORKDIR {Instruction.Quote(FinalStage.Directory(App))}\n");

        FinalStage.AppendSettings(text, App, new Dictionary<string, string>(), PortsOr(Port), FinalImage, pinned);
        FinalStage.AppendUser(text, App, User, "The image's user nginx as a number, which Kubernetes' runAsNonRoot can verify (CG3002, CG3006).");
        text.Append("# On SIGQUIT nginx finishes open requests before it stops (CG6006).\nSTOPSIGNAL SIGQUIT\n");
        FinalStage.AppendProcess(text, "", App.Process.Count > 0 ? App.Process : ["nginx", "-g", "daemon off;"]);
    }
}
