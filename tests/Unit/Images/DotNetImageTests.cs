using ContainerGuard.Images;

namespace ContainerGuard.Tests.Unit.Images;

/// <summary>Which part and version of .NET an image contains, by its name.</summary>
public sealed class DotNetImageTests
{
    [Theory]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:8.0", nameof(DotNetProduct.AspNet), "8.0")]
    [InlineData("mcr.microsoft.com/dotnet/runtime:10.0.1-noble-chiseled-extra", nameof(DotNetProduct.Runtime), "10.0")]
    [InlineData("mcr.microsoft.com/dotnet/core/sdk:3.1-alpine", nameof(DotNetProduct.Sdk), "3.1")]
    [InlineData("mcr.microsoft.com/dotnet/nightly/runtime-deps:11.0-preview", nameof(DotNetProduct.RuntimeDeps), "11.0")]
    [InlineData("ubuntu/dotnet-aspnet:8.0-24.04", nameof(DotNetProduct.AspNet), "8.0")]
    [InlineData("registry.access.redhat.com/ubi9/dotnet-100-runtime", nameof(DotNetProduct.AspNet), "10.0")]
    [InlineData("registry.access.redhat.com/ubi8/dotnet-80:8.0-11", nameof(DotNetProduct.Sdk), "8.0")]
    public void The_images_of_Microsoft_Canonical_and_Red_Hat_are_known(string reference, string product, string version)
    {
        var image = DotNetImage.Of(ImageReference.Parse(reference)).ShouldNotBeNull();

        (image.Product.ToString(), image.Version).ShouldBe((product, version));
    }

    [Theory]
    [InlineData("mcr.microsoft.com/dotnet/aspnet")]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:latest")]
    [InlineData("mcr.microsoft.com/dotnet/monitor:10.0")]
    [InlineData("mcr.microsoft.com/dotnet/framework/aspnet:4.8")]
    [InlineData("example.com/dotnet/aspnet:8.0")]
    [InlineData("registry.access.redhat.com/ubi9/nodejs-22")]
    public void Others_are_not(string reference) => DotNetImage.Of(ImageReference.Parse(reference)).ShouldBeNull();
}
