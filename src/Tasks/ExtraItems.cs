using ContainerGuard.Context;
using ContainerGuard.Generation;
using Microsoft.Build.Framework;

namespace ContainerGuard;

/// <summary>The items that add to the generated stages: <c>ContainerGuardAptPackage</c>, <c>…Run</c>, <c>…Copy</c> and <c>…Fragment</c>, each with a <c>Stage</c>.</summary>
internal sealed class ExtraItems(ITaskItem[] packages, ITaskItem[] commands, ITaskItem[] copies, ITaskItem[] fragments, Func<string, string> fullPath, string contextDirectory)
{
    private static readonly string[] Stages = ["build", "final"];
    private static readonly string[] Places = ["begin", "end"];

    public bool IsEmpty => packages.Length + commands.Length + copies.Length + fragments.Length == 0;

    /// <summary>The error in one of the items, as a message; null if all are valid.</summary>
    public string? Problem()
    {
        foreach (var item in (IEnumerable<ITaskItem>)[.. packages, .. commands, .. copies, .. fragments])
        {
            if (!Stages.Contains(StageOf(item))) return $"'{item.ItemSpec}' has the invalid Stage '{StageOf(item)}'. Write Stage=\"build\" or Stage=\"final\".";
        }

        return commands.FirstOrDefault(static item => item.GetMetadata("Command").Length == 0) is { } empty ? $"ContainerGuardRun '{empty.ItemSpec}' has no Command. Write <ContainerGuardRun Include=\"fonts\" Command=\"fc-cache -f\" Stage=\"final\" />."
            : copies.FirstOrDefault(item => ContextPath.Relative(contextDirectory, fullPath(item.ItemSpec)) is null) is { } outside ? $"ContainerGuardCopy '{outside.ItemSpec}' is outside the build context {contextDirectory}. Move it there, or set ContainerGuardContext to a folder that contains it."
            : fragments.FirstOrDefault(static item => !Places.Contains(PlaceOf(item))) is { } nowhere ? $"ContainerGuardFragment '{nowhere.ItemSpec}' has the invalid At '{PlaceOf(nowhere)}'. Write At=\"begin\" or At=\"end\"."
            : fragments.FirstOrDefault(item => PhysicalFileSystem.Instance.ReadText(fullPath(item.ItemSpec)) is null) is { } missing ? $"ContainerGuardFragment '{missing.ItemSpec}' cannot be read. Write the path of an existing file, relative to the project."
            : null;
    }

    /// <summary>The additions to a stage. Valid only without a <see cref="Problem"/>.</summary>
    public StageExtras Of(string stage) => new()
    {
        AptPackages = [.. For(stage, packages).Select(static item => item.GetMetadata("Version") is { Length: > 0 } version ? $"{item.ItemSpec}={version}" : item.ItemSpec)],
        Commands = [.. For(stage, commands).Select(static item => new StageCommand(item.ItemSpec, item.GetMetadata("Command")))],
        Copies = [.. For(stage, copies).Select(item => new StageCopy(ContextPath.Relative(contextDirectory, fullPath(item.ItemSpec))!, item.GetMetadata("Destination")))],
        Begin = Fragments(stage, "begin"),
        End = Fragments(stage, "end"),
    };

    private static IEnumerable<ITaskItem> For(string stage, ITaskItem[] items) => items.Where(item => StageOf(item) == stage);

    private string Fragments(string stage, string place) =>
        string.Join('\n', For(stage, fragments).Where(item => PlaceOf(item) == place).Select(item => PhysicalFileSystem.Instance.ReadText(fullPath(item.ItemSpec))));

    private static string StageOf(ITaskItem item) => item.GetMetadata("Stage") is { Length: > 0 } stage ? stage.ToLowerInvariant() : "final";

    private static string PlaceOf(ITaskItem item) => item.GetMetadata("At") is { Length: > 0 } place ? place.ToLowerInvariant() : "end";
}
