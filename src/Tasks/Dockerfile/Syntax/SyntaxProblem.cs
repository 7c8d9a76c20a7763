using ContainerGuard.Text;

namespace ContainerGuard.Dockerfile;

/// <summary>An error that BuildKit refuses to build: its kind, its place, and a message with the remedy.</summary>
/// <param name="Kind">The kind of error.</param>
/// <param name="Span">The smallest part of the source that is wrong.</param>
/// <param name="Message">What is wrong, and what to write instead.</param>
/// <param name="Suggestion">The text that the user most likely meant to write at <paramref name="Span"/>, or null.</param>
internal sealed record SyntaxProblem(SyntaxProblemKind Kind, TextSpan Span, string Message, string? Suggestion = null)
{
    public ProblemPhase Phase => Kind switch
    {
        < SyntaxProblemKind.UnknownInstruction => ProblemPhase.Lines,
        < SyntaxProblemKind.NoStages => ProblemPhase.Instructions,
        _ => ProblemPhase.Stages,
    };
}

/// <summary>
/// The pass in which BuildKit refuses a file. BuildKit reads a file in three passes, and stops at the first pass that fails.
/// </summary>
internal enum ProblemPhase
{
    /// <summary>Splitting the file into instructions.</summary>
    Lines,

    /// <summary>Reading each instruction separately.</summary>
    Instructions,

    /// <summary>Expanding variables and building the stages.</summary>
    Stages,
}

/// <summary>The kinds of errors that BuildKit refuses, in the order of its passes.</summary>
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
    InvalidPort,
    PortOutOfRange,
    InvalidSignal,
    InvalidPermissions,
    InvalidChecksum,
    InvalidSource,
}
