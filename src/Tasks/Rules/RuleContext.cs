using System.Collections.Immutable;
using ContainerGuard.Context;
using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules;

/// <summary>The input of a rule: the model of one file and the facts about it. An instance is for one file and one thread.</summary>
internal sealed class RuleContext(DockerfileModel model, RuleFacts facts)
{
    private readonly ImmutableArray<RawFinding>.Builder findings = ImmutableArray.CreateBuilder<RawFinding>();
    private readonly List<RuleDescriptor> run = [];
    private ImmutableArray<UsedImage> images;
    private FinalImage? image;
    private ContainerProcess? process;
    private ImmutableArray<RunScript> runs;
    private CommandIndex? commands;
    private ImmutableArray<ContextCopy> copies;
    private ImmutableArray<ExposedPort> exposedPorts;
    private ImmutableArray<LabelUse> labels;
    private ImmutableArray<OwnerChange> ownerChanges;
    private BuildKitChecks? checks;
    private Suppressions? suppressions;
    private Rule? current;
    private bool? isTemplate;

    public DockerfileModel Model { get; } = model;

    public DockerfileSyntax Syntax => Model.Syntax;

    public SourceText Source => Model.Syntax.Source;

    public RuleFacts Facts { get; } = facts;

    /// <summary>
    /// Whether a mark of a template engine (<c>{{</c>, <c>{%</c>) is in the place of an instruction. The template may insert anything there, so only what
    /// the builder refuses is reported for such a file.
    /// </summary>
    public bool IsTemplate => isTemplate ??= Model.Problems.Any(problem =>
        problem.Kind == SyntaxProblemKind.UnknownInstruction && Source.AsSpan(problem.Span) is ['{', '{' or '%', ..]);

    /// <summary>The images that the build reads from and whose references are known.</summary>
    public ImmutableArray<UsedImage> Images => images.IsDefault ? images = UsedImage.In(Model) : images;

    /// <summary>The final image; null for a file without a stage.</summary>
    public FinalImage? Image => image ??= FinalImage.Of(Model, Facts);

    /// <summary>The process that a container of that image starts; null if the file does not set it.</summary>
    public ContainerProcess? Process => process ??= Image is null ? null : ContainerProcess.Of(Image);

    /// <summary>The scripts of the RUN instructions in all stages.</summary>
    public ImmutableArray<RunScript> Runs => runs.IsDefault ? runs = RunScript.In(Model) : runs;

    /// <summary>The commands in these scripts, by program.</summary>
    public CommandIndex Commands => commands ??= new CommandIndex(Runs);

    /// <summary>The files that COPY and ADD copy from the build context, in all stages.</summary>
    public ImmutableArray<ContextCopy> Copies => copies.IsDefault ? copies = ContextCopy.In(Model) : copies;

    /// <summary>The labels that all stages set.</summary>
    public ImmutableArray<LabelUse> Labels => labels.IsDefault ? labels = LabelUse.In(Model, Facts.Labels) : labels;

    /// <summary>The ports that EXPOSE declares in all stages, in source order.</summary>
    public ImmutableArray<ExposedPort> ExposedPorts => exposedPorts.IsDefault ? exposedPorts = PortsIn(Model) : exposedPorts;

    /// <summary>The RUN instructions that change the owner of copied files.</summary>
    public ImmutableArray<OwnerChange> OwnerChanges => ownerChanges.IsDefault ? ownerChanges = OwnerChange.In(Commands) : ownerChanges;

    /// <summary>The settings of BuildKit's checks in the file.</summary>
    public BuildKitChecks Checks => checks ??= BuildKitChecks.Read(Syntax);

    /// <summary>The comments that suppress findings.</summary>
    public Suppressions Suppressions => suppressions ??= Suppressions.Read(Syntax, Facts.Today);

    /// <summary>The rules that ran: those that are switched on.</summary>
    public IReadOnlyList<RuleDescriptor> RulesRun => run;

    /// <summary>The findings so far, in the order of their reports.</summary>
    public ImmutableArray<RawFinding> Findings => findings.ToImmutable();

    /// <summary>
    /// Extends a part of an instruction to the start of the instruction, unless it is on the first line. BuildKit and similar tools also report
    /// findings in a continued instruction on its first line.
    /// </summary>
    public TextSpan FromFirstLine(InstructionSyntax instruction, TextSpan piece)
    {
        var start = (instruction.Onbuild ?? instruction).HeaderSpan.Start;
        return Source.GetLine(piece.Start) == Source.GetLine(start) ? piece : TextSpan.FromBounds(start, piece.End);
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
        TextSpan span, string message, Severity? severity = null, bool isRefusedByBuildKit = false, TextEdit[]? fix = null, string[]? ignore = null, RuleDescriptor? variant = null)
    {
        var rule = current ?? throw new InvalidOperationException("Report is called from a rule's Check.");
        if (!isRefusedByBuildKit && IsTemplate) return;
        var ignoreFile = ignore is null ? null : Facts.Context?.IgnoreSource;
        if (ignoreFile is not null) fix = [TextEdit.Insert(ignoreFile.Text.Length, IgnoreFile.LinesToAdd(ignoreFile, ignore!))];
        findings.Add(new RawFinding(variant ?? rule.Descriptor, span, message, severity ?? rule.Descriptor.Severity, isRefusedByBuildKit, fix, Fixed: ignoreFile));
    }

    /// <summary>Reports a violation in another file that belongs to the build: its ignore file.</summary>
    /// <param name="source">That file.</param>
    /// <param name="span">The smallest part of it that shows the violation.</param>
    /// <param name="message">The fact and the remedy.</param>
    public void ReportIn(SourceText source, TextSpan span, string message)
    {
        var rule = current ?? throw new InvalidOperationException("ReportIn is called from a rule's Check.");
        findings.Add(new RawFinding(rule.Descriptor, span, message, rule.Descriptor.Severity, IsRefusedByBuildKit: false, Fix: null, source));
    }

    /// <summary>Reports all problems of one kind for which the builder refuses the file.</summary>
    public void ReportRefusals(SyntaxProblemKind kind)
    {
        foreach (var problem in Model.Problems)
        {
            if (problem.Kind == kind) Report(problem.Span, problem.Message, Severity.Error, isRefusedByBuildKit: true);
        }
    }

    internal void Run(Rule rule)
    {
        current = rule;
        rule.Check(this);
        run.Add(rule.Descriptor);
        current = null;
    }

    private static ImmutableArray<ExposedPort> PortsIn(DockerfileModel model)
    {
        List<ExposedPort>? ports = null;
        foreach (var stage in model.Stages)
        {
            var first = ports?.Count ?? 0;
            foreach (var port in stage.End.ExposedPorts)
            {
                // The following ports come from the stage that this one is based on.
                if (port.Instruction.Span.Start < stage.From.Span.Start) break;
                (ports ??= []).Add(port);
            }

            // The newest port is first.
            ports?.Reverse(first, ports.Count - first);
        }

        return ports is null ? [] : [.. ports];
    }

    /// <summary>
    /// A finding before suppressions and levels are applied. It is in the Dockerfile if <paramref name="Elsewhere"/> is null, and fixed there if
    /// <paramref name="Fixed"/> is null.
    /// </summary>
    internal sealed record RawFinding(
        RuleDescriptor Rule, TextSpan Span, string Message, Severity Severity, bool IsRefusedByBuildKit, TextEdit[]? Fix, SourceText? Elsewhere = null, SourceText? Fixed = null);
}
