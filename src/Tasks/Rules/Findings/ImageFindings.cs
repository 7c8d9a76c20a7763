using ContainerGuard.Analysis.Built;
using ContainerGuard.Dockerfile;
using ContainerGuard.Inspection.Trees;
using ContainerGuard.Text;

namespace ContainerGuard.Rules;

/// <summary>
/// What the rules report about one image. A finding is at the instruction that caused it, at FROM if the base image did, and at the image
/// where neither is known.
/// </summary>
/// <param name="image">The image.</param>
/// <param name="exceptions">The items that accept findings, without those that have expired.</param>
internal sealed class ImageFindings(ImageAnalysis image, IReadOnlyList<ImageException> exceptions)
{
    private const int ShownPaths = 2;

    private readonly List<ImageFinding> _all = [];
    private ImageRule? _current;

    public IReadOnlyList<ImageFinding> All => _all;

    /// <summary>Collects the findings of a rule.</summary>
    public void Collect(ImageRule rule)
    {
        _current = rule;
        rule.Check(image, this);
        _current = null;
    }

    /// <summary>Reports something that an instruction of a kind sets: USER, ENTRYPOINT.</summary>
    /// <param name="kind">The instruction.</param>
    /// <param name="subject">What the finding is about; empty for the setting itself.</param>
    /// <param name="message">The fact and the remedy.</param>
    /// <param name="severity">The severity, if it differs from the declared one.</param>
    public void ReportSetting(InstructionKind kind, string subject, string message, Severity? severity = null) =>
        Add(image.LastInstruction(kind) ?? From, null, null, subject, message, severity, setting: new(kind, subject));

    /// <summary>Reports at an instruction, or at FROM.</summary>
    /// <param name="instruction">The instruction; null for FROM.</param>
    /// <param name="subject">What the finding is about.</param>
    /// <param name="message">The fact and the remedy.</param>
    /// <param name="kind">What sets the subject in an image without a Dockerfile.</param>
    public void ReportAt(
        InstructionSyntax? instruction, string subject, string message, InstructionKind kind = InstructionKind.From) =>
        Add(instruction ?? From, null, null, subject, message, severity: null, setting: new(kind, subject));

    /// <summary>Reports something about the image as a whole.</summary>
    public void ReportImage(string subject, string message, Severity? severity = null) => Add(From, null, null, subject, message, severity);

    /// <summary>Reports a step of the history.</summary>
    public void ReportStep(HistoryStep step, string subject, string message, Severity? severity = null) =>
        Add(image.Origins.InstructionOf(step) ?? From, step.Layer, null, subject, message, severity, step);

    /// <summary>Reports something in a layer.</summary>
    public void ReportLayer(int layer, string? path, string subject, string message, Severity? severity = null) => Add(
        image.IsOurs(layer) ? image.Origins.InstructionOf(layer) ?? From : From, layer, path, subject, message, severity,
        image.Origins.StepOf(layer), SettingOf(layer));

    /// <summary>Reports a file at the instruction that added or changed it.</summary>
    public void ReportFile(FileNode file, string message, Severity? severity = null)
    {
        var path = file.Path;
        ReportLayer(file.Version!.Layer, path, path, message, severity);
    }

    /// <summary>Reports files, those of one layer together.</summary>
    /// <param name="files">The files.</param>
    /// <param name="message">Makes the message of the files as a list and of their number.</param>
    /// <param name="severity">The severity, if it differs from the declared one.</param>
    public void ReportFiles(IEnumerable<FileNode> files, Func<string, int, string> message, Severity? severity = null) =>
        ReportPaths(files.Select(static file => new PathInLayer(file.Version!.Layer, file.Path)), message, severity);

    /// <summary>Reports paths, those of one layer together.</summary>
    public void ReportPaths(IEnumerable<PathInLayer> paths, Func<string, int, string> message, Severity? severity = null)
    {
        var rule = Current.Descriptor;
        foreach (var group in paths.GroupBy(file => new SameFinding(file.Layer, ExceptionFor(rule, file.Path, ""))))
        {
            string[] all = [.. group.Select(static file => file.Path)];
            var list = WordList.And(all.Select(static path => $"'/{path}'"), ShownPaths);
            var layer = group.Key.Layer;
            var instruction = image.IsOurs(layer) ? image.Origins.InstructionOf(layer) ?? From : From;
            _all.Add(new ImageFinding(
                rule, severity ?? rule.Severity, message(list, all.Length), instruction, string.Join('\n', all),
                SiteOf(layer, all[0], image.Origins.StepOf(layer), SettingOf(layer)), group.Key.Exception));
        }
    }

    private ImageRule Current => _current ?? throw new InvalidOperationException("Findings are reported from a rule's Check.");

    /// <summary>The FROM of the base image.</summary>
    private InstructionSyntax? From => image.Inputs.Dockerfile?.Model.FinalStage?.Root is { IsFragment: false } root ? root.From : null;

    /// <summary>The base image brings its layers.</summary>
    private ImageSetting? SettingOf(int layer) => image.IsOurs(layer) ? null : new(InstructionKind.From, "");

    private void Add(
        InstructionSyntax? instruction, int? layer, string? path, string subject, string message, Severity? severity,
        HistoryStep? step = null, ImageSetting? setting = null)
    {
        var rule = Current.Descriptor;
        _all.Add(new ImageFinding(
            rule, severity ?? rule.Severity, message, instruction, subject, SiteOf(layer, path, step, setting),
            ExceptionFor(rule, path, subject)));
    }

    private ImageSite SiteOf(int? layer, string? path, HistoryStep? step, ImageSetting? setting) =>
        ImageSite.Of(image, layer, path, step, setting);

    private ImageException? ExceptionFor(RuleDescriptor rule, string? path, string subject)
    {
        ImageException? found = null;
        foreach (var exception in exceptions)
        {
            if (exception.Accepts(rule, path, subject)) found ??= exception;
        }

        return found;
    }

    private sealed record SameFinding(int Layer, ImageException? Exception);
}

/// <summary>A path and the layer that it is reported for.</summary>
internal sealed record PathInLayer(int Layer, string Path);
