using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules;

/// <summary>A variable switches off a check that protects what is downloaded: in ENV, in ARG, or for a command of RUN.</summary>
/// <param name="name">The variable; upper and lower case are the same where its program reads it so.</param>
/// <param name="what">What is not checked any more, and so what can happen: the end of the sentence.</param>
/// <param name="remedy">What to do instead: a sentence.</param>
/// <param name="comparison">How its program reads the name.</param>
internal abstract class SwitchedOffByVariable(string name, string what, string remedy, StringComparison comparison = StringComparison.Ordinal) : Rule
{
    public sealed override void Check(RuleContext context)
    {
        foreach (var instruction in context.Syntax.Instructions)
        {
            var inner = instruction.Trigger ?? instruction;
            if (inner.Kind is not (InstructionKind.Env or InstructionKind.Arg)) continue;
            foreach (var pair in inner.Pairs)
            {
                if (pair.Name.Equals(name, comparison) && pair.Value is { } value && SwitchesOff(value.Value) && !(context.Model.FindStage(instruction) is { } stage && IsNotRead(stage))) Report(context, pair.Span, pair.Name);
            }
        }

        foreach (var (run, assignment) in context.Commands.Assignments)
        {
            if (assignment.Name.Equals(name, comparison) && SwitchesOff(assignment.Value.Text) && !IsNotRead(run.Stage)) Report(context, run.Locate(assignment.Span), assignment.Name);
        }
    }

    /// <summary>Whether a stage certainly has no program that reads the variable.</summary>
    protected virtual bool IsNotRead(Stage stage) => false;

    /// <summary>Whether the check is off with a value, as the variable's program reads it.</summary>
    protected abstract bool SwitchesOff(string value);

    private void Report(RuleContext context, TextSpan span, string variable) => context.Report(span, $"{variable} {what} {remedy}");
}
