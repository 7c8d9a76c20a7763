using ContainerGuard.Analysis;
using ContainerGuard.Compose;
using ContainerGuard.Context;
using ContainerGuard.Dockerfile;
using ContainerGuard.Rules;
using ContainerGuard.Text;

namespace ContainerGuard.Checking;

/// <summary>A Dockerfile or a compose file, with the facts about it.</summary>
/// <param name="Model">The file.</param>
/// <param name="Facts">The facts about this file.</param>
internal sealed record ReadFile(DockerfileModel Model, FileFacts Facts)
{
    /// <param name="source">The file.</param>
    /// <param name="fullPath">Its absolute path.</param>
    /// <param name="facts">The facts about all files.</param>
    /// <param name="contexts">The build contexts.</param>
    public static ReadFile Of(SourceText source, string fullPath, FileFacts facts, BuildContexts contexts)
    {
        if (ComposeName.IsRead(source.Path, source.Text))
        {
            facts = facts with
            {
                Build = new ModelOptions { Compose = contexts.FolderOf(fullPath) }, Project = null, TargetFramework = null,
            };
            return new ReadFile(RuleRunner.Read(source, facts), facts);
        }

        var model = RuleRunner.Read(source, facts);
        if (WithComposed(model, facts.Build, fullPath, contexts) is { } build)
        {
            facts = facts with { Build = build };
            model = RuleRunner.Read(source, facts);
        }

        return new ReadFile(model, DockerfileFacts.Of(fullPath, facts, contexts, () => ContextCopy.SourcesOf(model)));
    }

    /// <summary>The model of a file for the lock file.</summary>
    /// <param name="source">The file.</param>
    /// <param name="fullPath">Its absolute path.</param>
    /// <param name="build">The settings of its build.</param>
    /// <param name="contexts">The build contexts.</param>
    public static DockerfileModel ModelOf(SourceText source, string fullPath, ModelOptions build, BuildContexts contexts)
    {
        if (ComposeName.IsRead(source.Path, source.Text))
        {
            return DockerfileModel.Read(source, new ModelOptions { Compose = contexts.FolderOf(fullPath) });
        }

        var model = DockerfileModel.Read(source, build);
        return WithComposed(model, build, fullPath, contexts) is { } composed ? DockerfileModel.Read(source, composed) : model;
    }

    /// <summary>
    /// The settings with the arguments, the contexts and the target of compose files, where they matter: an image whose name is not known
    /// without an argument, a source that may be a context, and several stages. Null if nothing changes. What builds set differently is
    /// left out, and so is a target of development: it does not run in production.
    /// </summary>
    private static ModelOptions? WithComposed(DockerfileModel model, ModelOptions build, string fullPath, BuildContexts contexts)
    {
        if (build != ModelOptions.Default
            || (model.Stages.Length < 2
                && !model.Images.Any(static use => !use.IsKnown || use.Kind is ImageUseKind.CopySource or ImageUseKind.MountSource)
                && !model.Problems.Any(static problem => problem.Kind is SyntaxProblemKind.InvalidImageReference
                    or SyntaxProblemKind.BlankBaseName)))
        {
            return null;
        }

        var builds = contexts.BuildsOf(fullPath);
        var arguments = Agreed(builds.SelectMany(static one => one.Arguments));
        var named = Agreed(builds.SelectMany(static one => one.Contexts));
        var target = TargetOf(builds);
        return arguments.Count + named.Count == 0 && target is null ? null : build with
        {
            Target = target,
            BuildArguments = arguments,
            Contexts = named.Count == 0 ? NamedContexts.None : new NamedContexts(named),
        };
    }

    private static string? TargetOf(IReadOnlyList<ComposedBuild> builds) =>
        builds is [{ Target: { Length: > 0 } target }, ..] && builds.All(build => build.Target == target)
            && !ComposeName.IsOfDevelopment(target)
            ? target
            : null;

    private static Dictionary<string, string> Agreed(IEnumerable<KeyValuePair<string, string>> values) => values
        .GroupBy(static pair => pair.Key, static pair => pair.Value, StringComparer.Ordinal)
        .Where(static group => group.Distinct(StringComparer.Ordinal).Count() == 1)
        .ToDictionary(static group => group.Key, static group => group.First(), StringComparer.Ordinal);
}
