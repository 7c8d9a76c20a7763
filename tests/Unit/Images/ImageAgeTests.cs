using ContainerGuard.Images;

namespace ContainerGuard.Tests.Unit.Images;

public sealed class ImageAgeTests
{
    [Theory]
    [InlineData("2026-11-01T12:00:00Z", "2026-11-01, 29 days ago")]
    [InlineData("2026-11-29T23:00:00+02:00", "2026-11-29, 1 day ago")]
    [InlineData("1970-01-01T00:00:00Z", null)] // a reproducible image
    [InlineData("yesterday", null)]
    [InlineData(null, null)]
    public void An_age_is_a_day_and_the_days_since_then(string? created, string? text) =>
        (ImageAge.Of(created, new DateOnly(2026, 11, 30))?.ToString()).ShouldBe(text);
}
