namespace ContainerGuard.Reports;

/// <summary>The last word of a publish: where the file is, what is pinned, what was found, how to build it.</summary>
internal static class PublishSummary
{
    /// <param name="dockerfile">The Dockerfile, as the person may open it.</param>
    /// <param name="pinned">Base images with a digest.</param>
    /// <param name="images">Base images in all.</param>
    /// <param name="findings">Errors and warnings.</param>
    /// <param name="buildCommand">Ready to copy into a shell.</param>
    public static string Text(string dockerfile, int pinned, int images, int findings, string buildCommand)
    {
        var pins = pinned == images ? $"{Count(images, "image")} pinned" : $"{pinned} of {Count(images, "image")} pinned";
        return $"{dockerfile} ({pins}, {(findings == 0 ? "no findings" : Count(findings, "finding"))})\n"
            + $"Build the image with: {buildCommand}";
    }

    private static string Count(int number, string noun) => number == 1 ? $"1 {noun}" : $"{number} {noun}s";
}
