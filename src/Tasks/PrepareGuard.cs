using ContainerGuard.Rules;
using Microsoft.Build.Framework;

namespace ContainerGuard;

/// <summary>Judges the settings and gives the absolute paths that every later task works with.</summary>
[MSBuildMultiThreadableTask]
public sealed class PrepareGuard : GuardTask
{
    /// <summary>The project and the files it inherits from, where a misspelt name may stand.</summary>
    public ITaskItem[] ProjectFiles { get; set; } = [];

    /// <summary>Property names with their evaluated <c>Value</c>.</summary>
    public ITaskItem[] Settings { get; set; } = [];

    /// <summary><c>ContainerGuardContext</c>, or empty for the nearest folder upward with a solution or a repository.</summary>
    public string? Context { get; set; }

    /// <summary><c>ContainerGuardLockFile</c>, or empty for <c>containerguard.lock.json</c> in the context.</summary>
    public string? LockFile { get; set; }

    /// <summary><c>ContainerGuardOutput</c>: where a generated Dockerfile goes.</summary>
    [Required]
    public string Output { get; set; } = "";

    /// <summary>The build context, absolute.</summary>
    [Output]
    public string ContextDirectory { get; private set; } = "";

    /// <summary>Whether <see cref="Context"/> says what the context is.</summary>
    [Output]
    public bool ContextIsGiven { get; private set; }

    /// <summary>The lock file, absolute; it need not exist.</summary>
    [Output]
    public string LockFilePath { get; private set; } = "";

    /// <summary>The generated Dockerfile, absolute; it need not exist.</summary>
    [Output]
    public string OutputPath { get; private set; } = "";

    private protected override void Run()
    {
        ContextIsGiven = !string.IsNullOrEmpty(Context);
        ContextDirectory = string.IsNullOrEmpty(Context) ? ContextLocator.Locate(ProjectDirectory) : FullPath(Context);
        LockFilePath = string.IsNullOrEmpty(LockFile) ? Path.Combine(ContextDirectory, "containerguard.lock.json") : FullPath(LockFile);
        OutputPath = FullPath(Output);
        WarnOfUnknownNames();
        RefuseInvalidValues();
    }

    private void WarnOfUnknownNames()
    {
        foreach (var item in ProjectFiles)
        {
            var path = FullPath(item.ItemSpec);
            foreach (var (name, line, column) in SettingNames.UsedIn(path))
            {
                if (SettingNames.IsKnown(name)) continue;
                Report(GuardCodes.UnknownProperty, path, SettingNames.Explain(name), at: (line, column));
            }
        }

        if (BuildEngine is not IBuildEngine6 engine) return;
        foreach (var name in engine.GetGlobalProperties().Keys)
        {
            if (!SettingNames.IsOurs(name) || SettingNames.IsKnown(name)) continue;
            Report(GuardCodes.UnknownProperty, ProjectFile, SettingNames.Explain(name) + " It is given on the command line.");
        }
    }

    private void RefuseInvalidValues()
    {
        foreach (var setting in Settings)
        {
            if (SettingValues.Problem(setting.ItemSpec, setting.GetMetadata("Value")) is { } problem)
            {
                Report(GuardCodes.InvalidValue, ProjectFile, problem);
            }
        }
    }
}
