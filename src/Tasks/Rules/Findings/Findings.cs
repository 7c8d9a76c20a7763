using System.Collections.Immutable;
using ContainerGuard.Analysis;
using ContainerGuard.Context;
using ContainerGuard.Dockerfile;
using ContainerGuard.Text;

namespace ContainerGuard.Rules;

/// <summary>What the rules report about one file, before suppressions and levels are applied. An instance is for one thread.</summary>
/// <param name="file">The file that the rules check.</param>
/// <param name="catalogue">All rules, including those that are switched off.</param>
internal sealed class Findings(FileAnalysis file, IReadOnlyList<Rule> catalogue)
{
    private readonly ImmutableArray<RawFinding>.Builder _all = ImmutableArray.CreateBuilder<RawFinding>();
    private readonly List<RuleDescriptor> _run = [];
    private Suppressions? _suppressions;
    private Rule? _current;

    /// <summary>All rules, including those that are switched off.</summary>
    public IReadOnlyList<Rule> Catalogue { get; } = catalogue;

    /// <summary>The comments that suppress findings.</summary>
    public Suppressions Suppressions => _suppressions ??= Suppressions.Read(file.Syntax, file.Facts.Today);

    /// <summary>The rules that ran: those that are switched on.</summary>
    public IReadOnlyList<RuleDescriptor> RulesRun => _run;

    /// <summary>The findings so far, in the order of their reports.</summary>
    public ImmutableArray<RawFinding> All => _all.ToImmutable();

    /// <summary>Collects the findings of a rule.</summary>
    public void Collect(Rule rule)
    {
        _current = rule;
        rule.Check(file, this);
        _run.Add(rule.Descriptor);
        _current = null;
    }

    /// <summary>Reports a violation at <paramref name="span"/>.</summary>
    /// <param name="span">The smallest part of the text that shows the violation.</param>
    /// <param name="message">The fact and the remedy.</param>
    /// <param name="severity">The severity, if it differs from the declared one.</param>
    /// <param name="isRefusedByBuildKit">Whether the builder refuses to build the file because of this.</param>
    /// <param name="fix">The edits that certainly fix the violation, in order; null if it must be fixed by hand.</param>
    /// <param name="ignore">The lines at the end of the ignore file that certainly fix the violation.</param>
    /// <param name="variant">The descriptor for this finding, if its aliases or level differ from those of the rule.</param>
    public void Report(
        TextSpan span,
        string message,
        Severity? severity = null,
        bool isRefusedByBuildKit = false,
        TextEdit[]? fix = null,
        string[]? ignore = null,
        RuleDescriptor? variant = null)
    {
        var rule = _current ?? throw new InvalidOperationException("Report is called from a rule's Check.");
        if (!isRefusedByBuildKit && file.IsTemplate) return;
        var ignoreFile = ignore is null ? null : file.Facts.Context?.IgnoreSource;
        if (ignoreFile is not null) fix = [TextEdit.Insert(ignoreFile.Text.Length, IgnoreFile.LinesToAdd(ignoreFile, ignore!))];
        var declared = variant ?? rule.Descriptor;
        _all.Add(
            new RawFinding(
                declared, span, SecretText.Mask(message), severity ?? rule.Descriptor.Severity, isRefusedByBuildKit, fix,
                Fixed: ignoreFile));
    }

    /// <summary>Reports a violation in another file that belongs to the build: its ignore file.</summary>
    /// <param name="source">That file.</param>
    /// <param name="span">The smallest part of it that shows the violation.</param>
    /// <param name="message">The fact and the remedy.</param>
    public void ReportIn(SourceText source, TextSpan span, string message)
    {
        var rule = _current ?? throw new InvalidOperationException("ReportIn is called from a rule's Check.");
        _all.Add(new RawFinding(
            rule.Descriptor, span, SecretText.Mask(message), rule.Descriptor.Severity, IsRefusedByBuildKit: false, Fix: null, source));
    }

    /// <summary>Reports all problems of one kind for which the builder refuses the file.</summary>
    public void ReportRefusals(SyntaxProblemKind kind)
    {
        foreach (var problem in file.Model.Problems)
        {
            if (problem.Kind == kind) Report(problem.Span, problem.Message, Severity.Error, isRefusedByBuildKit: true);
        }
    }
}
