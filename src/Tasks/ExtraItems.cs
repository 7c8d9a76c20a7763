using ContainerGuard.Files;
using ContainerGuard.Generation;
using ContainerGuard.Rules;
using Microsoft.Build.Framework;

namespace ContainerGuard;

/// <summary>
/// The items that add to the generated stages: <c>ContainerGuardAptPackage</c>, <c>…Run</c>, <c>…Copy</c> and <c>…Fragment</c>, each with a
/// <c>Stage</c>. <see cref="SettingItems"/> has checked the values of their metadata.
/// </summary>
/// <param name="items">The project's items.</param>
/// <param name="fullPath">Makes a path absolute.</param>
/// <param name="contextDirectory">The build context, absolute.</param>
internal sealed class ExtraItems(ProjectItems items, Func<string, string> fullPath, string contextDirectory)
{
    private readonly ITaskItem[] _packages = items.AptPackages;
    private readonly ITaskItem[] _commands = items.Commands;
    private readonly ITaskItem[] _copies = items.Copies;
    private readonly ITaskItem[] _fragments = items.Fragments;
    private readonly ITaskItem[] _writables = items.Writables;


    /// <summary>The error in one of the items; null if all are valid.</summary>
    public Problem? Problem()
    {
        if (_copies.FirstOrDefault(item => ContextPath.Relative(contextDirectory, fullPath(item.ItemSpec)) is null) is { } outside)
        {
            return Invalid(
                $"ContainerGuardCopy '{outside.ItemSpec}' is outside the build context {contextDirectory}.",
                "Move it there, or set ContainerGuardContext to a folder that contains it.");
        }

        if (_copies.FirstOrDefault(static item => !IsOwner(item.GetMetadata("Owner"))) is { } owned)
        {
            return Invalid(
                $"ContainerGuardCopy '{owned.ItemSpec}' has the invalid Owner '{DockerfileWriter.OneLine(owned.GetMetadata("Owner"))}'.",
                "Write a user, or a user and a group, for example Owner=\"1654:1654\".");
        }

        if (_writables.FirstOrDefault(static item => item.ItemSpec is not ['/', _, ..]) is { } place)
        {
            return Invalid(
                $"ContainerGuardWritable '{place.ItemSpec}' is not an absolute path in the image.",
                "Start it with a slash, for example /data.");
        }

        return _fragments.FirstOrDefault(item => PhysicalFileSystem.Instance.ReadText(fullPath(item.ItemSpec)) is null) is { } missing
            ? Invalid(
                $"ContainerGuardFragment '{missing.ItemSpec}' cannot be read.",
                "Write the path of an existing file, relative to the project.")
            : null;
    }

    private static bool IsOwner(string text) => text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.' or ':');

    private static Problem Invalid(string message, string remedy) => new(message, remedy) { Rule = GuardCodes.InvalidValue };

    /// <summary>The additions to a stage. Valid only without a <see cref="Problem"/>.</summary>
    public StageExtras Of(string stage) => new()
    {
        AptPackages = [.. For(stage, _packages).Select(
            static item => item.GetMetadata("Version") is { Length: > 0 } version ? $"{item.ItemSpec}={version}" : item.ItemSpec)],
        Commands = [.. For(stage, _commands).Select(static item => new StageCommand(item.ItemSpec, item.GetMetadata("Command")))],
        Copies = [.. For(stage, _copies).Select(
            item => new StageCopy(
                ContextPath.Relative(contextDirectory, fullPath(item.ItemSpec))!, item.GetMetadata("Destination"),
                item.GetMetadata("Owner") is { Length: > 0 } owner ? owner : null))],
        Writable = stage == "final" ? [.. _writables.Select(static item => item.ItemSpec).Distinct(StringComparer.Ordinal)] : [],
        Begin = Fragments(stage, "begin"),
        End = Fragments(stage, "end"),
    };

    private static IEnumerable<ITaskItem> For(string stage, ITaskItem[] items) => items.Where(item => StageOf(item) == stage);

    private string Fragments(string stage, string place) =>
        string.Join('\n', For(stage, _fragments).Where(item => PlaceOf(item) == place).Select(
            item => PhysicalFileSystem.Instance.ReadText(fullPath(item.ItemSpec))));

    private static string StageOf(ITaskItem item) =>
        item.GetMetadata("Stage") is { Length: > 0 } stage ? stage.ToLowerInvariant() : "final";

    private static string PlaceOf(ITaskItem item) => item.GetMetadata("At") is { Length: > 0 } place ? place.ToLowerInvariant() : "end";
}
