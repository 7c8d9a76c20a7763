using System.Globalization;
using ContainerGuard.Analysis;
using ContainerGuard.Checking;
using ContainerGuard.Context;
using ContainerGuard.Dockerfile;
using ContainerGuard.Files;
using ContainerGuard.Fixes;
using ContainerGuard.Rules;
using ContainerGuard.Text;
using Microsoft.Build.Framework;

namespace ContainerGuard;

/// <summary>Edits Dockerfiles where an edit is safe, or shows the edits.</summary>
[MSBuildMultiThreadableTask]
public sealed class FixDockerfiles : RuleTask
{
    private const int MostFixesShown = 20;
    private string[] _otherRules = [];

    /// <summary>The files, as the project names them.</summary>
    [Required]
    public ITaskItem[] Dockerfiles { get; set; } = [];

    /// <summary><c>ContainerGuardCompose</c> items: compose files, whose images are treated as those of Dockerfiles.</summary>
    public ITaskItem[] Compose { get; set; } = [];

    /// <summary>The codes to fix; empty for all.</summary>
    public string? Rules { get; set; }

    /// <summary>The evaluated .NET project, with which its Dockerfile is compared; empty for other projects.</summary>
    public ITaskItem[] CheckedProject { get; set; } = [];

    /// <summary>True to show the difference and write nothing.</summary>
    public bool DryRun { get; set; }

    private protected override void Run()
    {
        if (!SetAsideOtherRules() || FactsOrReport() is not { } facts) return;

        facts = facts with { Project = ProjectFactsReader.Of(CheckedProject, ContextDirectory, Files, BuildEngine) };
        var policy = Policy;
        var contexts = Contexts(Dockerfiles);
        var paths = FilesOf(Dockerfiles, Compose);
        foreach (var path in paths)
        {
            // The settings of the project's image build are about the first.
            if (path != paths[0]) facts = facts with { Build = ModelOptions.Default };
            Cancellation.ThrowIfCancellationRequested();
            var fullPath = FullPath(path);
            var settings = Configuration.For(fullPath).Without(_otherRules);
            var ignoreFile = Fix(path, facts, contexts, policy.For(settings));

            // The next Dockerfile may use the same ignore file.
            if (ignoreFile is not null && WriteIgnoreFile(ignoreFile)) contexts = Contexts(Dockerfiles);
        }
    }

    /// <summary>The ignore file with the added lines; null if it does not change, or if the Dockerfile could not be fixed.</summary>
    private SourceText? Fix(string path, FileFacts facts, BuildContexts contexts, SeverityPolicy policy)
    {
        var fullPath = FullPath(path);
        var (bytes, problem) = TextFile.Read(fullPath, KindOf(path));
        if (bytes is null)
        {
            Report(GuardCodes.CannotReadFile, fullPath, problem!);
            return null;
        }

        var source = SourceText.FromBytes(bytes, path);
        facts = ReadFile.Of(source, fullPath, facts, contexts).Facts;
        var result = DockerfileFixer.Fix(source, facts, policy);
        foreach (var finding in result.Applied)
        {
            Log.LogMessage(
                MessageImportance.Normal, "{0}({1},{2}): fixes {3}: {4}", path, finding.Start!.Value.Line, finding.Start.Value.Column,
                finding.Rule.Id, finding.Rule.Title);
        }

        var ignoreFile = result.Facts.Context?.IgnoreSource;
        if (ignoreFile == facts.Context?.IgnoreSource) ignoreFile = null;
        var left = CountOf(result.Left);
        var rest = left == 0 ? "no findings remain" : $"{left} {(left == 1 ? "finding remains" : "findings remain")}";
        if (result.Applied.Count == 0)
        {
            Say($"{path}: nothing to fix; {rest}");
        }
        else if (DryRun)
        {
            Say($"{path}: would fix {Codes(result.Applied)}; {rest}. {DryRunText}");
            ShowDifference(path, source.Text, result.Text.Text);
            if (ignoreFile is not null) ShowDifference(ignoreFile.Path, facts.Context!.IgnoreSource.Text, ignoreFile.Text);
        }
        else if (TextFile.Write(fullPath, result.Text.ToBytes(), KindOf(path)) is { } cannot)
        {
            Report(GuardCodes.CannotWriteFile, fullPath, cannot);
            return null;
        }
        else
        {
            Say($"{path}: fixed {Codes(result.Applied)}; {rest}");
            SayFixes(result.Applied);
        }

        return DryRun ? null : ignoreFile;
    }

    /// <summary>Reports which lines were edited, and why.</summary>
    private void SayFixes(IReadOnlyList<Diagnostic> applied)
    {
        foreach (var finding in applied.Take(MostFixesShown))
        {
            Say($"  line {finding.Start!.Value.Line}: {finding.Rule.Id} {finding.Rule.Title}");
        }

        if (applied.Count > MostFixesShown) Say($"  and {applied.Count - MostFixesShown} more");
    }

    private bool WriteIgnoreFile(SourceText ignoreFile)
    {
        if (TextFile.Write(FullPath(ignoreFile.Path), ignoreFile.ToBytes(), "ignore file") is not { } cannot)
        {
            Say($"{ignoreFile.Path}: added the missing patterns");
            return true;
        }

        Report(GuardCodes.CannotWriteFile, FullPath(ignoreFile.Path), cannot);
        return false;
    }

    /// <summary>Turns off the rules that ContainerGuardFixRules does not name. Reports a code that does not exist.</summary>
    private bool SetAsideOtherRules()
    {
        var named = (Rules ?? "").Split([';', ',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (named.Length == 0) return true;

        var codes = RuleCatalogue.All.Select(static rule => rule.Descriptor.Id).ToArray();
        if (named.FirstOrDefault(code => !codes.Contains(code, StringComparer.OrdinalIgnoreCase)) is { } wrong)
        {
            Report(
                GuardCodes.InvalidValue, ProjectFile,
                $"ContainerGuardFixRules names the unknown rule '{wrong}'. Write codes, for example 'CG1016 CG5010'.");
            return false;
        }

        _otherRules = [.. codes.Except(named, StringComparer.OrdinalIgnoreCase)];
        return true;
    }

    /// <summary>For example <c>CG1016 (2), CG5010</c>.</summary>
    private static string Codes(IEnumerable<Diagnostic> findings) => string.Join(", ", findings
        .GroupBy(static finding => finding.Rule.Id, StringComparer.Ordinal).OrderBy(static rule => rule.Key, StringComparer.Ordinal)
        .Select(static rule => rule.Count() == 1 ? rule.Key : string.Create(CultureInfo.InvariantCulture, $"{rule.Key} ({rule.Count()})")));
}
