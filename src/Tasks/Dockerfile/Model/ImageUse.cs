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

    /// <summary># syntax=: the frontend that reads the file.</summary>
    Frontend,
}

/// <summary>A place where a file names an image (not a stage of its own, and not scratch).</summary>
/// <param name="Kind">How it is used.</param>
/// <param name="Span">The reference in the source.</param>
/// <param name="Text">The reference as written.</param>
/// <param name="Reference">The reference with variables expanded by their defaults.</param>
/// <param name="IsKnown">Whether every variable in it has a value here.</param>
/// <param name="HasVariables">Whether it is written with variables.</param>
/// <param name="Platform">The expanded --platform, or null.</param>
/// <param name="Instruction">The instruction; null for the frontend. The trigger itself for an ONBUILD.</param>
/// <param name="Stage">The stage that uses it; null for the frontend.</param>
internal sealed record ImageUse(
    ImageUseKind Kind, TextSpan Span, string Text, string Reference, bool IsKnown, bool HasVariables, string? Platform,
    InstructionSyntax? Instruction, Stage? Stage);
