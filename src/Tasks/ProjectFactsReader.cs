using System.Collections.Concurrent;
using ContainerGuard.Analysis;
using ContainerGuard.Files;
using ContainerGuard.Generation;
using ContainerGuard.Generation.DotNet;
using Microsoft.Build.Framework;

namespace ContainerGuard;

/// <summary>
/// The facts about an evaluated .NET project for the rules that compare it with its Dockerfile, from the item that the target
/// <c>_ContainerGuardDescribeChecked</c> makes.
/// </summary>
/// <param name="item">The project. Its metadata have the names of the properties.</param>
/// <param name="contextDirectory">The build context, absolute.</param>
/// <param name="files">The disk.</param>
/// <param name="globalProperties">The properties of this build, which the build in an image does not have.</param>
internal sealed class ProjectFactsReader(
    ITaskItem item, string contextDirectory, IFileSystem files, IReadOnlyCollection<string> globalProperties)
{
    private HashSet<string> _unknown = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The facts about the project of a check; null without one.</summary>
    /// <param name="items">The item, or none.</param>
    /// <param name="contextDirectory">The build context, absolute.</param>
    /// <param name="files">The disk.</param>
    /// <param name="engine">The engine, which knows the global properties.</param>
    public static ProjectFacts? Of(ITaskItem[] items, string contextDirectory, IFileSystem files, IBuildEngine engine) =>
        items is [var item]
            ? new ProjectFactsReader(
                item, contextDirectory, files, engine is IBuildEngine6 known ? [.. known.GetGlobalProperties().Keys] : []).Read()
            : null;

    /// <summary>Null for a project that is not of the .NET SDK.</summary>
    public ProjectFacts? Read()
    {
        if (item.GetMetadata("AssemblyName") is not { Length: > 0 } assembly) return null;

        var origins = PropertyOrigins.In(files, item.ItemSpec, List("ImportedFiles"), contextDirectory);
        _unknown.UnionWith(origins.Conditional);
        _unknown.UnionWith(globalProperties);
        foreach (var (name, used) in origins.Used)
        {
            if (used.Overlaps(globalProperties)) _unknown.Add(name);
        }

        // Several rules ask for the same environment, from several threads.
        ConcurrentDictionary<string, IReadOnlyList<KestrelAddress>> addresses = new(StringComparer.Ordinal);
        var graph = new Lazy<RestoreFacts?>(ReadRestore);
        return new ProjectFacts
        {
            ProjectFile = item.ItemSpec,
            UsedProperties = origins.Used,
            AssemblyName = IsUnknown("AssemblyName") ? null : assembly,
            TargetFrameworks = Frameworks(),
            IsExecutable = IsUnknown("OutputType") ? null : item.GetMetadata("OutputType") is "Exe" or "WinExe",
            FrameworkReferences = List("FrameworkReferences"),
            IsSelfContained = AnyOf("SelfContained", "PublishSelfContained", "PublishTrimmed"),
            PublishAot = AnyOf("PublishAot"),
            PublishSingleFile = AnyOf("PublishSingleFile"),
            UseAppHost = IsUnknown("UseAppHost") ? null : !IsFalse("UseAppHost"),
            InvariantGlobalization = AnyOf("InvariantGlobalization"),
            RollForward = IsUnknown("RollForward") ? null : item.GetMetadata("RollForward"),
            RuntimeIdentifier = IsUnknown("RuntimeIdentifier") ? null : item.GetMetadata("RuntimeIdentifier"),
            Sdk = new(ReadSdk),
            Restore = graph,
            AddressesIn = environment => addresses.GetOrAdd(
                environment, name => KestrelSettings.In(files, Path.GetDirectoryName(item.ItemSpec)!, name)),
            ChoosesAddresses = new(() => SourceWords.AreIn(files, [Path.GetDirectoryName(item.ItemSpec)!], SourceWords.OfAddresses)),
            HandlesSignals = new(() => SourceWords.AreIn(files, Folders(graph.Value), SourceWords.OfSignals)),
        };
    }

    private string[] Frameworks()
    {
        var all = List("TargetFrameworks");
        if (all.Length > 0) return IsUnknown("TargetFrameworks") ? [] : all;
        return IsUnknown("TargetFramework") ? [] : List("TargetFramework");
    }

    private RequiredSdk? ReadSdk()
    {
        foreach (var folder in ContextPath.Upward(Path.GetDirectoryName(item.ItemSpec)!, contextDirectory))
        {
            var path = Path.Combine(folder, "global.json");
            if (files.ReadText(path) is { } text)
            {
                return GlobalJson.Parse(text) is { } sdk ? new RequiredSdk(path, sdk.Version, sdk.RollForward) : null;
            }
        }

        return null;
    }

    private RestoreFacts? ReadRestore()
    {
        var intermediate = item.GetMetadata("IntermediateFolder");
        if (RestoredPackages.Read(files, Path.Combine(intermediate, "project.assets.json")) is not { } packages) return null;

        var settings = new ContainerSettings(
            DotNetProjectReader.PropertyNames.Distinct(StringComparer.OrdinalIgnoreCase)
                .ToDictionary(static name => name, item.GetMetadata, StringComparer.OrdinalIgnoreCase),
            [], [], []);
        var project = DotNetProjectReader.Read(item.ItemSpec, contextDirectory, settings, List("FrameworkReferences"));
        var inputs = RestoreInputCollector.Collect(files, project, intermediate);
        return new RestoreFacts(
            [.. inputs.Files.Select(path => Path.GetFullPath(path, contextDirectory))], packages.Versions, packages.Direct,
            packages.FrameworkReferences);
    }

    private IEnumerable<string> Folders(RestoreFacts? restore) =>
        (restore?.Inputs ?? []).Where(static path => path.EndsWith("proj", StringComparison.OrdinalIgnoreCase)).Append(item.ItemSpec)
            .Select(static path => Path.GetDirectoryName(path)!);

    /// <summary>True if one is true; null if a condition decides one; else false.</summary>
    private bool? AnyOf(params string[] names) =>
        Array.Exists(names, name => !IsUnknown(name) && item.GetMetadata(name).Equals("true", StringComparison.OrdinalIgnoreCase)) ? true
        : Array.Exists(names, IsUnknown) ? null
        : false;

    private bool IsUnknown(string property) => _unknown.Contains(property);

    private bool IsFalse(string property) => item.GetMetadata(property).Equals("false", StringComparison.OrdinalIgnoreCase);

    private string[] List(string name) =>
        item.GetMetadata(name).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
