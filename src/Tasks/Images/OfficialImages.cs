using System.Collections.Frozen;

namespace ContainerGuard.Images;

/// <summary>Docker Official Images that files copy from by their name alone.</summary>
internal static class OfficialImages
{
    private static readonly FrozenSet<string> Names = new[]
    {
        "almalinux", "alpine", "amazoncorretto", "amazonlinux", "archlinux", "bash", "buildpack-deps", "busybox", "caddy",
        "cassandra", "centos", "clojure", "composer", "consul", "couchdb", "debian", "docker", "drupal", "eclipse-temurin",
        "elasticsearch", "elixir", "erlang", "fedora", "gcc", "golang", "gradle", "haproxy", "hello-world", "httpd", "influxdb",
        "julia", "kong", "mariadb", "maven", "memcached", "mongo", "mysql", "nats", "nginx", "node", "odoo", "openjdk",
        "oraclelinux", "perl", "php", "postgres", "pypy", "python", "rabbitmq", "redis", "registry", "rockylinux", "ruby", "rust",
        "solr", "sonarqube", "swift", "tomcat", "traefik", "ubuntu", "valkey", "vault", "wordpress",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public static bool Contain(string name) => Names.Contains(name);
}
