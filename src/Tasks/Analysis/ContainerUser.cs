using System.Globalization;
using ContainerGuard.Images;

namespace ContainerGuard.Analysis;

/// <summary>The user in an image's configuration: <c>user[:group]</c>, as names or numbers; empty for root.</summary>
internal static class ContainerUser
{
    /// <summary>
    /// Whether the user is root; the group does not matter. Engines accept a number with a sign (Go, strconv.Atoi). On Windows
    /// <c>ContainerAdministrator</c> corresponds to root.
    /// </summary>
    public static bool IsRoot(string user)
    {
        var name = user.Split(':')[0];
        return name is "" or "root"
            || name.Equals("ContainerAdministrator", StringComparison.OrdinalIgnoreCase)
            || (int.TryParse(name, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var id) && id == 0);
    }

    /// <summary>
    /// The user that the documentation of an image guarantees for a variant whose purpose is to run as that user: distroless
    /// <c>:nonroot</c> (GoogleContainerTools/distroless, README), .NET's chiseled and distroless variants (dotnet/dotnet-docker,
    /// documentation/distroless.md), the unprivileged nginx. Null for every other image. Facts in the lock file take precedence.
    /// </summary>
    public static string? Documented(ImageReference image)
    {
        var tag = image.Tag ?? "";
        return image.Name switch
        {
            _ when image.Name.StartsWith("gcr.io/distroless/", StringComparison.Ordinal) =>
                tag.EndsWith("nonroot", StringComparison.Ordinal) ? "65532" : null,
            _ when image.Name.StartsWith("mcr.microsoft.com/dotnet/", StringComparison.Ordinal) =>
                tag.Contains("chiseled", StringComparison.Ordinal) || tag.Contains("distroless", StringComparison.Ordinal) ? "1654" : null,
            "docker.io/nginxinc/nginx-unprivileged" => "101",
            _ => null,
        };
    }

    /// <summary>
    /// The unprivileged user that exists in an image although the image runs as root: in the node images since 2016 (docker-node, Best
    /// Practices), in the .NET images since .NET 8 (learn.microsoft.com, "New app user"). Null for every other image.
    /// </summary>
    public static string? Brought(ImageReference image)
    {
        var version = ImageTag.Parse(image.Tag ?? "").Version?.Major;
        return image switch
        {
            { IsOfficial: true, Repository: "library/node" } when version is null or >= 8 => "node",
            { Registry: "mcr.microsoft.com", Repository: "dotnet/aspnet" or "dotnet/runtime" or "dotnet/runtime-deps" } when version >= 8 =>
                "$APP_UID",
            _ => null,
        };
    }

    /// <summary>
    /// Whether an image is known to run its process as an unprivileged user in all of its usual tags: by USER, or by an entry script that
    /// drops root before it starts the server (gosu, su-exec or setpriv, as in the images of docker-library).
    /// </summary>
    public static bool HasOwnUser(ImageReference image) => image switch
    {
        { IsOfficial: true } => Array.IndexOf(OfficialWithOwnUser, image.Repository["library/".Length..]) >= 0,
        { Registry: "docker.io" } =>
            Array.IndexOf(OthersWithOwnUser, image.Repository) >= 0 || image.Repository.StartsWith("prom/", StringComparison.Ordinal),
        { Registry: "docker.elastic.co" } => true,
        _ => false,
    };

    private static readonly string[] OfficialWithOwnUser =
    [
        "cassandra", "couchdb", "elasticsearch", "ghost", "influxdb", "jenkins", "jetty", "kibana", "logstash", "mariadb", "memcached",
        "mongo", "mysql", "neo4j", "odoo",
        "percona", "postgres", "rabbitmq", "redis", "solr", "sonarqube", "telegraf", "valkey", "zookeeper",
    ];

    private static readonly string[] OthersWithOwnUser =
        ["grafana/grafana", "jenkins/jenkins", "postgis/postgis", "timescale/timescaledb", "valkey/valkey"];

    /// <summary>
    /// The instruction to write: with the user that the base image has for this purpose, or with a number, which orchestrators can verify.
    /// </summary>
    public static string Advice(ImageReference? image) => image switch
    {
        { Repository: "library/node" } => "'USER node'",
        _ when image?.Repository.StartsWith("dotnet/", StringComparison.Ordinal) == true => "'USER $APP_UID'",
        _ when image?.Repository.StartsWith("distroless/", StringComparison.Ordinal) == true => "'USER 65532'",
        _ => "'USER 10001'",
    };
}
