using System.Collections.Immutable;
using ContainerGuard.Context;
using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules;

/// <summary>What a rule sees: one file's model and the facts around it. One instance serves one file and one thread.</summary>
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
    /// Whether a mark of a template engine (<c>{{</c>, <c>{%</c>) stands where an instruction should. What the file lacks may then be in what is put
    /// in, so of such a file only that is reported which the builder refuses.
    /// </summary>
    public bool IsTemplate => isTemplate ??= Model.Problems.Any(problem =>
        problem.Kind == SyntaxProblemKind.UnknownInstruction && Source.AsSpan(problem.Span) is ['{', '{' or '%', ..]);

    /// <summary>The images whose contents reach a build, where the reference is known.</summary>
    public ImmutableArray<UsedImage> Images => images.IsDefault ? images = UsedImage.In(Model) : images;

    /// <summary>The image that the file makes; null when it has no stage.</summary>
    public FinalImage? Image => image ??= FinalImage.Of(Model, Facts);

    /// <summary>What a container of that image starts; null when the file does not say.</summary>
    public ContainerProcess? Process => process ??= Image is null ? null : ContainerProcess.Of(Image);

    /// <summary>What the RUNs of all stages run.</summary>
    public ImmutableArray<RunScript> Runs => runs.IsDefault ? runs = RunScript.In(Model) : runs;

    /// <summary>The commands in those by the programs that they call.</summary>
    public CommandIndex Commands => commands ??= new CommandIndex(Runs);

    /// <summary>What COPY and ADD of all stages take from the build context.</summary>
    public ImmutableArray<ContextCopy> Copies => copies.IsDefault ? copies = ContextCopy.In(Model) : copies;

    /// <summary>What the LABELs of all stages set.</summary>
    public ImmutableArray<LabelUse> Labels => labels.IsDefault ? labels = LabelUse.In(Model, Facts.Labels) : labels;

    /// <summary>The ports that the EXPOSEs of all stages declare, in source order.</summary>
    public ImmutableArray<ExposedPort> ExposedPorts => exposedPorts.IsDefault ? exposedPorts = PortsIn(Model) : exposedPorts;

    /// <summary>The RUNs that give copied files to another owner.</summary>
    public ImmutableArray<OwnerChange> OwnerChanges => ownerChanges.IsDefault ? ownerChanges = OwnerChange.In(Commands) : ownerChanges;

    /// <summary>What the file says of BuildKit's checks.</summary>
    public BuildKitChecks Checks => checks ??= BuildKitChecks.Read(Syntax);

    /// <summary>The comments that silence findings.</summary>
    public Suppressions Suppressions => suppressions ??= Suppressions.Read(Syntax, Facts.Today);

    /// <summary>The rules that have looked at the file: those that are switched on.</summary>
    public IReadOnlyList<RuleDescriptor> RulesRun => run;

    /// <summary>Findings so far, in the order they were reported.</summary>
    public ImmutableArray<RawFinding> Findings => findings.ToImmutable();

    /// <summary>
    /// A piece of an instruction, from the instruction's first line on: there BuildKit and its neighbours place what they find in a
    /// continued instruction. On that line it is the piece alone.
    /// </summary>
    public TextSpan FromFirstLine(InstructionSyntax instruction, TextSpan piece)
    {
        var start = (instruction.Onbuild ?? instruction).HeaderSpan.Start;
        return Source.GetLine(piece.Start) == Source.GetLine(start) ? piece : TextSpan.FromBounds(start, piece.End);
    }

    /// <summary>Reports a violation at <paramref name="span"/>.</summary>
    /// <param name="span">The smallest piece of text that shows the violation.</param>
    /// <param name="message">What is wrong here, why it matters, what to write instead.</param>
    /// <param name="severity">Only where the facts make it weigh more or less than declared.</param>
    /// <param name="isRefusedByBuildKit">True when the builder itself would stop here.</param>
    /// <param name="fix">The edits that certainly put it right, in order; null where a person has to think.</param>
    /// <param name="ignore">The lines that certainly put it right at the end of the ignore file.</param>
    /// <param name="variant">The rule's descriptor as this finding has it, where findings differ in aliases and levels.</param>
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
    /// <param name="span">The smallest piece of it that shows the violation.</param>
    /// <param name="message">What is wrong here, why it matters, what to write instead.</param>
    public void ReportIn(SourceText source, TextSpan span, string message)
    {
        var rule = current ?? throw new InvalidOperationException("ReportIn is called from a rule's Check.");
        findings.Add(new RawFinding(rule.Descriptor, span, message, rule.Descriptor.Severity, IsRefusedByBuildKit: false, Fix: null, source));
    }

    /// <summary>Reports what the builder refuses for one reason.</summary>
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
                // What lies below came with the stage that this one continues.
                if (port.Instruction.Span.Start < stage.From.Span.Start) break;
                (ports ??= []).Add(port);
            }

            // They come newest first.
            ports?.Reverse(first, ports.Count - first);
        }

        return ports is null ? [] : [.. ports];
    }

    /// <summary>A finding before suppressions and levels have had their say; in the Dockerfile itself where <paramref name="Elsewhere"/> is null, and fixed there where <paramref name="Fixed"/> is.</summary>
    internal sealed record RawFinding(
        RuleDescriptor Rule, TextSpan Span, string Message, Severity Severity, bool IsRefusedByBuildKit, TextEdit[]? Fix, SourceText? Elsewhere = null, SourceText? Fixed = null);
}
