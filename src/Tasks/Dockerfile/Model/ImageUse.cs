using ContainerGuard.Text;

namespace ContainerGuard.Dockerfile;

/// <summary>How a file uses an image.</summary>
internal enum ImageUseKind
{
    /// <summary>FROM.</summary>
    Base,

    /// <summary>COPY --from.</summary>
    CopySource,

    /// <summary>RUN --mount=…,from=.</summary>
    MountSource,

    /// <summary># syntax=: the frontend image that reads the file.</summary>
    Frontend,

    /// <summary>The image of a service of a compose file.</summary>
    Service,
}

/// <summary>A place where a file names an image (neither one of its own stages nor scratch).</summary>
/// <param name="Kind">How the image is used.</param>
/// <param name="Span">The reference in the source.</param>
/// <param name="Text">The reference as written.</param>
/// <param name="Reference">The reference with variables expanded by their defaults.</param>
/// <param name="IsKnown">Whether every variable in the reference has a value in this file.</param>
/// <param name="HasVariables">Whether the reference contains variables.</param>
/// <param name="Platform">The expanded --platform, or null.</param>
/// <param name="Instruction">The instruction; null for the frontend and for a service. For ONBUILD, the trigger.</param>
/// <param name="Stage">The stage that uses the image; null for the frontend and for a service.</param>
internal sealed record ImageUse(
    ImageUseKind Kind, TextSpan Span, string Text, string Reference, bool IsKnown, bool HasVariables, string? Platform,
    InstructionSyntax? Instruction, Stage? Stage);
