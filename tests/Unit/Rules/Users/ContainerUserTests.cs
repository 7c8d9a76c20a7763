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
    [InlineData("FROM node:24\n", null, nameof(Severity.Warning), "'node:24' may run as root")]
    public void How_sure_a_finding_is_decides_its_severity(string text, string? baseUser, string severity, string message)
    {
        var facts = baseUser is null ? Check.Facts : Check.Locked("sha256:" + new string('1', 64), baseUser);

        var finding = Check.Finding(text, "CG3002", facts);
        finding.Severity.ToString().ShouldBe(severity);
        finding.Message.ShouldContain(message);
    }
}
