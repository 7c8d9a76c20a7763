using ContainerGuard.Archives;

namespace ContainerGuard.Inspection;

/// <summary>An image that cannot be inspected: one diagnostic, which says where, why, and what to do.</summary>
internal sealed class InspectionException : Exception
{
    /// <summary>The remedy for an image that exceeds a limit.</summary>
    public const string AboveLimit =
        "ContainerGuard does not inspect images above this limit. The page of CG0070 links to all limits.";

    /// <param name="where">The part that cannot be read, as the subject of a sentence: <c>Layer 2 of 'app.tar'</c>.</param>
    /// <param name="why">A clause: the reason.</param>
    /// <param name="remedy">One sentence, or two.</param>
    public InspectionException(string where, string why, string remedy)
        : base($"{where} cannot be read: {why}. {remedy}") => (Where, Why, Remedy) = (where, why, remedy);

    public string Where { get; }

    public string Why { get; }

    public string Remedy { get; }

    public static InspectionException From(ArchiveException exception, string where) => new(where, exception.Message, exception.Kind switch
    {
        ArchiveProblemKind.TooLarge => AboveLimit,
        ArchiveProblemKind.Unsupported => "Export the image again with a current tool, for example skopeo or docker.",
        _ => "Pull, build or save the image again.",
    });
}
