using ContainerGuard.Inspection;

namespace ContainerGuard.Tests.Unit.Inspection;

/// <summary>The forms in which people name an image.</summary>
public class ImageNameTests
{
    [Theory]
    [InlineData("alpine", nameof(ImageTransport.Registry), "alpine")]
    [InlineData("registry.corp:5000/app:1.0", nameof(ImageTransport.Registry), "registry.corp:5000/app:1.0")]
    [InlineData("docker://alpine:3", nameof(ImageTransport.Registry), "alpine:3")]
    [InlineData("docker-daemon:app:1", nameof(ImageTransport.DockerDaemon), "app:1")]
    [InlineData("containers-storage:localhost/app", nameof(ImageTransport.ContainersStorage), "localhost/app")]
    [InlineData("oci:build/image", nameof(ImageTransport.OciFolder), "build/image")]
    [InlineData("oci-archive:/tmp/a.tar", nameof(ImageTransport.OciArchive), "/tmp/a.tar")]
    [InlineData("docker-archive:a.tar:app:1", nameof(ImageTransport.DockerArchive), "a.tar:app:1")]
    [InlineData("podman:5", nameof(ImageTransport.Registry), "podman:5")]
    public void A_name_has_a_transport_and_a_place(string text, string transport, string place)
    {
        ImageName.TryParse(text, out var name, out _).ShouldBeTrue();

        (name!.Transport.ToString(), name.Place).ShouldBe((transport, place));
    }

    [Theory]
    [InlineData("app:1", " If the image is in Docker on this machine, write 'docker-daemon:app:1'.")]
    [InlineData("me/app", " If the image is in Docker on this machine, write 'docker-daemon:me/app'.")]
    [InlineData("docker://app:1", "")]
    [InlineData("docker.io/library/app:1", "")]
    [InlineData("registry.corp/app:1", "")]
    [InlineData("docker-daemon:app:1", "")]
    [InlineData("oci:app", "")]
    public void A_short_name_may_be_meant_for_an_image_of_this_machine(string text, string remedy)
    {
        ImageName.TryParse(text, out var name, out _).ShouldBeTrue();

        name.WayToEngine(text).ShouldBe(remedy);
    }

    [Theory]
    [InlineData("dir:/tmp/x", "'dir:/tmp/x' has the unknown transport 'dir'.")]
    [InlineData("https://registry.corp/app", "'https://registry.corp/app' has the unknown transport 'https'.")]
    [InlineData("tar:app.tar", "'tar:app.tar' has the unknown transport 'tar'.")]
    [InlineData("docker-archive:", "'docker-archive:' has no name after its transport.")]
    [InlineData("docker-daemon:Not An Image", "'Not An Image' is not an image reference: a reference has no spaces.")]
    [InlineData("./app.tar", "'./app.tar' is not an image reference:")]
    public void Another_one_is_refused_with_all_forms(string text, string start)
    {
        ImageName.TryParse(text, out _, out var reason).ShouldBeFalse();

        reason.ShouldStartWith(start);
        reason.ShouldEndWith(ImageName.Forms);
    }
}
