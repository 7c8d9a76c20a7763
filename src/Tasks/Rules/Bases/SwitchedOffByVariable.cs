using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;
using ContainerGuard.Text;

namespace ContainerGuard.Rules;

/// <summary>A variable disables a check that protects downloads: in ENV, in ARG, or for a command of RUN.</summary>
/// <param name="name">The variable.</param>
/// <param name="what">The check that the variable disables: the end of a sentence whose subject is the variable.</param>
/// <param name="remedy">The correction: a sentence.</param>
/// <param name="comparison">Whether the program that reads the variable distinguishes upper and lower case.</param>
internal abstract class SwitchedOffByVariable(
    string name, string what, string remedy, StringComparison comparison = StringComparison.Ordinal) : Rule
{
    public sealed override void Check(FileAnalysis file, Findings findings)
    {
        foreach (var instruction in file.Syntax.Instructions)
        {
            var inner = instruction.Trigger ?? instruction;
            if (inner.Kind is not (InstructionKind.Env or InstructionKind.Arg)) continue;
            foreach (var pair in inner.Pairs)
            {
                if (pair.Name.Equals(name, comparison) && pair.Value is { } value && !IsPassedOn(value.RawText, name)
                    && SwitchesOff(value.Value)
                    && !(file.Model.FindStage(instruction) is { } stage && IsNotRead(stage)))
                {
                    Report(findings, pair.Span, pair.Name);
                }
            }
        }

        foreach (var (run, assignment) in file.Commands.Assignments)
        {
            if (assignment.Name.Equals(name, comparison) && SwitchesOff(assignment.Value.Text) && !IsNotRead(run.Stage))
            {
                Report(findings, run.Locate(assignment.Span), assignment.Name);
            }
        }
    }

    /// <summary>Whether the value is only that of the variable itself, which another build sets: <c>ENV A=$A</c>.</summary>
    private static bool IsPassedOn(string value, string name) =>
        value.Trim('"') is ['$', .. var inner] && inner.Trim('{', '}').Equals(name, StringComparison.Ordinal);

    /// <summary>Whether the stage certainly contains no program that reads the variable.</summary>
    protected virtual bool IsNotRead(Stage stage) => false;

    /// <summary>Whether a value disables the check, as the program reads it.</summary>
    protected abstract bool SwitchesOff(string value);

    private void Report(Findings findings, TextSpan span, string variable) => findings.Report(span, $"{variable} {what} {remedy}");
}
