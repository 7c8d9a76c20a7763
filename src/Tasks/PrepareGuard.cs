using ContainerGuard.Generation;
using ContainerGuard.Rules;
using Microsoft.Build.Framework;

namespace ContainerGuard;

/// <summary>Checks the settings of a project, and finds the absolute paths that every later task works with.</summary>
[MSBuildMultiThreadableTask]
public sealed class PrepareGuard : GuardTask
{
    private readonly List<SettingUse> _uses = [];

    /// <summary>The project and the files that it inherits from, whose names are checked.</summary>
    public ITaskItem[] ProjectFiles { get; set; } = [];

    /// <summary>The evaluated properties whose values can be invalid, as metadata.</summary>
    [Required]
    public ITaskItem Settings { get; set; } = null!;

    /// <summary>The project's items of ours, each with its type as the metadata <c>ContainerGuardType</c>.</summary>
    public ITaskItem[] Items { get; set; } = [];

    /// <summary>
    /// <c>ContainerGuardContext</c>, relative to the project; empty for the nearest folder upward with a solution or a repository.
    /// </summary>
    public string? Context { get; set; }

    /// <summary>Visual Studio's <c>DockerfileContext</c>, relative to the folder of the Dockerfile; <see cref="Context"/> wins.</summary>
    public string? DockerfileContext { get; set; }

    /// <summary>Visual Studio's <c>DockerfilePath</c> or <c>DockerfileFile</c>; empty for a Dockerfile beside the project.</summary>
    public string? DockerfilePath { get; set; }

    /// <summary>The project's Dockerfiles.</summary>
    public ITaskItem[] Dockerfiles { get; set; } = [];

    /// <summary><c>ContainerGuardLockFile</c>, or empty for <c>containerguard.lock.json</c> in the context.</summary>
    public string? NamedLockFile { get; set; }

    /// <summary><c>ContainerGuardOutput</c>: where a generated Dockerfile goes.</summary>
    [Required]
    public string Output { get; set; } = "";

    /// <summary>Whether the project is not .NET: its stack is then detected, unless <see cref="Stack"/> names it.</summary>
    public bool DetectsStack { get; set; }

    /// <summary><c>ContainerGuardStack</c>; empty for a project without an application.</summary>
    [Output]
    public string Stack { get; set; } = "";

    /// <summary>The build context, absolute.</summary>
    [Output]
    public string ContextPath { get; private set; } = "";

    /// <summary>The property that names the context; empty if none does.</summary>
    [Output]
    public string ContextProperty { get; private set; } = "";

    /// <summary>The lock file, absolute; it need not exist.</summary>
    [Output]
    public string LockFilePath { get; private set; } = "";

    /// <summary>The generated Dockerfile, absolute; it need not exist.</summary>
    [Output]
    public string OutputPath { get; private set; } = "";

    private protected override void Run()
    {
        foreach (var file in ProjectFiles) _uses.AddRange(SettingUse.In(FullPath(file.ItemSpec)));
        FindContext();
        CheckContexts();
        if (DetectsStack && Stack.Length == 0) Stack = Stacks.In(Files, ProjectDirectory)?.Name ?? "";
        LockFilePath =
            string.IsNullOrEmpty(NamedLockFile) ? Path.Combine(ContextPath, "containerguard.lock.json") : FullPath(NamedLockFile);
        OutputPath = FullPath(Output);
        CheckNames();
        CheckItems();
        CheckValues();
    }

    private void FindContext()
    {
        ContextProperty = !string.IsNullOrEmpty(Context) ? "ContainerGuardContext"
            : !string.IsNullOrEmpty(DockerfileContext) ? "DockerfileContext"
            : "";
        ContextPath = !string.IsNullOrEmpty(Context) ? FullPath(Context)
            : !string.IsNullOrEmpty(DockerfileContext) ? Path.GetFullPath(Slashes(DockerfileContext), FolderOfDockerfile())
            : new ContextLocator().Locate(ProjectDirectory);
        if (ContextProperty.Length == 0 || Directory.Exists(ContextPath)) return;

        ReportAt(
            PlaceOf(ContextProperty), GuardCodes.CannotReadFile,
            $"The build context '{ContextPath}' does not exist. Correct {ContextProperty}.", Severity.Error);
    }

    /// <summary>The contexts that are set for single Dockerfiles.</summary>
    private void CheckContexts()
    {
        foreach (var item in Dockerfiles)
        {
            if (item.GetMetadata(ContextMetadata.Name) is not { Length: > 0 } context || Directory.Exists(FullPath(context))) continue;
            ReportAt(
                PlaceOf("ContainerGuardDockerfile", item.ItemSpec, ContextMetadata.Name), GuardCodes.CannotReadFile,
                $"The build context '{FullPath(context)}' does not exist. Correct the Context of '{item.ItemSpec}'.", Severity.Error);
        }
    }

    private string FolderOfDockerfile() => Path.GetDirectoryName(
        !string.IsNullOrEmpty(DockerfilePath) ? FullPath(Slashes(DockerfilePath))
            : Dockerfiles is [var only] ? FullPath(only.ItemSpec)
            : ProjectFile)!;

    /// <summary>Visual Studio writes backslashes, which only Windows reads as separators.</summary>
    private static string Slashes(string path) => OperatingSystem.IsWindows() ? path : path.Replace('\\', '/');

    private void CheckNames()
    {
        foreach (var use in _uses)
        {
            if (SettingNames.Problem(use.Name, use.Kind, use.Value) is { } problem)
            {
                ReportAt(use.Place, GuardCodes.UnknownProperty, problem, Severity.Warning);
            }
        }

        if (BuildEngine is not IBuildEngine6 engine) return;
        foreach (var (name, value) in engine.GetGlobalProperties())
        {
            if (!SettingNames.IsOurs(name) || SettingNames.Problem(name, SettingKind.Property, value) is not { } problem) continue;
            Report(GuardCodes.UnknownProperty, ProjectFile, $"{problem} This setting is on the command line.");
        }
    }

    private void CheckItems()
    {
        foreach (var problem in SettingItems.In(Items))
        {
            var severity = problem.IsError ? Severity.Error : Severity.Warning;
            ReportAt(PlaceOf(problem.Item, problem.Include, problem.Metadata), problem.Rule, problem.Message, severity);
        }
    }

    private void CheckValues()
    {
        foreach (var setting in SettingTable.Checked)
        {
            var value = Settings.GetMetadata(setting.Name);
            if (SettingValues.Problem(setting.Name, value) is not { } problem) continue;

            // A value that comes from another property is reported there.
            var isOfOther = setting.Default.StartsWith("$(", StringComparison.Ordinal);
            if (isOfOther && Settings.GetMetadata(setting.Default[2..^1]) == value) continue;
            ReportAt(PlaceOf(setting.Name), GuardCodes.InvalidValue, problem, Severity.Error);
        }
    }

    /// <summary>The place of a property, if one file sets it once; else null: it may come from the command line or another file.</summary>
    private SettingPlace? PlaceOf(string property) =>
        IsGlobal(property) || _uses.Where(use => use.Name.Equals(property, StringComparison.OrdinalIgnoreCase)).ToArray() is not [var only]
            ? null
            : only.Place;

    private bool IsGlobal(string property) => BuildEngine is IBuildEngine6 engine && engine.GetGlobalProperties().ContainsKey(property);

    /// <summary>The place of an item, or of its metadata.</summary>
    private SettingPlace? PlaceOf(string item, string include, string? metadata)
    {
        var use = _uses.Find(use => use.Name.Equals(item, StringComparison.OrdinalIgnoreCase)
            && use.Value.Split(';', StringSplitOptions.TrimEntries).Contains(include, StringComparer.Ordinal));
        var place = use?.Metadata.FirstOrDefault(one => one.Name.Equals(metadata, StringComparison.OrdinalIgnoreCase)).Place;
        return place is { Line: > 0 } ? place : use?.Place;
    }

    private void ReportAt(SettingPlace? place, RuleDescriptor rule, string message, Severity severity) =>
        Report(rule, place?.Path ?? ProjectFile, message, severity, (place?.Line ?? 0, place?.Column ?? 0));
}
