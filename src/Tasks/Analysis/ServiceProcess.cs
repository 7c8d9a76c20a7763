using System.Collections.Frozen;
using ContainerGuard.Shell;

namespace ContainerGuard.Analysis;

/// <summary>
/// Whether the process of a container is a long-running service, judged by its command line: a server, an application, a worker. A tool
/// that gets its arguments from the user, a job that ends, and an unknown program do not count.
/// </summary>
internal static class ServiceProcess
{
    private static readonly FrozenSet<string> Servers = new[]
    {
        "apache2", "apache2-foreground", "apache2ctl", "apachectl", "caddy", "catalina.sh", "celery", "consul", "cron", "crond", "daphne",
        "etcd", "fluentd", "forever", "gunicorn", "haproxy",
        "http-server", "httpd", "httpd-foreground", "hypercorn", "init", "jekyll", "logstash", "memcached", "mongod", "mosquitto",
        "my_init", "mysqld", "mysqld_safe", "named", "nats-server",
        "nginx", "openvpn", "php-fpm", "php-fpm7", "php-fpm8", "pm2", "pm2-docker", "pm2-runtime", "postgres", "prometheus", "puma",
        "rackup", "redis-server", "runsvdir", "s6-svscan", "serve",
        "smbd", "sshd", "supervisord", "systemd", "telegraf", "thin", "traefik", "twistd", "unicorn", "uvicorn", "uwsgi", "varnishd",
        "vault", "vsftpd", "waitress-serve",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Words in the names of long-running programs.</summary>
    private static readonly FrozenSet<string> Lasting = new[]
    {
        "agent", "api", "app", "application", "backend", "bot", "consumer", "controller", "daemon", "exporter", "foreground", "frontend",
        "gateway", "listener", "manager", "operator", "proxy",
        "runserver", "scheduler", "serve", "server", "service", "start", "web", "webapp", "webhook", "website", "worker", "wsgi",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Words in the names of jobs that end, and arguments that only print text.</summary>
    private static readonly FrozenSet<string> Ending = new[]
    {
        "audit", "backup", "bench", "benchmark", "build", "check", "ci", "clean", "compile", "convert", "copy", "coverage", "create",
        "deploy", "download", "dump", "echo", "export", "fetch",
        "format", "generate", "hello", "help", "import", "info", "init", "install", "lint", "list", "login", "migrate", "migration", "once",
        "publish", "push", "restore", "setup", "spec", "stop",
        "sync", "test", "tests", "update", "upgrade", "upload", "usage", "validate", "version",
    }.ToFrozenSet(StringComparer.Ordinal);

    public static bool Is(ContainerProcess process)
    {
        if (process.Name is not { } name || process.IsWorkplace || CommandWrappers.IsShell(name)
            || process.Arguments is [.., "-h" or "-v" or "-V" or "-help" or "--help" or "--info" or "-version" or "--version"])
        {
            return false;
        }

        if (process.IsNode) return NodeScript.RunsApplication(process);
        if (Servers.Contains(name)) return true;
        return name switch
        {
            "dotnet" => process.Arguments.Any(static argument => argument.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)),
            "java" when process.Arguments.Contains("-jar") => true,
            _ => IsCalledService([name, .. process.Arguments.Where(static argument => !argument.StartsWith('-'))]),
        };
    }

    private static bool IsCalledService(IEnumerable<string> words)
    {
        HashSet<string> parts = new(StringComparer.Ordinal);
        foreach (var word in words) AddParts(parts, word.AsSpan(word.LastIndexOf('/') + 1));
        return parts.Overlaps(Lasting) && !parts.Overlaps(Ending);
    }

    /// <summary>
    /// Adds the words of a name in lower case, for example of <c>web-server.py</c>, <c>WebServer</c> and <c>APIServer</c>.
    /// </summary>
    private static void AddParts(HashSet<string> parts, ReadOnlySpan<char> name)
    {
        for (var at = 0; at < name.Length;)
        {
            var start = at;
            while (at < name.Length && char.IsAsciiLetterUpper(name[at])) at++;
            var capitals = at;
            while (at < name.Length && char.IsAsciiLetterLower(name[at])) at++;

            // The last of several capital letters belongs to the following word.
            var end = at > capitals && capitals - start > 1 ? capitals - 1 : at;
            if (end > start) parts.Add(name[start..end].ToString().ToLowerInvariant());
            at = end > start ? end : at + 1;
        }
    }
}
