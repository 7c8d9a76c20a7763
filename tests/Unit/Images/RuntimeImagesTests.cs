using ContainerGuard.Images;

namespace ContainerGuard.Tests.Unit.Images;

public class RuntimeImagesTests
{
    [Theory]
    [InlineData("nodejs", "node")]
    [InlineData("python3.12", "python")]
    [InlineData("python3-dev", null)]
    [InlineData("ruby", "ruby")]
    [InlineData("rubygems", null)]
    [InlineData("php84", "php")]
    [InlineData("golang-1.24-go", "golang")]
    [InlineData("go", "golang")]
    [InlineData("gogs", null)]
    [InlineData("openjdk-21-jre-headless", "eclipse-temurin")]
    [InlineData("java-17-openjdk-headless", "eclipse-temurin")]
    [InlineData("java-common", null)]
    [InlineData("default-jre", "eclipse-temurin")]
    [InlineData("default-mysql-client", null)]
    [InlineData("aspnetcore-runtime-10.0", "mcr.microsoft.com/dotnet/aspnet")]
    public void A_package_is_a_runtime_by_its_name(string package, string? image) => RuntimeImages.OfPackage(package).ShouldBe(image);

    [Theory]
    [InlineData("https://example.com/dist/v24.1.0/node-v24.1.0-linux-x64.tar.xz", "node")]
    [InlineData("https://example.com/ftp/python/$V/Python-$V.tgz", "python")]
    [InlineData("https://example.com/dl/go1.27.linux-amd64.tar.gz", "golang")]
    [InlineData("https://example.com/gosu-amd64.tar.gz", null)]
    [InlineData("https://example.com/ruby-build.tar.gz", null)]
    [InlineData("https://example.com/node-v24.1.0.txt", null)]
    [InlineData("node-v24.1.0.tar.gz", null)]
    public void An_archive_is_a_runtime_by_its_name(string address, string? image) => RuntimeImages.OfDownload(address).ShouldBe(image);

    [Theory]
    [InlineData("debian:trixie-slim", true)]
    [InlineData("registry.access.redhat.com/ubi9/ubi-minimal:9.6", true)]
    [InlineData("registry.access.redhat.com/ubi9/nodejs-22", false)]
    [InlineData("mycorp/debian", false)]
    [InlineData("node:24", false)]
    public void A_system_alone_is_known_by_its_repository(string image, bool isSystem) =>
        RuntimeImages.IsSystem(ImageReference.Parse(image)).ShouldBe(isSystem);
}
