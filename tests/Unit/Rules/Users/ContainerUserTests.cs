using ContainerGuard.Analysis;
using ContainerGuard.Images;
using ContainerGuard.Rules;

namespace ContainerGuard.Tests.Unit.Rules.Users;

public class ContainerUserTests
{
    [Theory]
    [InlineData("", true)]
    [InlineData("root", true)]
    [InlineData("root:app", true)]
    [InlineData("0", true)]
    [InlineData("0:1000", true)]
    [InlineData("00", true)]
    [InlineData("ContainerAdministrator", true)]
    [InlineData("1654", false)]
    [InlineData("node:root", false)]
    [InlineData("rooted", false)]
    [InlineData("ContainerUser", false)]
    public void Root_is_root_by_name_and_by_number_whatever_the_group(string user, bool isRoot) =>
        ContainerUser.IsRoot(user).ShouldBe(isRoot);

    [Theory]
    [InlineData("gcr.io/distroless/static-debian13:nonroot", "65532")]
    [InlineData("gcr.io/distroless/base:debug-nonroot", "65532")]
    [InlineData("gcr.io/distroless/static-debian13", null)]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled", "1654")]
    [InlineData("mcr.microsoft.com/dotnet/runtime-deps:10.0-azurelinux3.0-distroless-extra", "1654")]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:10.0", null)]
    [InlineData("nginxinc/nginx-unprivileged:1.30", "101")]
    [InlineData("node:24-slim", null)]
    public void A_user_is_documented_where_it_is_the_point_of_the_tag(string image, string? user) =>
        ContainerUser.Documented(ImageReference.Parse(image)).ShouldBe(user);

    [Theory]
    [InlineData("FROM node:24\n", "", nameof(Severity.Error), "no USER is set, and 'node:24' runs as root")]
    [InlineData("FROM scratch\nCMD [\"/app\"]\n", null, nameof(Severity.Error), "as root: no USER is set")]
    [InlineData("FROM node:24\n", null, nameof(Severity.Warning), "'node:24' runs as root")]
    [InlineData("FROM registry.corp/base:1\n", null, nameof(Severity.Warning), "'registry.corp/base:1' may run as root")]
    public void How_sure_a_finding_is_decides_its_severity(string text, string? baseUser, string severity, string message)
    {
        var facts = baseUser is null ? Check.Facts : Check.Locked("sha256:" + new string('1', 64), baseUser);

        var finding = Check.Finding(text, "CG3002", facts);
        finding.Severity.ToString().ShouldBe(severity);
        finding.Message.ShouldContain(message);
    }

    [Theory]
    [InlineData("debian:13")]
    [InlineData("ubuntu:24.04")]
    [InlineData("alpine:3.22")]
    [InlineData("python:3.14")]
    [InlineData("ruby:3.4")]
    [InlineData("node:0.10")]
    [InlineData("golang:1.26")]
    [InlineData("eclipse-temurin:25-jre")]
    [InlineData("nginx:1.30")]
    [InlineData("httpd:2.4")]
    [InlineData("tomcat:11")]
    [InlineData("public.ecr.aws/docker/library/debian:13")]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:10.0")]
    [InlineData("mcr.microsoft.com/dotnet/core/aspnet:3.1")]
    [InlineData("gcr.io/distroless/base-debian13")]
    [InlineData("registry.access.redhat.com/ubi9/ubi-minimal:9.7")]
    public void Root_is_named_where_the_image_documents_it(string image) =>
        Check.Finding($"FROM {image}\nCMD [\"/app\"]\n", "CG3002").Message.ShouldContain($"'{image}' runs as root");

    [Theory]
    [InlineData("jenkins/jenkins:lts", "USER jenkins")]
    [InlineData("grafana/grafana:12.3.0", "USER grafana")]
    [InlineData("elasticsearch:9.2.1", "USER elasticsearch")]
    [InlineData("solr:9", "USER solr")]
    [InlineData("sonarqube:25", "USER sonarqube")]
    [InlineData("postgres:18", "USER postgres", "[\"sh\"]")]
    [InlineData("node:24", "USER node")]
    [InlineData("node:0.10", "USER 10001")]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:6.0", "USER 10001")]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:8.0", "USER $APP_UID")]
    [InlineData("registry.access.redhat.com/ubi9/python-312:1", "USER 1001")]
    [InlineData("debian:13", "USER 10001")]
    public void The_users_own_name_of_a_base_is_advised(string image, string advice, string command = "[\"/app\"]") =>
        Check.Finding($"FROM {image}\nUSER root\nRUN id\nCMD {command}\n", "CG3001").Message.ShouldContain($"'{advice}'");

    [Theory]
    [InlineData("nginx:1.29", "", "nginxinc/nginx-unprivileged")]
    [InlineData("public.ecr.aws/docker/library/nginx:stable-alpine", "", "nginxinc/nginx-unprivileged")]
    [InlineData("nginx:1.29", "USER root", "nginxinc/nginx-unprivileged")]
    [InlineData("nginx:1.29", "RUN chown -R nginx:nginx /var/cache/nginx /run", "'USER nginx'")]
    [InlineData("nginx:1.29", "RUN adduser -D -u 1500 shop", "'USER 1500' ('shop')")]
    [InlineData("httpd:2.4", "", "'RUN chown www-data /usr/local/apache2/logs' and 'USER www-data'")]
    [InlineData("httpd:2.4", "RUN chown www-data /usr/local/apache2/logs", "'USER www-data'")]
    [InlineData("registry.corp/nginx:1", "", "'USER 10001'")]
    public void A_server_that_needs_more_than_a_user_is_told_what(string image, string instruction, string advice) =>
        Check.Findings($"FROM {image}\n{instruction}\n").Single(static finding => finding.Rule.Id is "CG3001" or "CG3002")
            .Message.ShouldContain(advice);

    [Theory]
    [InlineData("RUN useradd --system shop", "'USER shop'")]
    [InlineData("RUN useradd -u 1500 shop", "'USER 1500' ('shop')")]
    [InlineData("RUN addgroup -S web && adduser -S -D -G web shop", "'USER shop'")]
    [InlineData("ARG U=1600\nRUN useradd --uid=$U shop", "'USER 1600' ('shop')")]
    [InlineData("RUN adduser shop web", "'USER 10001'")]
    [InlineData("RUN useradd -o -u 0 shop", "'USER 10001'")]
    public void The_user_that_the_file_creates_is_advised(string run, string advice) =>
        Check.Finding($"FROM debian:13\n{run}\nCMD [\"/app\"]\n", "CG3002").Message.ShouldContain(advice);

    [Theory]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:6.0", "$APP_UID", true)]
    [InlineData("mcr.microsoft.com/dotnet/core/aspnet:3.1", "${APP_UID}", true)]
    [InlineData("microsoft/dotnet:2.1-runtime", "$APP_UID", true)]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:8.0", "$APP_UID", false)]
    [InlineData("registry.corp/dotnet/aspnet:7.0", "$APP_UID", true)]
    [InlineData("registry.corp/base:7", "$APP_UID", false)]
    [InlineData("debian:13", "$APP_UID", true)]
    [InlineData("debian:13", "$SERVICE_USER", true)]
    [InlineData("debian:13\nENV SERVICE_USER=", "$SERVICE_USER", true)]
    [InlineData("registry.corp/base:7", "$SERVICE_USER", false)]
    public void An_empty_variable_is_root(string image, string user, bool isRoot) =>
        Check.Findings($"FROM {image}\nUSER {user}\nCMD [\"/app\"]\n", "CG3001").Count.ShouldBe(isRoot ? 1 : 0);
}
