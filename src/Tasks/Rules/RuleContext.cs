using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules;

/// <summary>What a rule sees: one file's model and the facts around it. One instance serves one file and one thread.</summary>
internal sealed class RuleContext(DockerfileModel model, RuleFacts facts)
{
    private readonly List<RawFinding> findings = [];
    private IReadOnlyList<UsedImage>? images;
    private FinalImage? image;
    private ContainerProcess? process;
    private IReadOnlyList<RunScript>? runs;
    private IReadOnlyList<ContextCopy>? copies;
    private IReadOnlyList<ExposedPort>? exposedPorts;
    private BuildKitChecks? checks;
    private Rule? current;

    public DockerfileModel Model { get; } = model;

    public DockerfileSyntax Syntax => Model.Syntax;

    public SourceText Source => Model.Syntax.Source;

    public RuleFacts Facts { get; } = facts;

    /// <summary>The images whose contents reach a build, where the reference is known.</summary>
    public IReadOnlyList<UsedImage> Images => images ??= UsedImage.In(Model);

    /// <summary>The image that the file makes; null when it has no stage.</summary>
    public FinalImage? Image => image ??= FinalImage.Of(Model, Facts);

    /// <summary>What a container of that image starts; null when the file does not say.</summary>
    public ContainerProcess? Process => process ??= Image is null ? null : ContainerProcess.Of(Image);

    /// <summary>What the RUNs of all stages run.</summary>
    public IReadOnlyList<RunScript> Runs => runs ??= RunScript.In(Model);

    /// <summary>What COPY and ADD of all stages take from the build context.</summary>
    public IReadOnlyList<ContextCopy> Copies => copies ??= [.. ContextCopy.In(Model)];

    /// <summary>The ports that the EXPOSEs of all stages declare, in source order.</summary>
    public IReadOnlyList<ExposedPort> ExposedPorts => exposedPorts ??=
        [.. Model.Stages.SelectMany(static stage => stage.End.ExposedPorts.TakeWhile(port => port.Instruction.Span.Start >= stage.From.Span.Start).Reverse())];

    /// <summary>What the file says of BuildKit's checks.</summary>
    public BuildKitChecks Checks => checks ??= BuildKitChecks.Read(Syntax);

    /// <summary>Findings so far, in the order they were reported.</summary>
    public IReadOnlyList<RawFinding> Findings => findings;

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
    public void Report(TextSpan span, string message, Severity? severity = null, bool isRefusedByBuildKit = false)
    {
        var rule = current ?? throw new InvalidOperationException("Report is called from a rule's Check.");
        findings.Add(new RawFinding(rule.Descriptor, span, message, severity ?? rule.Descriptor.Severity, isRefusedByBuildKit));
    }

    internal void Run(Rule rule)
    {
        current = rule;
        rule.Check(this);
        current = null;
    }

    /// <summary>A finding before suppressions and levels have had their say.</summary>
    internal readonly record struct RawFinding(
        RuleDescriptor Rule, TextSpan Span, string Message, Severity Severity, bool IsRefusedByBuildKit);
}
