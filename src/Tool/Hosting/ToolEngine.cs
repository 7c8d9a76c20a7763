using System.Collections;
using System.Collections.Concurrent;
using System.Globalization;
using ContainerGuard.Rules;
using ContainerGuard.Tool.Output;
using Microsoft.Build.Framework;

namespace ContainerGuard.Tool.Hosting;

/// <summary>Runs the tasks of the package without MSBuild: what they log goes to the console, and what they share is kept here.</summary>
/// <param name="console">The console.</param>
/// <param name="project">The file that stands for the project; a diagnostic about it has no place.</param>
internal sealed class ToolEngine(ToolConsole console, string project) : IBuildEngine4
{
    /// <summary>What a task says begins with the project in a build.</summary>
    private const string Arrow = " -> ";

    private const string Indentation = "\n    ";

    private readonly ConcurrentDictionary<object, object> _shared = new();
    private readonly Lock _turn = new();

    /// <summary>The number of errors.</summary>
    public int Errors { get; private set; }

    /// <summary>The number of warnings.</summary>
    public int Warnings { get; private set; }

    /// <summary>Whether the package itself failed (CG0060).</summary>
    public bool HasDefect { get; private set; }

    public bool ContinueOnError => false;

    public int LineNumberOfTaskNode => 0;

    public int ColumnNumberOfTaskNode => 0;

    public string ProjectFileOfTaskNode => project;

    public bool IsRunningMultipleNodes => false;

    public void LogErrorEvent(BuildErrorEventArgs e)
    {
        lock (_turn) Errors++;
        if (e.Code == GuardCodes.Defect.Id) HasDefect = true;
        Write("1;31", "error", e.Code, e.File, e.LineNumber, e.ColumnNumber, e.Message);
    }

    public void LogWarningEvent(BuildWarningEventArgs e)
    {
        lock (_turn) Warnings++;
        Write("1;33", "warning", e.Code, e.File, e.LineNumber, e.ColumnNumber, e.Message);
    }

    public void LogMessageEvent(BuildMessageEventArgs e)
    {
        if (!string.IsNullOrEmpty(e.Code)) Write("1;36", "message", e.Code, e.File, e.LineNumber, e.ColumnNumber, e.Message);
        else if (e.Importance == MessageImportance.High) Say(e.Message ?? "");
    }

    public void LogCustomEvent(CustomBuildEventArgs e)
    {
    }

    public object? GetRegisteredTaskObject(object key, RegisteredTaskObjectLifetime lifetime) => _shared.GetValueOrDefault(key);

    public void RegisterTaskObject(object key, object obj, RegisteredTaskObjectLifetime lifetime, bool allowEarlyCollection) =>
        _shared[key] = obj;

    public object? UnregisterTaskObject(object key, RegisteredTaskObjectLifetime lifetime) =>
        _shared.TryRemove(key, out var value) ? value : null;

    public void Yield()
    {
    }

    public void Reacquire()
    {
    }

    public bool BuildProjectFile(string projectFileName, string[] targetNames, IDictionary globalProperties, IDictionary targetOutputs) =>
        throw new NotSupportedException();

    public bool BuildProjectFile(
        string projectFileName, string[] targetNames, IDictionary globalProperties, IDictionary targetOutputs, string toolsVersion) =>
        throw new NotSupportedException();

    public bool BuildProjectFilesInParallel(
        string[] projectFileNames, string[] targetNames, IDictionary[] globalProperties, IDictionary[] targetOutputsPerProject,
        string[] toolsVersion, bool useResultsCache, bool unloadProjectsOnCompletion) => throw new NotSupportedException();

    public BuildEngineResult BuildProjectFilesInParallel(
        string[] projectFileNames, string[] targetNames, IDictionary[] globalProperties, IList<string>[] removeGlobalProperties,
        string[] toolsVersion, bool returnTargetOutputs) => throw new NotSupportedException();

    private void Say(string text)
    {
        var name = Path.GetFileNameWithoutExtension(project) + Arrow;
        if (text.StartsWith(name, StringComparison.Ordinal)) text = text[name.Length..];
        lock (_turn) console.Out.WriteLine(Wording.Of(text.Replace(Indentation, "\n", StringComparison.Ordinal)));
    }

    private void Write(string style, string label, string? code, string? file, int line, int column, string? message)
    {
        var place = string.IsNullOrEmpty(file) || file == project ? "" : console.Styled("1", PlaceOf(file, line, column)) + " ";
        var text = $"{place}{console.Styled(style, label)} {code}: {Wording.Of(message ?? "")}";
        lock (_turn) console.Out.WriteLine(text);
    }

    /// <summary>The place of a finding. A finding about an image without a Dockerfile has the name of the image, and no line.</summary>
    private string PlaceOf(string file, int line, int column)
    {
        var path = console.FullPath(file);
        if (!File.Exists(path)) return $"{file}:";
        var relative = Path.GetRelativePath(console.Folder, path);
        var shown = relative.StartsWith("..", StringComparison.Ordinal) ? path : relative.Replace('\\', '/');
        return string.Create(CultureInfo.InvariantCulture, $"{shown}:{line}:{column}:");
    }
}
