using ContainerGuard.Analysis;
using ContainerGuard.Context;
using ContainerGuard.Tests.Unit.Context;

namespace ContainerGuard.Tests.Unit.Rules.Users;

/// <summary>Containers that start as root and change the user themselves.</summary>
public class StepDownTests
{
    private const string Image = "FROM debian:13\nCOPY docker/ /usr/local/bin/\nENTRYPOINT [\"docker-entrypoint.sh\"]\nCMD [\"server\"]\n";

    [Theory]
    [InlineData("exec gosu app \"$@\"\n")]
    [InlineData("chown -R app /data\nexec su-exec app:app \"$@\"\n")]
    [InlineData("if [ \"$(id -u)\" = 0 ]; then\n  exec setpriv --reuid=app --regid=app --init-groups \"$0\" \"$@\"\nfi\nexec \"$@\"\n")]
    [InlineData("exec setpriv --reuid app --clear-groups server\n")]
    [InlineData("runuser -u app -- server\n")]
    [InlineData("exec su - app -c server\n")]
    [InlineData("exec sudo -u app -E server\n")]
    [InlineData("exec gosu \"$APP_USER\" server\n")]
    [InlineData("exec s6-setuidgid app server\n")]
    [InlineData("exec chpst -u app server\n")]
    public void An_entry_script_that_changes_the_user_is_not_told_to_add_USER(string script)
    {
        var facts = With("docker/docker-entrypoint.sh", "#!/bin/sh\nset -e\n" + script);

        Check.Findings(Image, "CG3002", facts).ShouldBeEmpty();
        Check.Findings(Image.Replace("CMD", "USER root\nCMD", StringComparison.Ordinal), "CG3001", facts).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("exec server\n")]
    [InlineData("gosu postgres initdb\nexec server\n")]
    [InlineData("exec gosu root server\n")]
    [InlineData("exec setpriv --no-new-privs server\n")]
    [InlineData("echo gosu app\n")]
    public void An_entry_script_that_stays_root_is_told(string script) =>
        Check.Findings(Image, "CG3002", With("docker/docker-entrypoint.sh", "#!/bin/sh\n" + script)).Count.ShouldBe(1);

    [Theory]
    [InlineData("COPY entrypoint.sh /", "/entrypoint.sh")]
    [InlineData("COPY entrypoint.sh /start", "/start")]
    [InlineData("COPY entrypoint.sh /usr/bin", "entrypoint.sh")]
    [InlineData("WORKDIR /app\nCOPY . .", "./entrypoint.sh")]
    [InlineData("COPY *.sh /opt/", "/opt/entrypoint.sh")]
    [InlineData("COPY entrypoint.sh other.sh /opt/", "/opt/entrypoint.sh")]
    public void The_script_is_found_wherever_COPY_puts_it(string copy, string start)
    {
        var text = $"FROM debian:13\n{copy}\nENTRYPOINT [\"{start}\"]\n";
        var facts = With("entrypoint.sh", "#!/bin/sh\nexec gosu app server\n");

        Check.Findings(text, "CG3002", facts).ShouldBeEmpty();
    }

    [Fact]
    public void A_script_file_without_exec_is_reported_in_that_file()
    {
        var finding = Check.Finding(
            Image, "CG6014", With("docker/docker-entrypoint.sh", "#!/bin/sh\nset -e\n\nnode server.js\n"));

        (finding.File, finding.Start!.Value.Line, finding.Start.Value.Column).ShouldBe(("docker/docker-entrypoint.sh", 4, 1));
        finding.Message.ShouldContain("'exec node'");
    }

    [Theory]
    [InlineData("#!/usr/bin/env python3\nimport os\n")]
    [InlineData("#!/bin/sh\nexec node server.js\n")]
    [InlineData("text")]
    public void A_script_file_that_is_right_or_another_language_is_not_reported(string script) =>
        Check.Findings(Image, "CG6014", With("docker/docker-entrypoint.sh", script)).ShouldBeEmpty();

    [Theory]
    [InlineData("RUN apk add --no-cache su-exec")]
    [InlineData("RUN apt-get install -y gosu")]
    [InlineData("RUN curl -fsSLo /usr/bin/gosu https://github.com/tianon/gosu/releases/download/1.19/gosu-amd64")]
    public void A_script_that_cannot_be_read_is_trusted_if_the_image_installs_what_changes_the_user(string run) =>
        Check.Findings($"FROM alpine:3.22\n{run}\nCOPY run.sh /\nENTRYPOINT [\"/run.sh\"]\n", "CG3002").ShouldBeEmpty();

    [Theory]
    [InlineData("redis:8", "CMD [\"sh\", \"/start.sh\"]", true)]
    [InlineData("redis:8", "CMD redis-server --appendonly yes", true)]
    [InlineData("redis:8", "CMD [\"redis-server\", \"/etc/redis.conf\"]", false)]
    [InlineData("redis:8", "CMD [\"--appendonly\", \"yes\"]", false)]
    [InlineData("redis:8", "CMD [\"/etc/redis.conf\"]", false)]
    [InlineData("valkey/valkey:9", "CMD [\"start\"]", true)]
    [InlineData("mongo:8", "CMD [\"mongod\", \"--bind_ip_all\"]", false)]
    [InlineData("mongo:8", "CMD mongod", true)]
    [InlineData("postgres:18", "CMD [\"postgres\", \"-c\", \"fsync=off\"]", false)]
    [InlineData("postgres:18", "CMD [\"pg_ctl\", \"start\"]", true)]
    [InlineData("mariadb:12", "CMD [\"mariadbd\"]", false)]
    [InlineData("mysql:9", "CMD [\"mysqld_safe\"]", true)]
    [InlineData("rabbitmq:4", "CMD [\"rabbitmq-server\"]", false)]
    [InlineData("cassandra:5", "CMD [\"bash\"]", true)]
    [InlineData("zookeeper:3.9", "CMD [\"start.sh\"]", true)]
    [InlineData("postgres:18", "USER root", false)]
    [InlineData("postgres:18", "", false)]
    public void A_database_leaves_root_only_for_its_own_program(string image, string instruction, bool isRoot) =>
        Check.Findings($"FROM {image}\n{instruction}\n").Count(static finding => finding.Rule.Id is "CG3001" or "CG3002")
            .ShouldBe(isRoot ? 1 : 0);

    [Fact]
    public void An_inspected_database_leaves_root_too() =>
        Check.Findings("FROM postgres:18\n", "CG3002", Check.Locked("sha256:" + new string('1', 64))).ShouldBeEmpty();

    private static FileFacts With(string path, string text) => Check.Facts with
    {
        Context = new BuildContext(new MemoryFileSystem(($"/repo/{path}", text)), "/repo", IgnoreFile.Parse(".git")),
    };
}
