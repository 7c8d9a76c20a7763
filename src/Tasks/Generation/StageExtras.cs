using System.Text;

namespace ContainerGuard.Generation;

/// <summary>What a person runs in a stage: a <c>ContainerGuardRun</c> item.</summary>
/// <param name="Name">What it is for; a comment above it.</param>
/// <param name="Command">For the shell of the image; several lines are joined.</param>
internal sealed record StageCommand(string Name, string Command);

/// <summary>What a person copies into a stage: a <c>ContainerGuardCopy</c> item.</summary>
/// <param name="Source">Relative to the build context.</param>
/// <param name="Target">Absolute, in the image.</param>
internal sealed record StageCopy(string Source, string Target);

/// <summary>What a person adds to a generated stage.</summary>
internal sealed record StageExtras
{
    public static readonly StageExtras None = new();

    /// <summary><c>ContainerGuardAptPackage</c> items, with a version where they have one.</summary>
    public IReadOnlyList<string> AptPackages { get; init; } = [];

    public IReadOnlyList<StageCommand> Commands { get; init; } = [];

    public IReadOnlyList<StageCopy> Copies { get; init; } = [];

    /// <summary>Instructions for the stage's begin, as they are written.</summary>
    public string Begin { get; init; } = "";

    /// <summary>Instructions for the stage's end, before the user is set.</summary>
    public string End { get; init; } = "";

    /// <summary>Whether anything of it needs a shell in the image.</summary>
    public bool NeedsShell => AptPackages.Count > 0 || Commands.Count > 0;

    /// <summary>Why these cannot stand in the stage, with the way out; null when they can.</summary>
    /// <param name="stage">The stage's name.</param>
    /// <param name="image">What it stands on.</param>
    /// <param name="hasShell">Whether there is a shell.</param>
    /// <param name="hasApt">Whether there is apt-get.</param>
    public string? Obstacle(string stage, string image, bool hasShell, bool hasApt)
    {
        if (NeedsShell && !hasShell)
        {
            var what = AptPackages.Count > 0 ? $"ContainerGuardAptPackage '{AptPackages[0]}'" : $"ContainerGuardRun '{Commands[0].Name}'";
            return $"{what} is for the stage '{stage}', and {image} has no shell and no package manager. Set ContainerFamily to a variant that has both (noble), or make what you need in the stage 'build'.";
        }

        if (AptPackages.Count > 0 && !hasApt)
        {
            return $"ContainerGuardAptPackage '{AptPackages[0]}' is for the stage '{stage}', and {image} has no apt-get. Install it with a ContainerGuardRun whose Command is 'apk add --no-cache …', or set ContainerFamily to a variant of Ubuntu (noble).";
        }

        return Copies.FirstOrDefault(static copy => !copy.Target.StartsWith('/')) is { } relative
            ? $"ContainerGuardCopy '{relative.Source}' has the Destination '{relative.Target}', which is not absolute. Write it from the root: /etc/app/."
            : null;
    }

    /// <summary>What comes right after FROM: it changes rarely, and so stays cached.</summary>
    public void WriteBegin(StringBuilder text)
    {
        if (AptPackages.Count > 0)
        {
            text.Append("# Without what is only recommended, and without the lists (CG5011, CG5012).\nRUN apt-get update && apt-get install -y --no-install-recommends \\\n");
            foreach (var package in AptPackages.Order(StringComparer.Ordinal)) text.Append($"        {CommandLine.Quote(package)} \\\n");
            text.Append("    && rm -rf /var/lib/apt/lists/*\n");
        }

        WriteFragment(text, Begin);
    }

    /// <summary>What comes when the stage has its files.</summary>
    public void WriteEnd(StringBuilder text, char escape = Instruction.Backslash)
    {
        foreach (var copy in Copies) text.Append(Instruction.CopyFile(copy.Source, copy.Target, escape)).Append('\n');
        foreach (var command in Commands) text.Append(Instruction.Comment(command.Name)).Append("RUN ").Append(command.Command.Trim().ReplaceLineEndings($" {escape}\n    ")).Append('\n');
        WriteFragment(text, End);
    }

    private static void WriteFragment(StringBuilder text, string fragment)
    {
        if (fragment.Length > 0) text.Append(fragment.ReplaceLineEndings("\n").Trim('\n')).Append('\n');
    }
}
