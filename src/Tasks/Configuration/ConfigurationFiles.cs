using System.Collections.Concurrent;
using ContainerGuard.Files;
using ContainerGuard.Rules;

namespace ContainerGuard.Configuration;

/// <summary>
/// The configuration files for each of many Dockerfiles: <c>.editorconfig</c> in its folder and those above up to a root, the
/// nearest <c>.globalconfig</c> and those that a project names, <c>.hadolint.yaml</c> beside it or else in the root of the context. Every
/// folder is read once for all Dockerfiles below it.
/// </summary>
/// <param name="files">The disk.</param>
/// <param name="contextRoot">The build context, absolute.</param>
/// <param name="globalConfigs">The files that a project names, absolute.</param>
internal sealed class ConfigurationFiles(IFileSystem files, string contextRoot, IReadOnlyList<string> globalConfigs)
{
    private const int LongestFile = 1 << 20;

    private readonly ConcurrentDictionary<string, Folder> _folders = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<ConfigurationProblem> _problems = new();
    private readonly ConcurrentDictionary<EditorConfigFile, ConcurrentDictionary<string, bool>> _applied = new();
    private readonly Lock _turn = new();
    private volatile EditorConfigFile[]? _named;

    /// <summary>The problems of the files that were read, by position.</summary>
    public IReadOnlyList<ConfigurationProblem> Problems =>
    [
        .. _problems.Concat(_applied.SelectMany(file =>
                file.Key.SectionsWithoutEffect([.. file.Value.Keys.Order(StringComparer.Ordinal)], files.FileExists)))
            .Distinct()
            .OrderBy(static problem => problem.Path, StringComparer.Ordinal).ThenBy(static problem => problem.Line)
            .ThenBy(static problem => problem.Column).ThenBy(static problem => problem.Message, StringComparer.Ordinal),
    ];

    private EditorConfigFile[] Named
    {
        get
        {
            if (_named is { } known) return known;
            lock (_turn) return _named ??= [.. globalConfigs.Select(Read).OfType<EditorConfigFile>()];
        }
    }

    /// <summary>Their settings for a Dockerfile.</summary>
    /// <param name="dockerfile">Absolute.</param>
    public FileSettings For(string dockerfile)
    {
        var folder = At(Path.GetDirectoryName(dockerfile)!);
        var hadolint = folder.Hadolint ?? At(contextRoot).Hadolint;
        if (hadolint is null && folder.SaysNothing && Named.Length == 0) return FileSettings.Nothing;

        var rules = RulesFor(dockerfile, folder);
        return hadolint is null
            ? new FileSettings { Rules = rules }
            : new FileSettings { Rules = rules, Neighbours = hadolint.Overridden, Ignored = hadolint.Ignored };
    }

    /// <summary>
    /// The weakest first, so that later settings replace earlier ones: global files by their level, then folder by folder inwards.
    /// </summary>
    private Dictionary<string, RuleSetting> RulesFor(string dockerfile, Folder folder)
    {
        var (global, local) = (new List<EditorConfigFile>(Named), new List<EditorConfigFile>());
        var (isRootSeen, isGlobalSeen) = (false, false);
        for (var at = folder; at is not null; at = at.Parent)
        {
            if (at.EditorConfig is { } config && !isRootSeen)
            {
                if (!config.IsEmpty) (config.IsGlobal ? global : local).Add(config);
                isRootSeen = config.IsRoot;
            }

            if (at.GlobalConfig is { } nearest && !isGlobalSeen)
            {
                global.Add(nearest);
                isGlobalSeen = true;
            }
        }

        var settings = new Dictionary<string, RuleSetting>(StringComparer.Ordinal);
        foreach (var config in global.OrderBy(static config => config.GlobalLevel)) config.Apply(dockerfile, settings);
        for (var i = local.Count - 1; i >= 0; i--)
        {
            local[i].Apply(dockerfile, settings);
            _applied.GetOrAdd(local[i], static _ => new(StringComparer.Ordinal))[Path.GetFileName(dockerfile)] = true;
        }

        return settings;
    }

    private Folder At(string path) => _folders.GetOrAdd(path, ReadFolder);

    private Folder ReadFolder(string path) => new(
        Path.GetDirectoryName(path) is { } parent ? At(parent) : null,
        Read(Path.Combine(path, ".editorconfig")),
        Read(Path.Combine(path, ".globalconfig")),
        ReadHadolint(path, ".hadolint.yaml") ?? ReadHadolint(path, ".hadolint.yml"));

    private EditorConfigFile? Read(string path)
    {
        if (!files.FileExists(path) || files.ReadText(path, LongestFile) is not { } text) return null;
        var config = EditorConfigFile.Parse(path, text);
        foreach (var problem in config.Problems) _problems.Enqueue(problem);
        return config;
    }

    private HadolintConfig? ReadHadolint(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        if (!files.FileExists(path) || files.ReadText(path, LongestFile) is not { } text) return null;
        var config = HadolintConfig.Parse(name, text);
        if (config.Problem is { } problem)
        {
            _problems.Enqueue(
                new ConfigurationProblem(
                    path, problem.Line, problem.Column, $"The file is not valid YAML: {problem.Message}. Correct it."));
        }

        return config;
    }

    private sealed record Folder(Folder? Parent, EditorConfigFile? EditorConfig, EditorConfigFile? GlobalConfig, HadolintConfig? Hadolint)
    {
        /// <summary>Whether no file here or above sets one of our rules.</summary>
        public bool SaysNothing { get; } = EditorConfig?.IsEmpty != false && GlobalConfig?.IsEmpty != false && Parent?.SaysNothing != false;
    }
}
