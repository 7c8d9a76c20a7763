using ContainerGuard.Context;
using ContainerGuard.Generation;
using ContainerGuard.Generation.DotNet;
using Microsoft.Build.Framework;

namespace ContainerGuard;

/// <summary>Reads the item with which the targets describe an evaluated project.</summary>
internal static class ProjectItem
{
    /// <returns>Null if the stack does not exist.</returns>
    public static ContainerPlan? Plan(
        ITaskItem item, IFileSystem files, string contextDirectory, ITaskItem[]? ports = null, ITaskItem[]? environmentVariables = null, ITaskItem[]? labels = null, ExtraItems? extras = null)
    {
        var properties = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var name in DotNetProjectReader.PropertyNames) properties[name] = item.GetMetadata(name);
        var settings = new ContainerSettings(properties, Pairs(ports, "Type"), Pairs(environmentVariables, "Value"), Pairs(labels, "Value"));
        var stack = item.GetMetadata("Stack").ToLowerInvariant();
        if (stack is not ("" or "dotnet"))
        {
            var app = new AppProject
            {
                ProjectPath = item.ItemSpec,
                ContextDirectory = contextDirectory,
                Stack = stack,
                AssemblyName = item.GetMetadata("AssemblyName"),
                Process = item.GetMetadata("ContainerProcess").Split('\n', StringSplitOptions.RemoveEmptyEntries),
            };
            return Stacks.Plan((AppProject)With(settings.ApplyTo(app, dotNetVersion: null), extras), files);
        }

        var frameworks = item.GetMetadata("FrameworkReferences").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var project = DotNetProjectReader.Read(item.ItemSpec, contextDirectory, settings, frameworks);
        return new DotNetPlan((DotNetProject)With(project, extras), files, item.GetMetadata("IntermediateFolder"));
    }

    private static ContainerProject With(ContainerProject project, ExtraItems? extras) =>
        extras is null ? project : project with { BuildExtras = extras.Of("build"), FinalExtras = extras.Of("final") };

    private static IEnumerable<KeyValuePair<string, string>> Pairs(ITaskItem[]? items, string metadata) =>
        (items ?? []).Select(item => KeyValuePair.Create(item.ItemSpec, item.GetMetadata(metadata)));
}
