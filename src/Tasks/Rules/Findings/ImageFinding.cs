using ContainerGuard.Analysis.Built;
using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules;

/// <summary>Where in an image a finding is, for reports.</summary>
/// <param name="Image">The image as the user names it.</param>
/// <param name="Layer">The digest or the name of the layer; null for the configuration.</param>
/// <param name="Path">The file; null for none.</param>
/// <param name="Instruction">The step of the build as its history tells it; null if unknown.</param>
/// <param name="Setting">What sets the subject, in the words of a Dockerfile; null if a layer or the image itself has it.</param>
internal sealed record ImageSite(string Image, string? Layer, string? Path, string? Instruction, ImageSetting? Setting = null)
{
    /// <summary>A place in an image.</summary>
    /// <param name="image">The image.</param>
    /// <param name="layer">The number of the layer; null for the configuration.</param>
    /// <param name="path">The file; null for none.</param>
    /// <param name="step">The step of the build; null if unknown.</param>
    /// <param name="setting">What sets the subject.</param>
    public static ImageSite Of(ImageAnalysis image, int? layer, string? path, HistoryStep? step, ImageSetting? setting = null) => new(
        image.Inputs.Name, layer is { } index ? image.Image.Layers[index].ExpectedDiffId ?? image.Image.Layers[index].Name : null, path,
        step is null ? null : $"{step.Kind.ToKeyword()} {HistoryText.Masked(step.Text)}".Trim(), setting);
}

/// <summary>A setting of an image, which an instruction of a Dockerfile or a property of a project makes.</summary>
/// <param name="Kind">The instruction; FROM for everything that the base image brings.</param>
/// <param name="Name">The name of a variable or a label; empty for a setting that has no name.</param>
internal readonly record struct ImageSetting(InstructionKind Kind, string Name);

/// <summary>A finding in an image, before suppressions and levels are applied.</summary>
/// <param name="Rule">The violated rule.</param>
/// <param name="Severity">The severity that the rule reports.</param>
/// <param name="Message">The fact and the remedy.</param>
/// <param name="Instruction">The instruction of the Dockerfile; null without a Dockerfile.</param>
/// <param name="Subject">What the finding is about, for fingerprints: paths, a variable, a package. Never a value.</param>
/// <param name="Site">The place in the image.</param>
/// <param name="Exception">The item that accepts the finding; null without one.</param>
internal sealed record ImageFinding(
    RuleDescriptor Rule, Severity Severity, string Message, InstructionSyntax? Instruction, string Subject, ImageSite Site,
    ImageException? Exception);
