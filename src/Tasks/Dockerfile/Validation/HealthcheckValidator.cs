using System.Globalization;
using ContainerGuard.Text;

namespace ContainerGuard.Dockerfile;

/// <summary>Finds the errors in a HEALTHCHECK that BuildKit refuses.</summary>
internal sealed class HealthcheckValidator(List<SyntaxProblem> problems)
{
    public void Validate(InstructionSyntax instruction)
    {
        if (instruction.HealthcheckType is not { } type)
        {
            Add(SyntaxProblemKind.MissingArgument, instruction.KeywordSpan, "HEALTHCHECK needs an argument: CMD and a command, or NONE.");
            return;
        }

        if (type.Raw.Equals("NONE", StringComparison.OrdinalIgnoreCase))
        {
            if (instruction.Form == ArgumentForm.Shell || !instruction.Arguments.IsEmpty)
            {
                Add(
                    SyntaxProblemKind.TooManyArguments,
                    TextSpan.FromBounds(type.Span.End, instruction.ArgumentsSpan.End),
                    "HEALTHCHECK NONE does not accept arguments. Remove the text after NONE.");
            }

            return;
        }

        if (!type.Raw.Equals("CMD", StringComparison.OrdinalIgnoreCase))
        {
            Add(
                SyntaxProblemKind.InvalidHealthcheck, type.Span,
                $"HEALTHCHECK must be followed by CMD or NONE, not '{type.Text}'. Did you mean 'CMD {type.Text}'?",
                $"CMD {type.Text}");
            return;
        }

        if (instruction.Form != ArgumentForm.Shell && instruction.Arguments.IsEmpty)
        {
            Add(SyntaxProblemKind.MissingArgument, type.Span, "HEALTHCHECK CMD needs a command. Write it after CMD.");
        }

        foreach (var flag in instruction.Flags)
        {
            if (flag.Is("retries"))
            {
                ValidateRetries(flag);
            }
            else if (flag.Is("interval") || flag.Is("timeout") || flag.Is("start-period") || flag.Is("start-interval"))
            {
                ValidateDuration(flag);
            }
        }
    }

    private void ValidateRetries(FlagSyntax flag)
    {
        if (flag.ValueText.IsEmpty)
        {
            return;
        }

        if (!GoNumber.TryParse(flag.ValueText, int.MinValue, int.MaxValue, out var retries) || retries < 0)
        {
            Add(
                SyntaxProblemKind.InvalidFlagValue, flag.ValueSpan,
                $"--retries must be a whole number that is 0 or greater, not '{flag.Value}'.");
        }
    }

    private void ValidateDuration(FlagSyntax flag)
    {
        if (flag.ValueText.IsEmpty)
        {
            return;
        }

        if (!GoDuration.TryParse(flag.ValueText, out var nanoseconds))
        {
            Add(
                SyntaxProblemKind.InvalidFlagValue, flag.ValueSpan,
                $"--{flag.Name} has the invalid duration '{flag.Value}'. Write a number with a unit, such as 30s, 1m30s or 500ms.",
                GoNumber.TryParse(flag.ValueText, 0, int.MaxValue, out var seconds)
                    ? seconds.ToString(CultureInfo.InvariantCulture) + "s"
                    : null);
        }
        else if (nanoseconds != 0 && nanoseconds < GoDuration.NanosecondsPerMillisecond)
        {
            Add(SyntaxProblemKind.InvalidFlagValue, flag.ValueSpan, $"--{flag.Name} must be 0 or at least 1ms, not '{flag.Value}'.");
        }
    }

    private void Add(SyntaxProblemKind kind, TextSpan span, string message, string? suggestion = null) =>
        problems.Add(new SyntaxProblem(kind, span, message, suggestion));
}
