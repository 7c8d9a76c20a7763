using System.Collections;
using System.Collections.Concurrent;
using Microsoft.Build.Framework;

namespace ContainerGuard.Tests.Unit.Tasks;

/// <summary>A build engine that keeps what tasks log.</summary>
internal sealed class RecordingEngine : IBuildEngine6
{
    /// <summary>The code, the file's name and the line of each event.</summary>
    public List<string> Findings { get; } = [];

    /// <summary>Severity, code, the file's name, line and text of each diagnostic.</summary>
    public List<string> Diagnostics { get; } = [];

    /// <summary>The texts, in order.</summary>
    public List<string> Messages { get; } = [];

    /// <summary>The errors, as code and text.</summary>
    public List<string> Errors { get; } = [];

    /// <summary>The same with their places.</summary>
    public List<BuildErrorEventArgs> ErrorEvents { get; } = [];

    /// <summary>The messages that a normal log shows.</summary>
    public List<string> Shown { get; } = [];

    /// <summary>What tasks share.</summary>
    public ConcurrentDictionary<object, object> Registered { get; } = new();

    /// <summary>The properties of the command line.</summary>
    public Dictionary<string, string> GlobalProperties { get; } = new(StringComparer.OrdinalIgnoreCase);

    public bool ContinueOnError => false;

    public int LineNumberOfTaskNode => 0;

    public int ColumnNumberOfTaskNode => 0;

    public string ProjectFileOfTaskNode => "";

    public bool IsRunningMultipleNodes => false;

    public void LogErrorEvent(BuildErrorEventArgs e)
    {
        Errors.Add($"{e.Code} {e.Message}");
        ErrorEvents.Add(e);
        Add(e.Code, e.File, e.LineNumber, e.Message, "error");
    }

    public void LogWarningEvent(BuildWarningEventArgs e) => Add(e.Code, e.File, e.LineNumber, e.Message, "warning");

    public void LogMessageEvent(BuildMessageEventArgs e)
    {
        if (e.Importance != MessageImportance.Low) Shown.Add(e.Message ?? "");
        Add(e.Code, e.File, e.LineNumber, e.Message, "message");
    }

    public void LogCustomEvent(CustomBuildEventArgs e)
    {
    }

    public IReadOnlyDictionary<string, string> GetGlobalProperties() => GlobalProperties;

    public object? GetRegisteredTaskObject(object key, RegisteredTaskObjectLifetime lifetime) => Registered.GetValueOrDefault(key);

    public void RegisterTaskObject(object key, object obj, RegisteredTaskObjectLifetime lifetime, bool allowEarlyCollection) =>
        Registered[key] = obj;

    public object? UnregisterTaskObject(object key, RegisteredTaskObjectLifetime lifetime) => null;

    public void LogTelemetry(string eventName, IDictionary<string, string> properties)
    {
    }

    public void Yield()
    {
    }

    public void Reacquire()
    {
    }

    public bool BuildProjectFile(string projectFileName, string[] targetNames, IDictionary globalProperties, IDictionary targetOutputs) =>
        false;

    public bool BuildProjectFile(
        string projectFileName, string[] targetNames, IDictionary globalProperties, IDictionary targetOutputs,
        string toolsVersion) => false;

    public bool BuildProjectFilesInParallel(
        string[] projectFileNames,
        string[] targetNames,
        IDictionary[] globalProperties,
        IDictionary[] targetOutputsPerProject,
        string[] toolsVersion,
        bool useResultsCache,
        bool unloadProjectsOnCompletion) => false;

    public BuildEngineResult BuildProjectFilesInParallel(
        string[] projectFileNames,
        string[] targetNames,
        IDictionary[] globalProperties,
        IList<string>[] removeGlobalProperties,
        string[] toolsVersion,
        bool returnTargetOutputs) => new(false, []);

    private void Add(string? code, string? file, int line, string? message, string severity)
    {
        if (!string.IsNullOrEmpty(code)) Diagnostics.Add($"{severity} {code} {Path.GetFileName(file)} {line} {message}");
        Findings.Add($"{code} {Path.GetFileName(file)} {line}");
        Messages.Add(message ?? "");
    }
}
