using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules;

/// <summary>What a suppressing comment reaches.</summary>
internal enum SuppressionScope
{
    /// <summary>The instruction directly below.</summary>
    Instruction,

    /// <summary>The stage whose FROM is directly below.</summary>
    Stage,

    /// <summary>The whole file, wherever the comment stands.</summary>
    File,

    /// <summary>The whole file, from a comment above the first instruction only.</summary>
    FileFromTop,
}

/// <summary>One name in a suppressing comment.</summary>
/// <param name="Name">A code of ours, or another tool's rule as our aliases write it: <c>hadolint:DL3006</c>.</param>
/// <param name="Written">The name as it stands in the comment.</param>
/// <param name="Tool">Whose comment it is.</param>
/// <param name="Scope">What it reaches.</param>
/// <param name="Justification">The reason given, or the comment itself where the tool's form has no place for one.</param>
/// <param name="Span">Where the name stands.</param>
internal sealed record Suppression(string Name, string Written, string Tool, SuppressionScope Scope, string Justification, TextSpan Span)
{
    /// <summary>What stands in a name for every rule of a tool.</summary>
    public const string Everything = "*";

    /// <summary>Whether it has silenced a finding.</summary>
    public bool IsUsed { get; set; }

    /// <summary>Whether it names every rule that its tool has, and so no one in particular.</summary>
    public bool IsOfWholeTool => Written == Everything;

    /// <summary>Whether it is written in our own words.</summary>
    public bool IsOurs => Tool == SuppressionDialect.Ours;
}
