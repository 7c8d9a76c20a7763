using System.Globalization;

namespace ContainerGuard.Images;

/// <summary>The age of an image.</summary>
/// <param name="Day">The day on which the image was created.</param>
/// <param name="Days">The number of days since then.</param>
internal sealed record ImageAge(DateOnly Day, int Days)
{
    /// <summary>Reproducible images have a time such as 1970.</summary>
    private const int FirstYear = 2010;

    /// <summary>Such as <c>1 day</c> or <c>29 days</c>.</summary>
    public string Text => Days == 1 ? "1 day" : $"{Days.ToString(CultureInfo.InvariantCulture)} days";

    /// <summary>Null if the time is missing or cannot be the time of a build.</summary>
    /// <param name="created"><see cref="ImageFacts.Created"/>.</param>
    /// <param name="today">The current day.</param>
    public static ImageAge? Of(string? created, DateOnly today)
    {
        if (!DateTimeOffset.TryParse(created, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)) return null;
        var day = DateOnly.FromDateTime(time.UtcDateTime);
        return day.Year < FirstYear ? null : new ImageAge(day, today.DayNumber - day.DayNumber);
    }

    /// <summary>Such as <c>2026-11-01, 29 days ago</c>.</summary>
    public override string ToString() => $"{Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}, {Text} ago";
}
