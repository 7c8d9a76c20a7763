using ContainerGuard.Images;
using ContainerGuard.Registry;

namespace ContainerGuard.Pinning;

/// <summary>Why an image is not pinned.</summary>
internal enum PinningProblemKind
{
    /// <summary>The lock file exists and cannot be read or written.</summary>
    LockFileUnusable,

    /// <summary>Locked mode, and the lock file lacks the image or would be updated.</summary>
    LockWouldChange,

    /// <summary>Offline, and the lock file lacks the image.</summary>
    OfflineAndMissing,

    /// <summary>The registry was asked and did not give the digest.</summary>
    Registry,

    /// <summary>An update names an image that is not in the lock file.</summary>
    NotInLockFile,

    /// <summary>A source of ADD that cannot be locked or compared.</summary>
    Source,
}

/// <summary>One failure, ready to be reported.</summary>
/// <param name="Kind">The class of failure.</param>
/// <param name="IsError">Whether it fails the build; otherwise it is a warning.</param>
/// <param name="Message">One sentence, without a full stop.</param>
/// <param name="Remedy">What to do: one sentence or more.</param>
internal sealed record PinningProblem(PinningProblemKind Kind, bool IsError, string Message, string Remedy)
{
    /// <summary>The image that is not pinned; null where the failure is the lock file's.</summary>
    public ImageReference? Reference { get; init; }

    /// <summary>The source of ADD, for messages; null where the failure is about an image or the lock file.</summary>
    public string? Source { get; init; }

    /// <summary>The place in the lock file; null if the failure is not about the file.</summary>
    public LockFileProblem? LockFile { get; init; }

    /// <summary>The failure at the registry; null if no registry was asked.</summary>
    public RegistryProblem? RegistryProblem { get; init; }

    public static PinningProblem OfLockFile(LockFileProblem error) =>
        new(PinningProblemKind.LockFileUnusable, IsError: true, error.Message, error.Remedy) { LockFile = error };

    public static PinningProblem Locked(ImageReference reference, PinningOptions options) => new(
        PinningProblemKind.LockWouldChange,
        IsError: true,
        $"'{Shown(reference)}' is not in {Path.GetFileName(options.LockFile)}, which must not change in locked mode",
        options.AdoptsDigests
            ? $"Run 'dotnet build -t:{options.PinTarget} -p:ContainerGuardLocked=false', and commit the lock file."
            : $"Run 'dotnet build -t:{options.PinTarget}', and commit {Path.GetFileName(options.LockFile)}.")
    {
        Reference = reference,
    };

    public static PinningProblem UpdateLocked(PinningOptions options) => new(
        PinningProblemKind.LockWouldChange,
        IsError: true,
        $"{Path.GetFileName(options.LockFile)} must not change in locked mode, so nothing was updated",
        "Run 'dotnet build -t:ContainerGuardUpdate -p:ContainerGuardLocked=false', and commit the lock file.");

    public static PinningProblem UpdateOffline() => new(
        PinningProblemKind.OfflineAndMissing,
        IsError: true,
        "an update needs registries, and ContainerGuardOffline is true",
        "Set ContainerGuardOffline to false for this command.");

    public static PinningProblem InspectOffline() => new(
        PinningProblemKind.OfflineAndMissing,
        IsError: true,
        "only registries know the current digests, and ContainerGuardOffline is true",
        "Set ContainerGuardOffline to false for this command.");

    public static PinningProblem NotInspected(ImageReference reference, ImageReference asked, RegistryProblem problem) => new(
        PinningProblemKind.Registry,
        IsError: true,
        $"{reference} could not be looked up{AtMirror(reference, asked)}: {problem.Message}",
        problem.Remedy)
    {
        Reference = reference,
        RegistryProblem = problem,
    };

    public static PinningProblem NotLocked(string name, PinningOptions options) => new(
        PinningProblemKind.NotInLockFile,
        IsError: true,
        $"'{name}' is not in {Path.GetFileName(options.LockFile)}",
        "Use a name from the lock file, or no name for all images.");

    public static PinningProblem Offline(ImageReference reference, PinningOptions options) => new(
        PinningProblemKind.OfflineAndMissing,
        IsError: options.Mode == PinningMode.Require,
        $"{Shown(reference)} is not in {Path.GetFileName(options.LockFile)}, and ContainerGuardOffline is true",
        Choices("Set <ContainerGuardOffline>false</ContainerGuardOffline>", options))
    {
        Reference = reference,
    };

    public static PinningProblem OfRegistry(
        ImageReference reference, ImageReference asked, RegistryProblem problem, PinningOptions options) => new(
        PinningProblemKind.Registry,
        IsError: options.Mode == PinningMode.Require,
        $"'{reference.WithDigest((ImageDigest?)null)}' could not be pinned to a digest{AtMirror(reference, asked)}: {problem.Message}",
        problem.IsAboutTheImage ? problem.Remedy : $"{problem.Remedy} {Choices(Mirror(reference, asked), options)}")
    {
        Reference = reference,
        RegistryProblem = problem,
    };

    public static PinningProblem SourceLocked(RemoteSource source, PinningOptions options) => new(
        PinningProblemKind.LockWouldChange,
        IsError: true,
        $"'{source.Shown}' is not in {Path.GetFileName(options.LockFile)}, which must not change in locked mode",
        $"Run 'dotnet build -t:ContainerGuardPin', and commit {Path.GetFileName(options.LockFile)}.")
    {
        Source = source.Shown,
    };

    public static PinningProblem SourceOffline(RemoteSource source, PinningOptions options) => new(
        PinningProblemKind.OfflineAndMissing,
        IsError: options.Mode == PinningMode.Lock,
        $"'{source.Shown}' is not in {Path.GetFileName(options.LockFile)}, and ContainerGuardOffline is true",
        $"Run 'dotnet build -t:ContainerGuardPin -p:ContainerGuardOffline=false', and commit {Path.GetFileName(options.LockFile)}.")
    {
        Source = source.Shown,
    };

    public static PinningProblem SourceNotLockable(RemoteSource source, bool isAlone) => new(
        PinningProblemKind.Source,
        IsError: false,
        $"'{source.Shown}' cannot be locked: {source.Problem}",
        isAlone
            ? $"Add '--checksum={(source.IsGit ? "<commit>" : "sha256:<checksum>")}' to its ADD."
            : "Write one ADD for each source, with '--checksum=<value>'.")
    {
        Source = source.Shown,
    };

    public static PinningProblem OfSource(RemoteSource source, string message, bool isError) => new(
        PinningProblemKind.Source,
        isError,
        $"'{source.Shown}' cannot be looked up: {message}",
        "Check the address and the network (HTTPS_PROXY), and try again.")
    {
        Source = source.Shown,
    };

    private static string AtMirror(ImageReference reference, ImageReference asked) =>
        asked.Name == reference.Name ? "" : $" at its mirror {asked.Name}";

    /// <summary>A digest in full would fill the line; its beginning is enough to find it.</summary>
    private static string Shown(ImageReference reference) =>
        reference.Digest is { } digest ? $"{reference.WithDigest((ImageDigest?)null).Familiar}@{digest.Short}" : reference.Familiar;

    /// <summary>The item to write, for the registry that did not answer.</summary>
    private static string Mirror(ImageReference reference, ImageReference asked) => asked.Name == reference.Name
        ? $"Add the item <ContainerGuardMirror Include=\"{reference.Registry}\" Registry=\"registry.example.com/mirror\" />"
        : $"Correct the ContainerGuardMirror item of {reference.Registry}";

    private static string Choices(string first, PinningOptions options) =>
        $"Choose one: 1. {first}. "
        + $"2. Run 'dotnet build -t:{options.PinTarget}' where the registry can be reached, "
        + $"and commit {Path.GetFileName(options.LockFile)}; "
        + "then -p:ContainerGuardOffline=true works. "
        + $"3. Set <ContainerGuardPinning>{(options.Mode == PinningMode.Prefer ? "off" : "prefer")}</ContainerGuardPinning>"
        + $"{(options.Mode == PinningMode.Prefer ? "" : " or off")}."
        + (options is { Generates: true, AdoptsDigests: false }
            ? " 4. If you need no container image, set <ContainerGuardGenerateOnPublish>false</ContainerGuardGenerateOnPublish>."
            : "");
}
