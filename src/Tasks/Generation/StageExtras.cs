namespace ContainerGuard.Generation;

/// <summary>A command that the user adds to a stage: a <c>ContainerGuardRun</c> item.</summary>
/// <param name="Name">Its purpose, which becomes a comment above the command.</param>
/// <param name="Command">The command for the image's shell. Several lines are joined.</param>
internal sealed record StageCommand(string Name, string Command);

/// <summary>A file that the user copies into a stage: a <c>ContainerGuardCopy</c> item.</summary>
/// <param name="Source">Relative to the build context.</param>
/// <param name="Target">Absolute, in the image.</param>
/// <param name="Owner">The owner of the copied files, as COPY --chown has it; null for root.</param>
internal sealed record StageCopy(string Source, string Target, string? Owner = null);

/// <summary>The user's additions to a generated stage.</summary>
internal sealed record StageExtras
{
    public static readonly StageExtras None = new();

    /// <summary><c>ContainerGuardAptPackage</c> items, with their versions if they have one.</summary>
    public IReadOnlyList<string> AptPackages { get; init; } = [];

    public IReadOnlyList<StageCommand> Commands { get; init; } = [];

    public IReadOnlyList<StageCopy> Copies { get; init; } = [];

    /// <summary><c>ContainerGuardWritable</c>: folders that belong to the user of the process, absolute in the image.</summary>
    public IReadOnlyList<string> Writable { get; init; } = [];

    /// <summary>Instructions for the beginning of the stage, unchanged.</summary>
    public string Begin { get; init; } = "";

    /// <summary>Instructions for the end of the stage, before USER.</summary>
    public string End { get; init; } = "";

    /// <summary>Whether the user adds nothing.</summary>
    public bool IsEmpty => First is null;

    /// <summary>Whether an addition needs a shell in the image.</summary>
    private bool NeedsShell => AptPackages.Count > 0 || Commands.Count > 0;

    /// <summary>The first addition, as a message names it; null without additions.</summary>
    private string? First => AptPackages.Count > 0 ? $"ContainerGuardAptPackage '{AptPackages[0]}'"
        : Commands.Count > 0 ? $"ContainerGuardRun '{Commands[0].Name}'"
        : Copies.Count > 0 ? $"ContainerGuardCopy '{Copies[0].Source}'"
        : Begin.Length + End.Length > 0 ? "A ContainerGuardFragment"
        : null;

    /// <summary>Why the stage cannot have these additions, with the remedy; null if it can.</summary>
    /// <param name="stage">The stage's name.</param>
    /// <param name="image">Its base image, without a digest; null if the application does not have the stage.</param>
    /// <param name="variant">The <c>ContainerFamily</c> with a shell and apt-get; null if only <c>ContainerBaseImage</c> can provide
    /// both.</param>
    public Problem? Problem(string stage, string? image, string? variant)
    {
        if (First is not { } what) return null;
        if (image is null)
        {
            return new(
                $"{what} is for the stage '{stage}', which this Dockerfile does not have.",
                "Remove its Stage metadata to add it to the final stage.");
        }

        var way = variant is null ? "ContainerBaseImage to an image" : $"ContainerFamily to a variant ({variant})";
        if (NeedsShell && !ImageTools.HasShell(image))
        {
            return new(
                $"{what} needs a shell, which {image} in the stage '{stage}' does not have.",
                $"Set {way} that has one, or do this step in the stage 'build'.");
        }

        if (AptPackages.Count > 0 && !ImageTools.HasApt(image))
        {
            return new(
                $"{what} needs apt-get, which {image} in the stage '{stage}' does not have.",
                $"Add a ContainerGuardRun with the Command 'apk add --no-cache …', or set {way} that has it.");
        }

        return Copies.FirstOrDefault(static copy => !copy.Target.StartsWith('/')) is { } relative
            ? new Problem(
                $"ContainerGuardCopy '{relative.Source}' has the Destination '{relative.Target}', which is not an absolute path.",
                "Start it with a slash, for example /etc/app/.")
            : null;
    }

    /// <summary>These additions and the packages of a stack. The user's version of a package overrides the stack's.</summary>
    public StageExtras With(IReadOnlyList<string> packages) =>
        this with { AptPackages = [.. AptPackages, .. packages.Where(package => !AptPackages.Any(own => NameOf(own) == NameOf(package)))] };

    private static string NameOf(string package) => package.Split('=')[0];
}
