using ContainerGuard.Rules;

namespace ContainerGuard.Generation;

/// <summary>A reason against a container, or against its quality.</summary>
/// <param name="Message">The fact: one or two sentences, with the actual names.</param>
/// <param name="Remedy">The sentences that say what to do.</param>
internal sealed record Problem(string Message, string Remedy)
{
    /// <summary>The alternatives that every project has.</summary>
    private const string OtherWays = "Or write your own Dockerfile, or set ContainerGuardGenerateOnPublish=false.";

    /// <summary>The code. An error prevents the Dockerfile, a warning does not.</summary>
    public RuleDescriptor Rule { get; init; } = GuardCodes.CannotGenerate;

    /// <summary>The file at fault, absolute; null for the project file.</summary>
    public string? Path { get; init; }

    /// <summary>A manifest of packages without exact versions or a lock file.</summary>
    public static Problem Unlocked(string path, string message, string remedy) =>
        new(message, remedy) { Rule = GuardCodes.NoLockFile, Path = path };

    public bool IsError => Rule.Severity == Severity.Error;

    /// <summary>The message and the remedy.</summary>
    public string Text => Rule == GuardCodes.CannotGenerate ? $"{Message} {Remedy} {OtherWays}" : $"{Message} {Remedy}";
}
