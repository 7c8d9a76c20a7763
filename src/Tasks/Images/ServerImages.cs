namespace ContainerGuard.Images;

/// <summary>Images that start a server by default, so that an image built from one is a server, too.</summary>
internal static class ServerImages
{
    private static readonly string[] Official =
    [
        "adminer", "arangodb", "caddy", "cassandra", "consul", "couchbase", "couchdb", "drupal", "eclipse-mosquitto", "elasticsearch",
        "ghost", "haproxy", "httpd", "influxdb", "jenkins",
        "jetty", "joomla", "kibana", "kong", "logstash", "mariadb", "matomo", "mediawiki", "memcached", "mongo", "mongo-express", "mysql",
        "nats", "neo4j", "nextcloud", "nginx", "odoo",
        "owncloud", "percona", "postgres", "rabbitmq", "redis", "redmine", "registry", "rethinkdb", "rocket.chat", "sentry", "solr",
        "sonarqube", "teamspeak", "telegraf", "tomcat", "tomee",
        "traefik", "valkey", "varnish", "vault", "wordpress", "zookeeper",
    ];

    private static readonly string[] Others =
    [
        "bitnami/nginx", "confluentinc/cp-kafka", "grafana/grafana", "grafana/loki", "jboss/keycloak", "jboss/wildfly", "jenkins/jenkins",
        "jwilder/nginx-proxy", "minio/minio",
        "nginxinc/nginx-unprivileged", "openresty/openresty", "postgis/postgis", "tiangolo/uvicorn-gunicorn",
        "tiangolo/uvicorn-gunicorn-fastapi", "timescale/timescaledb",
        "valkey/valkey",
    ];

    public static bool Contains(ImageReference image) => image switch
    {
        { IsOfficial: true, Repository: "library/php", Tag: { } tag } =>
            tag.Contains("apache", StringComparison.Ordinal) || tag.Contains("fpm", StringComparison.Ordinal),
        { IsOfficial: true } => Array.BinarySearch(Official, image.Repository["library/".Length..], StringComparer.Ordinal) >= 0,
        { Registry: "docker.io" } =>
            Array.IndexOf(Others, image.Repository) >= 0 || image.Repository.StartsWith("prom/", StringComparison.Ordinal),
        { Registry: "docker.elastic.co" } => true,
        _ => false,
    };
}
