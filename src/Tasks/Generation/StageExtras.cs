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

    /// <summary>Whether nothing is added.</summary>
    public bool IsEmpty => First is null;

    /// <summary>Whether anything of it needs a shell in the image.</summary>
    private bool NeedsShell => AptPackages.Count > 0 || Commands.Count > 0;

    /// <summary>The first of what is added, as a message names it; null where nothing is.</summary>
    private string? First => AptPackages.Count > 0 ? $"ContainerGuardAptPackage '{AptPackages[0]}'"
        : Commands.Count > 0 ? $"ContainerGuardRun '{Commands[0].Name}'"
        : Copies.Count > 0 ? $"ContainerGuardCopy '{Copies[0].Source}'"
        : Begin.Length + End.Length > 0 ? "A ContainerGuardFragment"
        : null;

    /// <summary>Why these cannot stand in the stage, with the way out; null when they can.</summary>
    /// <param name="stage">The stage's name.</param>
    /// <param name="image">What it stands on, as people write it; null where the application has no such stage.</param>
    /// <param name="variant">The <c>ContainerFamily</c> with a shell and apt-get; null where <c>ContainerBaseImage</c> alone leads to both.</param>
    public string? Obstacle(string stage, string? image, string? variant)
    {
        if (First is not { } what) return null;
        if (image is null) return $"{what} is for the stage '{stage}', which the Dockerfile of this application does not have. Take its Stage out: then it is added to the stage that ships.";

        var way = variant is null ? "ContainerBaseImage to an image" : $"ContainerFamily to a variant ({variant})";
        if (NeedsShell && !ImageTools.HasShell(image))
        {
            return $"{what} is for the stage '{stage}', and {image} has no shell and no package manager. Set {way} that has both, or make what you need in the stage 'build'.";
        }

        if (AptPackages.Count > 0 && !ImageTools.HasApt(image))
        {
            return $"{what} is for the stage '{stage}', and {image} has no apt-get. Install it with a ContainerGuardRun whose Command is 'apk add --no-cache …', or set {way} that has it.";
        }

        return Copies.FirstOrDefault(static copy => !copy.Target.StartsWith('/')) is { } relative
            ? $"ContainerGuardCopy '{relative.Source}' has the Destination '{relative.Target}', which is not absolute. Write it from the root: /etc/app/."
            : null;
    }

    /// <summary>These and the packages of a stack, of which a person may name another version.</summary>
    public StageExtras With(IReadOnlyList<string> packages) => this with { AptPackages = [.. AptPackages, .. packages.Where(package => !AptPackages.Any(own => NameOf(own) == NameOf(package)))] };

    private static string NameOf(string package) => package.Split('=')[0];

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
