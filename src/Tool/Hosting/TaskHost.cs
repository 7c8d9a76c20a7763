using ContainerGuard.Compose;
using ContainerGuard.Files;
using ContainerGuard.Tool.Output;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace ContainerGuard.Tool.Hosting;

/// <summary>Runs a task of the package for a folder that need not have a project.</summary>
/// <param name="console">The console.</param>
/// <param name="places">The build context and the lock file.</param>
internal sealed class TaskHost(ToolConsole console, Places places)
{
    private readonly string _project = console.FullPath("containerguard");

    /// <summary>The folder that a task may leave files in, absolute; null for none.</summary>
    public string? KeptFolder { get; init; }

    /// <summary>Runs a task that the caller has configured. Returns the exit code.</summary>
    /// <param name="task">Its <c>Common</c> and its engine are set here.</param>
    /// <param name="cancellationToken">Ctrl+C.</param>
    public int Run(GuardTask task, CancellationToken cancellationToken)
    {
        var kept = Path.Combine(Path.GetTempPath(), $"containerguard-{Environment.ProcessId}-{Guid.NewGuid():N}");
        var engine = new ToolEngine(console, _project);
        task.BuildEngine = engine;
        task.Common = Common(KeptFolder ?? kept);
        using var registration = cancellationToken.Register(task.Cancel);
        try
        {
            var isComplete = task.Execute();
            console.Out.Flush();
            return cancellationToken.IsCancellationRequested ? ExitCode.Cancelled
                : engine.HasDefect ? ExitCode.Defect
                : isComplete && engine.Errors == 0 ? ExitCode.Success : ExitCode.Findings;
        }
        finally
        {
            if (Directory.Exists(kept)) Directory.Delete(kept, recursive: true);
        }
    }

    /// <summary>Items of MSBuild.</summary>
    public static ITaskItem[] Items(IEnumerable<string> values) => [.. values.Select(static value => new TaskItem(value))];

    /// <summary>The items of Dockerfiles and those of compose files among the files of a command.</summary>
    /// <param name="files">The files, relative to the current folder.</param>
    /// <param name="console">The console.</param>
    public static (ITaskItem[] Dockerfiles, ITaskItem[] Compose) Split(IReadOnlyList<string> files, ToolConsole console)
    {
        var compose = files.ToLookup(file => ComposeName.HasExtension(file)
            && ComposeName.IsRead(file, PhysicalFileSystem.Instance.ReadText(console.FullPath(file), 4096) ?? ""));
        return (Items(compose[false]), Items(compose[true]));
    }

    /// <summary>Items of MSBuild with one metadata, from <c>name=value</c>.</summary>
    /// <param name="values">The arguments.</param>
    /// <param name="metadata">The name of the metadata.</param>
    /// <exception cref="ToolException">An argument has no equals sign.</exception>
    public static ITaskItem[] Items(IEnumerable<string> values, string metadata) => [.. values.Select(value =>
    {
        var parts = value.Split('=', 2);
        if (parts.Length < 2) throw new ToolException($"'{value}' is not in the form name=value. Correct it.");
        var item = new TaskItem(parts[0]);
        item.SetMetadata(metadata, parts[1]);
        return item;
    })];

    private TaskItem Common(string kept)
    {
        var item = new TaskItem(_project);
        item.SetMetadata("ContextDirectory", places.Context);
        item.SetMetadata("ContextSetting", places.ContextIsGiven ? Places.ContextOption : "");
        item.SetMetadata("LockFile", places.LockFile);
        item.SetMetadata("KeptFolder", kept);
        item.SetMetadata("Pages", Places.Pages);
        item.SetMetadata("TrustedRegistries", string.Join('\n', places.TrustedRegistries));
        return item;
    }
}
