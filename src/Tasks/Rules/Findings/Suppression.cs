using ContainerGuard.Text;

namespace ContainerGuard.Rules;

/// <summary>The scope of a suppression comment.</summary>
internal enum SuppressionScope
{
    /// <summary>The instruction directly below.</summary>
    Instruction,

    /// <summary>The stage whose FROM is directly below.</summary>
    Stage,

    /// <summary>The whole file; the comment may be anywhere.</summary>
    File,

    /// <summary>The whole file; the comment must be above the first instruction.</summary>
    FileFromTop,
}

/// <summary>One name in a suppression comment.</summary>
/// <param name="Name">A code of ContainerGuard, or a rule of another tool in the form of the aliases: <c>hadolint:DL3006</c>.</param>
/// <param name="Written">The name as written in the comment.</param>
/// <param name="Tool">The tool that the comment is for.</param>
/// <param name="Scope">The scope of the comment.</param>
/// <param name="Justification">The reason in the comment, or the comment itself if the tool's syntax has no reason.</param>
/// <param name="Span">The position of the name.</param>
internal sealed record Suppression(string Name, string Written, string Tool, SuppressionScope Scope, string Justification, TextSpan Span)
{
    /// <summary>The name that stands for all rules of a tool.</summary>
    public const string Everything = "*";

    /// <summary>Whether it has suppressed a finding.</summary>
    public bool IsUsed { get; set; }

    /// <summary>Whether it suppresses all rules of its tool.</summary>
    public bool IsOfWholeTool => Written == Everything;

    /// <summary>Whether it uses ContainerGuard's own syntax.</summary>
    public bool IsOurs => Tool == SuppressionDialect.Ours;
}
