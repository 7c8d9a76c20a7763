using System.Text;

namespace ContainerGuard.Generation;

/// <summary>
/// nginx without root (nginxinc/docker-nginx-unprivileged: user 101, port 8080, writes only to /tmp), for the files of a browser
/// application.
/// </summary>
/// <param name="app">The project.</param>
/// <param name="hasConfiguration">Whether the user's server block is beside the project.</param>
internal sealed class WebServer(AppProject app, bool hasConfiguration)
{
    /// <summary>The user's server block, for the image's folder <c>conf.d</c>.</summary>
    public const string Configuration = "default.conf";

    public const string SiteDirectory = "/usr/share/nginx/html";

    public const int Port = 8080;

    /// <summary>nginx's stable branch, which gets only fixes.</summary>
    private const string Repository = "nginxinc/nginx-unprivileged:1.30-";

    private const string ConfigurationTarget = "/etc/nginx/conf.d/default.conf";

    /// <summary>A port that nginx does not listen on.</summary>
    public Problem? Problem =>
        app.ContainerPorts is [var port, ..] && app.ContainerPorts is not [{ Number: Port, Protocol: "tcp" }] && !hasConfiguration
            ? new(
                $"ContainerPort {port} is not the port of the image's nginx, {Port}.",
                $"Remove the item and map the port (docker run -p 80:{Port}), "
                    + $"or add a {Configuration} with your own listen line beside the project.")
            : null;

    public string Image => app switch
    {
        { ContainerBaseImage: { Length: > 0 } image } => image,
        { ContainerFamily: { Length: > 0 } family } => Repository + family,
        _ => Repository + "alpine",
    };

    /// <summary>The stage that serves files.</summary>
    /// <param name="files">The copy of the files.</param>
    /// <param name="ports">The ports to expose.</param>
    /// <param name="health">The health check.</param>
    /// <param name="configuration">The server block, unless the user has one; null for the image's own.</param>
    public FinalStage Stage(IReadOnlyList<StageStep> files, IReadOnlyList<ContainerPort> ports, StageHealth health,
        string? configuration) => new()
    {
        Image = Image,
        Reasons =
        [
            app.ContainerBaseImage.Length > 0
                ? "The base image from ContainerBaseImage."
                : "The stable branch of nginx, in nginx's own image for a user that is not root. It writes only to /tmp.",
        ],
        BeginsAsRoot = app.ContainerBaseImage.Length > 0,
        ReasonsOfFiles = ["Owned by root and read-only, on any build machine: the server cannot change its files."],
        Files =
        [
            .. files,
            .. hasConfiguration ? [new CopyStep([app.InContext(Configuration)], ConfigurationTarget, Mode: "555")]
                : configuration is not null ? [new TextStep(configuration, ConfigurationTarget)]
                : Array.Empty<StageStep>(),
            .. app.ContainerWorkingDirectory.Length > 0 ? [new WorkdirStep(FinalStage.Directory(app))] : Array.Empty<StageStep>(),
        ],
        Ports = ports,
        User = StageUser.OfImage("101", "nginx"),
        StopSignal = new("SIGQUIT", "On SIGQUIT nginx finishes open requests before it stops (CG6006)."),
        Health = health,
        Process = new(app.Process.Count > 0 ? app.Process : ["nginx", "-g", "daemon off;"]),
    };

    /// <summary>nginx's Debian images have curl (nginx/docker-nginx, Dockerfile-debian.template).</summary>
    public StageHealth? Probe(HealthAddress address) =>
        ImageTools.IsAlpine(Image) ? address.Wget
        : app.ContainerBaseImage.Length > 0 ? null
        : address.Curl("curl is part of nginx's Debian images (CG6009).");

    /// <summary>
    /// A server block. Pages are asked for again at each visit; files with a hash of their content in their names are kept for a year.
    /// </summary>
    /// <param name="path">The path of the site, which begins and ends with a slash.</param>
    /// <param name="fallback">The page for paths without a file; null if each path has a page.</param>
    /// <param name="hashedFolders">Folders of files with a hash in their names, each with a slash at the end.</param>
    /// <param name="hashedNames">A regular expression of such names; null for none.</param>
    public static string Block(string path, string? fallback, IReadOnlyList<string> hashedFolders, string? hashedNames)
    {
        var text = new StringBuilder(1024);
        text.Append($$"""
            server {
                listen {{Port}};
                root {{SiteDirectory}};
                server_tokens off;
                absolute_redirect off;
                gzip on;
                gzip_vary on;
                gzip_types text/css text/javascript application/javascript application/json application/manifest+json image/svg+xml;

                # The pages name the other files, so browsers ask for them again.
                location {{path}} {
                    add_header Cache-Control "no-cache";

            """);
        text.Append(fallback is not null
            ? $"        # Routes that exist only in the browser get the page {fallback}.\n"
                + $"        try_files $uri $uri/index.html {path}{fallback};\n"
            : $"        try_files $uri $uri.html $uri/ =404;\n        error_page 404 {path}404.html;\n");
        text.Append("    }\n");
        foreach (var folder in hashedFolders) AppendHashed(text, $"{path}{folder}");
        if (hashedNames is not null) AppendHashed(text, $"~ \"{hashedNames}\"");
        if (path != "/") text.Append($"    location = / {{\n        return 302 {path};\n    }}\n");
        return text.Append("}\n").ToString().ReplaceLineEndings("\n");
    }

    private static void AppendHashed(StringBuilder text, string location) => text.Append($$"""

            # The names have a hash of the content: browsers need not ask again.
            location {{location}} {
                add_header Cache-Control "public, max-age=31536000, immutable";
                try_files $uri =404;
            }

        """);
}
