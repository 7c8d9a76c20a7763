namespace ContainerGuard.Tests.Unit.Tasks;

public class ContainerSdkTests
{
    [Theory]
    [InlineData("10.0.0-rc.2.25502.107", true)]
    [InlineData("10.0.9", true)]
    [InlineData("10.0.10", false)]
    [InlineData("10.0.12", false)]
    [InlineData("11.0.0-preview.1.26000.1", false)]
    [InlineData("", false)]
    public void An_SDK_with_a_runtime_before_the_fix_is_reported(string runtime, bool isReported) =>
        (ContainerSdk.Problem(runtime, "10.0.300")?.Contains("CVE-2026-50526", StringComparison.Ordinal) == true).ShouldBe(isReported);
}
