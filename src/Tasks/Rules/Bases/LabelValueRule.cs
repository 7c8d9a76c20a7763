using ContainerGuard.Analysis;

namespace ContainerGuard.Rules;

/// <summary>The base of the rules about the form of a label's value.</summary>
/// <param name="type">The type of the labels.</param>
/// <param name="isValid">Whether a value has the form.</param>
/// <param name="form">The form with its article: <c>a URL</c>.</param>
/// <param name="remedy">What to write, as a sentence.</param>
internal abstract class LabelValueRule(LabelType type, Func<string, bool> isValid, string form, string remedy) : Rule
{
    public sealed override void Check(FileAnalysis file, Findings findings)
    {
        foreach (var label in file.Labels)
        {
            if (label.IsOf(type) && !isValid(label.Value!))
            {
                findings.Report(
                    label.ValueSpan, $"The value '{MessageText.Cut(label.Value!)}' of the label '{label.Key}' is not {form}. {remedy}");
            }
        }
    }
}
