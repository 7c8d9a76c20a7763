using System.Collections.Frozen;
using ContainerGuard.Dockerfile;
using ContainerGuard.Images;

namespace ContainerGuard.Analysis;

/// <summary>What the documentation of an image, or its public Dockerfile, tells of its users.</summary>
/// <param name="Configured">The user in its configuration: empty for root; null where its tags differ.</param>
/// <param name="Own">The unprivileged user that the image has for its process; null where it has none.</param>
/// <param name="Programs">The programs for which its entrypoint script changes from root to that user: names, beginnings with a star after
/// them, or a star alone for every program.</param>
internal sealed record KnownUser(string? Configured, string? Own, params string[] Programs)
{
    /// <summary>Whether the entrypoint script changes the user for a command.</summary>
    /// <param name="program">The first word of CMD, in exec form.</param>
    public bool StepsDownFor(string program)
    {
        if (Programs.Length == 0) return false;
        // The entrypoint scripts add their own program before an option, and before the name of a configuration file.
        if (program.StartsWith('-') || program.EndsWith(".conf", StringComparison.Ordinal)) return true;
        var name = program[(program.LastIndexOf('/') + 1)..];
        return Array.Exists(Programs, own => own.EndsWith('*') ? name.StartsWith(own[..^1], StringComparison.Ordinal) : own == name);
    }
}

/// <summary>The users of well-known images. Facts in the lock file take precedence.</summary>
internal static class KnownUsers
{
    private static readonly KnownUser Root = new("", null);

    private static readonly FrozenDictionary<string, KnownUser> Official = new Dictionary<string, KnownUser>
    {
        // Entrypoint scripts with gosu, su-exec or setpriv.
        ["cassandra"] = new("", "cassandra", "cassandra"),
        ["consul"] = new("", "consul", "*"),
        ["couchdb"] = new("", "couchdb", "couchdb"),
        ["ghost"] = new("", "node", "node"),
        ["influxdb"] = new("", "influxdb", "influxd"),
        ["mariadb"] = new("", "mysql", "mariadbd", "mysqld"),
        ["mongo"] = new("", "mongodb", "mongo*"),
        ["mysql"] = new("", "mysql", "mysqld"),
        ["neo4j"] = new("", "neo4j", "*"),
        ["postgres"] = new("", "postgres", "postgres"),
        ["rabbitmq"] = new("", "rabbitmq", "rabbitmq*"),
        ["redis"] = new("", "redis", "redis-server", "redis-sentinel"),
        ["telegraf"] = new("", "telegraf", "*"),
        ["valkey"] = new("", "valkey", "valkey-server", "valkey-sentinel"),
        ["vault"] = new("", "vault", "*"),
        ["zookeeper"] = new("", "zookeeper", "zkServer.sh"),

        // Images with a USER.
        ["elasticsearch"] = new("elasticsearch", "elasticsearch"),
        ["jenkins"] = new("jenkins", "jenkins"),
        ["jetty"] = new("jetty", "jetty"),
        ["kibana"] = new("kibana", "kibana"),
        ["logstash"] = new("logstash", "logstash"),
        ["memcached"] = new("memcache", "memcache"),
        ["odoo"] = new("odoo", "odoo"),
        ["percona"] = new("mysql", "mysql"),
        ["solr"] = new("solr", "solr"),
        ["sonarqube"] = new("sonarqube", "sonarqube"),

        // Tags differ, or the user exists and is not used.
        ["eclipse-mosquitto"] = new(null, "mosquitto"),
        ["gradle"] = new(null, "gradle"),
        ["groovy"] = new(null, "groovy"),
        ["haproxy"] = new(null, "haproxy"),
        ["httpd"] = new("", "www-data"),
        ["nginx"] = new("", "nginx"),
        ["node"] = Root,
        ["php"] = new("", "www-data"),
        ["varnish"] = new(null, "varnish"),
        ["wordpress"] = new("", "www-data"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Official images of systems and languages. Their configuration does not set a user.</summary>
    private static readonly FrozenSet<string> OfRoot = new[]
    {
        "almalinux", "alpine", "alt", "amazoncorretto", "amazonlinux", "archlinux", "bash", "buildpack-deps", "busybox", "caddy", "centos",
        "clojure", "composer", "debian", "docker", "eclipse-temurin", "elixir", "erlang", "fedora", "gcc", "golang", "haskell",
        "ibm-semeru-runtimes", "ibmjava", "java", "jruby", "julia", "maven", "mono", "openjdk", "oraclelinux", "perl", "photon", "pypy",
        "python", "r-base", "registry", "rockylinux", "ruby", "rust", "sapmachine", "swift", "tomcat", "traefik", "ubuntu",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, KnownUser> Others = new Dictionary<string, KnownUser>
    {
        ["docker.io/apache/airflow"] = new("airflow", "airflow"),
        ["docker.io/apache/spark"] = new("spark", "spark"),
        ["docker.io/apache/superset"] = new("superset", "superset"),
        ["docker.io/codercom/code-server"] = new("coder", "coder"),
        ["docker.io/confluentinc/cp-kafka"] = new(null, "appuser"),
        ["docker.io/grafana/grafana"] = new("grafana", "grafana"),
        ["docker.io/grafana/grafana-oss"] = new("grafana", "grafana"),
        ["docker.io/grafana/grafana-enterprise"] = new("grafana", "grafana"),
        ["docker.io/grafana/loki"] = new("10001", "10001"),
        ["docker.io/hashicorp/consul"] = new("", "consul", "*"),
        ["docker.io/hashicorp/vault"] = new("", "vault", "*"),
        ["docker.io/jboss/keycloak"] = new("1000", "1000"),
        ["docker.io/jboss/wildfly"] = new("jboss", "jboss"),
        ["docker.io/jenkins/jenkins"] = new("jenkins", "jenkins"),
        ["docker.io/jenkins/agent"] = new("jenkins", "jenkins"),
        ["docker.io/jenkins/inbound-agent"] = new("jenkins", "jenkins"),
        ["docker.io/nginxinc/nginx-unprivileged"] = new("101", "101"),
        ["docker.io/postgis/postgis"] = new("", "postgres", "postgres"),
        ["docker.io/sonatype/nexus3"] = new("nexus", "nexus"),
        ["docker.io/timescale/timescaledb"] = new("", "postgres", "postgres"),
        ["docker.io/valkey/valkey"] = new("", "valkey", "valkey-server", "valkey-sentinel"),
        ["mcr.microsoft.com/azure-sql-edge"] = new("mssql", "mssql"),
        ["mcr.microsoft.com/mssql/server"] = new("mssql", "mssql"),
        ["mcr.microsoft.com/playwright"] = new("", "pwuser"),
        ["quay.io/centos/centos"] = Root,
        ["quay.io/fedora/fedora"] = Root,
        ["quay.io/keycloak/keycloak"] = new("1000", "1000"),
        ["quay.io/wildfly/wildfly"] = new("jboss", "jboss"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>What is known of the users of an image; null for other images, and for images of Windows.</summary>
    public static KnownUser? Find(ImageReference image, Stage stage) => TargetSystem.IsWindows(stage) ? null : Find(image);

    /// <summary>Whether this is an official image of a system or a language, whose process runs as root.</summary>
    public static bool IsOfRoot(ImageReference image) =>
        EndOfLifeRepositories.OfficialName(image) is { } official && (official == "node" || OfRoot.Contains(official));

    private static KnownUser? Find(ImageReference image)
    {
        if (EndOfLifeRepositories.OfficialName(image) is { } official)
        {
            if (official == "influxdb" && ImageTag.Parse(image.Tag ?? "").Version is { Major: 1 or 0 }) return Root;
            return OfRoot.Contains(official) ? Root : Official.GetValueOrDefault(official);
        }

        if (Others.GetValueOrDefault(image.Name) is { } known) return known;
        return image switch
        {
            { Registry: ImageReference.DockerHub } when image.Repository.StartsWith("prom/", StringComparison.Ordinal) =>
                new KnownUser("65534", "65534"),
            { Registry: ImageReference.DockerHub } when image.Repository.StartsWith("bitnami/", StringComparison.Ordinal) =>
                new KnownUser(null, "1001"),
            { Registry: ImageReference.DockerHub } when image.Repository.StartsWith("selenium/", StringComparison.Ordinal) =>
                new KnownUser("seluser", "seluser"),
            { Registry: ImageReference.DockerHub } when image.Repository.StartsWith("cimg/", StringComparison.Ordinal)
                || image.Repository.StartsWith("circleci/", StringComparison.Ordinal) => new KnownUser("circleci", "circleci"),
            { Registry: "docker.elastic.co" } => new KnownUser("1000", "1000"),
            { Registry: "mcr.microsoft.com", Repository: "dotnet/aspnet" or "dotnet/runtime" or "dotnet/runtime-deps" or "dotnet/sdk" } =>
                ContainerUser.Documented(image) is null ? Root : null,
            { Registry: "mcr.microsoft.com" } when image.Repository.StartsWith("dotnet/core/", StringComparison.Ordinal) => Root,
            { Registry: "gcr.io" } when image.Repository.StartsWith("distroless/", StringComparison.Ordinal) =>
                ContainerUser.Documented(image) is null ? Root : null,
            { Registry: "registry.access.redhat.com" or "registry.redhat.io" } => RedHat(image.Repository),
            _ => null,
        };
    }

    /// <summary>The images of the system run as root, those of languages as user 1001.</summary>
    private static KnownUser? RedHat(string repository) => repository switch
    {
        "ubi8" or "ubi9" or "ubi10" => Root,
        _ when !repository.StartsWith("ubi", StringComparison.Ordinal) => null,
        _ when repository[(repository.IndexOf('/') + 1)..] is "ubi" or "ubi-minimal" or "ubi-micro" or "ubi-init" => Root,
        _ when repository.Contains("/nodejs-", StringComparison.Ordinal) || repository.Contains("/python-", StringComparison.Ordinal)
            || repository.Contains("/ruby-", StringComparison.Ordinal) || repository.Contains("/php-", StringComparison.Ordinal)
            || repository.Contains("/go-toolset", StringComparison.Ordinal) => new KnownUser("1001", "1001"),
        _ => null,
    };
}
