using System.Text;
using ContainerGuard.Context;

namespace ContainerGuard.Generation.Static;

/// <summary>
/// A folder of files for browsers, served by an nginx that never was root (nginxinc/docker-nginx-unprivileged: user 101, port 8080, all that
/// it writes in /tmp).
/// </summary>
/// <param name="app">The project.</param>
/// <param name="files">The disk.</param>
internal sealed class StaticPlan(AppProject app, IFileSystem files) : AppPlan(app)
{
    /// <summary>A person's own server block, as the image's <c>conf.d</c> takes it.</summary>
    private const string ServerConfiguration = "default.conf";

    /// <summary>The branch of nginx that gets fixes and nothing else.</summary>
    private const string Repository = "nginxinc/nginx-unprivileged:1.30-";

    private const string SiteDirectory = "/usr/share/nginx/html";

    private const int Port = 8080;

    /// <summary>The number of the image's own user.</summary>
    private const string User = "101";

    public override string? Obstacle
    {
        get
        {
            if (base.Obstacle is { } obstacle) return obstacle;
            if (App.ContainerPorts is [var port, ..] && App.ContainerPorts is not [{ Number: Port, Protocol: "tcp" }] && !HasConfiguration)
            {
                return $"ContainerPort {port} is not where the image's nginx listens, which is {Port}. Remove the item and publish the port under another number "
                    + $"(docker run -p 80:{Port}), or put a {ServerConfiguration} with a listen line of its own beside the project.";
            }

            return null;
        }
    }

    public override string? BuildObstacle => files.FileExists(OnDisk("index.html")) || HasConfiguration
        ? base.BuildObstacle
        : $"There is no index.html in {App.Directory}, so a browser would find nothing. Put the project file into the folder that is served, such as dist or public.";

    public override IReadOnlyList<string> Images => [FinalImage];

    // What begins with a dot is a tool's, but for the folder that RFC 8615 keeps for what is asked of a site as a whole.
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
            ? "The base image that ContainerBaseImage names."
            : "nginx as its makers build it for a user that is not root, of the stable branch; all that it writes lies in /tmp."));
        FinalStage.AppendFrom(text, App, pinned, beginsAsRoot: App.ContainerBaseImage.Length > 0);
        text.Append($"""
            # Owned by root, with the same modes whoever builds: the server reads its files and can change none.
            COPY --chmod=555 {Sources($"{SiteDirectory}/")}

            """);
        if (HasConfiguration) text.Append($"COPY --chmod=555 {Instruction.Paths(App.InContext(ServerConfiguration), "/etc/nginx/conf.d/default.conf")}\n");
        if (App.ContainerWorkingDirectory.Length > 0) text.Append($"WORKDIR {Instruction.Quote(FinalStage.Directory(App))}\n");

        FinalStage.AppendSettings(text, App, new Dictionary<string, string>(), PortsOr(Port), FinalImage, pinned);
        FinalStage.AppendUser(text, App, User, "The image's own nginx user, as the number that Kubernetes' runAsNonRoot can verify (CG3002, CG3006).");
        text.Append("# On SIGQUIT nginx answers its open requests before it ends (CG6006).\nSTOPSIGNAL SIGQUIT\n");
        FinalStage.AppendProcess(text, "", App.Process.Count > 0 ? App.Process : ["nginx", "-g", "daemon off;"]);
    }
}
