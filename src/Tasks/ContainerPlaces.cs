using Microsoft.Build.Framework;

namespace ContainerGuard;

/// <summary>
/// Where the SDK's container properties and items are set: in the project, in the <c>Directory.*.props</c> and <c>Directory.*.targets</c>
/// of its folder and those above, or in the file that defines an item.
/// </summary>
/// <param name="project">The project, absolute.</param>
/// <param name="globalProperties">The properties of the command line.</param>
internal sealed class ContainerPlaces(string project, IReadOnlyDictionary<string, string> globalProperties)
{
    private const string Prefix = "Container";

    private readonly Dictionary<string, IReadOnlyList<SettingUse>> _uses = new(StringComparer.Ordinal);
    private List<string>? _files;

    /// <summary>
    /// The last definition of a property; the project without a line if the command line sets it, a condition decides, or another file is
    /// imported.
    /// </summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value in this build.</param>
    public SettingPlace OfProperty(string name, string value)
    {
        if (globalProperties.ContainsKey(name)) return Unknown(project);
        var last = (_files ??= FilesInOrder(project)).SelectMany(UsesIn).LastOrDefault(
            use => use.Kind == SettingKind.Property && use.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        return last is { IsConditional: false } && IsOf(last.Value, value) ? last.Place : Unknown(project);
    }

    /// <summary>The place of an item; null if the SDK itself has made it.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="item">The item.</param>
    /// <param name="sdk">The folder of the SDK, absolute.</param>
    public SettingPlace? OfItem(string type, ITaskItem item, string sdk)
    {
        var file = item.GetMetadata("DefiningProjectFullPath");
        if (file.Length == 0) return Unknown(project);
        if (sdk.Length > 0 && file.StartsWith(sdk, StringComparison.OrdinalIgnoreCase)) return null;
        var last = UsesIn(file).LastOrDefault(use => use.Kind == SettingKind.Item
            && use.Name.Equals(type, StringComparison.OrdinalIgnoreCase)
            && use.Value.Split(';', StringSplitOptions.TrimEntries).Contains(item.ItemSpec, StringComparer.Ordinal));
        return last?.Place ?? Unknown(file);
    }

    private static SettingPlace Unknown(string file) => new(file, 0, 0);

    /// <summary>Whether a text can be the source of a value: only an evaluation knows the value of an expression.</summary>
    private static bool IsOf(string text, string value) =>
        text.Contains("$(", StringComparison.Ordinal) || text.Contains('%', StringComparison.Ordinal)
        || text.Trim().Equals(value.Trim(), StringComparison.Ordinal);

    private IReadOnlyList<SettingUse> UsesIn(string file)
    {
        if (!_uses.TryGetValue(file, out var uses)) _uses[file] = uses = SettingUse.In(file, Prefix);
        return uses;
    }

    /// <summary>
    /// The files of a project, as MSBuild reads them: the props of the outermost folder are first, and its targets are last.
    /// </summary>
    public static List<string> FilesInOrder(string project)
    {
        List<string> props = [], targets = [];
        for (var folder = Path.GetDirectoryName(project); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            props.AddRange(Named(folder, "Directory.*.props"));
            targets.AddRange(Named(folder, "Directory.*.targets"));
        }

        props.Reverse();
        targets.Reverse();
        return [.. props, project, .. targets];
    }

    private static IEnumerable<string> Named(string folder, string pattern)
    {
        try
        {
            return [.. Directory.EnumerateFiles(folder, pattern).OrderDescending(StringComparer.Ordinal)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
