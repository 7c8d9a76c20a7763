namespace ContainerGuard.Dockerfile;

/// <summary>Something BuildKit refuses to build: what, where, and in plain words what was expected.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Span">The smallest stretch of source that is wrong.</param>
/// <param name="Message">What is wrong here, and what to write instead.</param>
/// <param name="Suggestion">The text most likely meant in place of <paramref name="Span"/>, if there is one.</param>
internal sealed record SyntaxProblem(SyntaxProblemKind Kind, TextSpan Span, string Message, string? Suggestion = null)
{
    public ProblemPhase Phase => Kind switch
    {
        < SyntaxProblemKind.UnknownInstruction => ProblemPhase.Lines,
        < SyntaxProblemKind.NoStages => ProblemPhase.Instructions,
        _ => ProblemPhase.Stages,
    };
}

/// <summary>BuildKit reads a file in three passes and stops at the first pass that fails; this says which one refuses.</summary>
internal enum ProblemPhase
{
    /// <summary>Splitting the file into instructions.</summary>
    Lines,

    /// <summary>Understanding each instruction by itself.</summary>
    Instructions,

    /// <summary>Expanding variables and putting the stages together.</summary>
    Stages,
}

/// <summary>Everything BuildKit refuses, in the order of its passes.</summary>
internal enum SyntaxProblemKind
{
    // ProblemPhase.Lines
    InvalidCheckDirective,
    NoInstructions,
    LineTooLong,
    DuplicateDirective,
    InvalidEscapeDirective,
    UnterminatedHeredoc,
    InvalidHeredocName,
    JsonArrayNotOfStrings,
    MissingEqualsSign,
    MissingValue,

    // ProblemPhase.Instructions
    UnknownInstruction,
    UnknownFlag,
    DuplicateFlag,
    FlagNeedsValue,
    FlagNotBoolean,
    InvalidFlagValue,
    MissingArgument,
    TooManyArguments,
    BlankName,
    InvalidStageName,
    TriggerNotAllowed,
    InvalidHealthcheck,
    ShellNotJson,
    HeredocAsDestination,
    BlankVolume,
    MountNotReadable,
    VariableInMount,
    InvalidDevice,
    NoStageYet,

    // ProblemPhase.Stages
    NoStages,
    BlankBaseName,
    InvalidImageReference,
    InvalidPlatform,
    InvalidExpansion,
    VariableNotAllowed,
    InvalidMount,
    BlankVolumePath,
    UnknownStage,
    StageNotYetDefined,
    CopyFromOwnStage,
    CircularStages,
    InvalidPort,
    PortOutOfRange,
    InvalidSignal,
    InvalidPermissions,
    InvalidChecksum,
    InvalidSource,
}
