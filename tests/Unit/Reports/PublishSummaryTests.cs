using ContainerGuard.Reports;

namespace ContainerGuard.Tests.Unit.Reports;

public sealed class PublishSummaryTests
{
    [Theory]
    [InlineData(2, 2, 0, "(2 images pinned, no findings)")]
    [InlineData(1, 1, 1, "(1 image pinned, 1 finding)")]
    [InlineData(0, 2, 3, "(0 of 2 images pinned, 3 findings)")]
    public void It_counts_in_words(int pinned, int images, int findings, string expected) =>
        PublishSummary.Text("/app/obj/container/Dockerfile", pinned, images, findings, "docker build -f /app/obj/container/Dockerfile /app")
            .ShouldBe(
                $"/app/obj/container/Dockerfile {expected}\nBuild the image with: docker build -f /app/obj/container/Dockerfile /app");
}
