using System.Text;
using ContainerGuard.Files;
using ContainerGuard.Generation;
using ContainerGuard.Generation.DotNet;
using Microsoft.Build.Framework;

namespace ContainerGuard;

/// <summary>The items with which the targets describe an evaluated project to the tasks that need its plan.</summary>
/// <param name="item">The project. Its metadata have the names of the properties.</param>
/// <param name="items">The project's items.</param>
/// <param name="fullPath">Makes a path absolute.</param>
/// <param name="contextDirectory">The build context, absolute.</param>
internal sealed class ProjectDescription(ITaskItem item, ProjectItems items, Func<string, string> fullPath, string contextDirectory)
{
    /// <summary>The properties of the command line.</summary>
    public IReadOnlyDictionary<string, string> Given { get; init; } = new Dictionary<string, string>();

    /// <summary>The plan, which the tasks of a build share.</summary>
    public ContainerPlan Plan(PlanCache plans, IFileSystem files)
    {
        var extras = new ExtraItems(items, fullPath, contextDirectory);
        var problem = extras.Problem();
        var (build, final) = problem is null ? (extras.Of("build"), extras.Of("final")) : (StageExtras.None, StageExtras.None);
        var plan = plans.Of(Key(build, final), files, recorded => Make(recorded, build, final));
        problem ??= plan.IsPossible ? UnsafeData.In(plan) : null;
        return problem is null ? plan : plan.With(problem);
    }

    private ContainerPlan Make(IFileSystem files, StageExtras build, StageExtras final)
    {
        var properties = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var name in DotNetProjectReader.PropertyNames) properties[name] = item.GetMetadata(name);
        var settings = new ContainerSettings(
            properties, Pairs(items.Ports, "Type"), Pairs(items.EnvironmentVariables, "Value"), Pairs(items.Labels, "Value"));
        var stack = item.GetMetadata("Stack").ToLowerInvariant();
        if (stack is "" or Stacks.DotNet)
        {
            var frameworks =
                item.GetMetadata("FrameworkReferences").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            var project = DotNetProjectReader.Read(item.ItemSpec, contextDirectory, settings, frameworks) with
            {
                BuildExtras = build,
                FinalExtras = final,
                Given = GivenProperties.Of(Given),
            };
            return DotNetPlanner.Answer(project, files, item.GetMetadata("IntermediateFolder"));
        }

        var app = new AppProject
        {
            ProjectPath = item.ItemSpec,
            ContextDirectory = contextDirectory,
            Stack = stack,
            AssemblyName = item.GetMetadata("AssemblyName"),
            ContainerGuardSiteOutput = item.GetMetadata("ContainerGuardSiteOutput").Replace('\\', '/'),
            ContainerGuardSiteBase = item.GetMetadata("ContainerGuardSiteBase"),
            Process = item.GetMetadata("ContainerProcess").Split('\n', StringSplitOptions.RemoveEmptyEntries),
        };
        return Stacks.Plan((AppProject)settings.ApplyTo(app, dotNetVersion: null) with { BuildExtras = build, FinalExtras = final }, files);
    }

    /// <summary>All values that the plan depends on. Lengths keep neighbouring values apart.</summary>
    private string Key(StageExtras build, StageExtras final)
    {
        var key = new StringBuilder(2048);
        Add(
            key, contextDirectory, item.ItemSpec, item.GetMetadata("Stack"), item.GetMetadata("IntermediateFolder"),
            item.GetMetadata("FrameworkReferences"), item.GetMetadata("ContainerProcess"),
            item.GetMetadata("ContainerGuardSiteOutput"), item.GetMetadata("ContainerGuardSiteBase"));
        foreach (var name in DotNetProjectReader.PropertyNames) Add(key, item.GetMetadata(name));
        foreach (var (some, metadata) in
            ((ITaskItem[], string)[])[(items.Ports, "Type"), (items.EnvironmentVariables, "Value"), (items.Labels, "Value")])
        {
            key.Append(some.Length).Append('#');
            foreach (var (name, value) in Pairs(some, metadata)) Add(key, name, value);
        }

        foreach (var (name, value) in GivenProperties.Of(Given)) Add(key, name, value);
        foreach (var extras in (StageExtras[])[build, final])
        {
            key.Append(extras.AptPackages.Count)
                .Append('#').Append(extras.Commands.Count).Append('#').Append(extras.Copies.Count).Append('#');
            Add(key, [.. extras.AptPackages, extras.Begin, extras.End, .. extras.Writable]);
            foreach (var command in extras.Commands) Add(key, command.Name, command.Command);
            foreach (var copy in extras.Copies) Add(key, copy.Source, copy.Target, copy.Owner ?? "");
        }

        return key.ToString();
    }

    private static void Add(StringBuilder key, params ReadOnlySpan<string> values)
    {
        foreach (var value in values) key.Append(value.Length).Append(':').Append(value);
    }

    private static IEnumerable<KeyValuePair<string, string>> Pairs(ITaskItem[] items, string metadata) =>
        items.Select(one => KeyValuePair.Create(one.ItemSpec, one.GetMetadata(metadata)));
}
