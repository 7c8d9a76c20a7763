using ContainerGuard.Text;

namespace ContainerGuard.Dockerfile;

/// <summary>
/// Finds the errors in a single instruction that BuildKit refuses (moby/buildkit, frontend/dockerfile/instructions/parse.go).
/// </summary>
internal sealed class InstructionValidator(List<SyntaxProblem> problems)
{
    public void Validate(InstructionSyntax instruction)
    {
        var before = problems.Count;
        if (FlagDefinition.AreChecked(instruction))
        {
            ValidateFlags(instruction);
        }

        switch (instruction.Kind)
        {
            case InstructionKind.Unknown:
                ReportUnknown(instruction);
                break;
            case InstructionKind.Add or InstructionKind.Copy:
                ValidateCopy(instruction);
                break;
            case InstructionKind.Arg:
                RequireArguments(instruction, instruction.Pairs.Length, "the name of a build argument, such as VERSION");
                RequireNames(instruction);
                break;
            case InstructionKind.Env or InstructionKind.Label:
                RequireArguments(instruction, instruction.Pairs.Length, "name=value");
                RequireNames(instruction);
                break;
            case InstructionKind.Expose:
                RequireArguments(instruction, instruction.Arguments.Length, "a port, such as 8080");
                break;
            case InstructionKind.From:
                ValidateFrom(instruction);
                break;
            case InstructionKind.Healthcheck:
                new HealthcheckValidator(problems).Validate(instruction);
                break;
            case InstructionKind.Maintainer:
                RequireArguments(instruction, instruction.Arguments.Length, "a name");
                break;
            case InstructionKind.Onbuild:
                ValidateOnbuild(instruction);
                break;
            case InstructionKind.Run:
                if (problems.Count == before)
                {
                    new RunValidator(problems).Validate(instruction);
                }

                break;
            case InstructionKind.Shell:
                ValidateShell(instruction);
                break;
            case InstructionKind.Stopsignal:
                RequireArguments(instruction, instruction.Arguments.Length, "a signal, such as SIGTERM");
                break;
            case InstructionKind.User:
                RequireArguments(instruction, instruction.Arguments.Length, "a user name or user ID, such as 10001");
                break;
            case InstructionKind.Volume:
                ValidateVolume(instruction);
                break;
            case InstructionKind.Workdir:
                RequireArguments(instruction, instruction.Arguments.Length, "an absolute path, such as /app");
                break;
        }
    }

    private void Add(SyntaxProblemKind kind, TextSpan span, string message, string? suggestion = null) =>
        problems.Add(new SyntaxProblem(kind, span, message, suggestion));

    private void ReportUnknown(InstructionSyntax instruction)
    {
        var keyword = instruction.Line.AsSpan()[..].Trim();
        keyword = keyword[..Blank.IndexIn(keyword, 0)];
        if (instruction.Onbuild is not null)
        {
            keyword = instruction.Source.AsSpan(instruction.KeywordSpan);
        }

        var upper = keyword.Length <= 64 ? keyword.ToString().ToUpperInvariant() : "";
        var nearest = upper.Length == 0 ? null : SpellingSuggestion.Find(upper, InstructionKeywords.All);
        var isLower = keyword.Length > 0 && Characters.Capitals.FirstIn(keyword) < 0;
        var suggestion = isLower ? nearest?.ToLowerInvariant() : nearest;
        var shown = keyword.Length <= 64 ? keyword.ToString() : string.Concat(keyword[..64], "…");
        Add(
            SyntaxProblemKind.UnknownInstruction, instruction.KeywordSpan,
            suggestion is not null
                ? $"'{shown}' is not an instruction. Did you mean '{suggestion}'?"
                : $"'{shown}' is not an instruction. Begin the line with an instruction, such as RUN, or end the previous line with "
                    + $"'{instruction.Root.EscapeCharacter}' to continue it.",
            suggestion);
    }

    private void RequireArguments(InstructionSyntax instruction, int count, string expected)
    {
        if (count == 0)
        {
            Add(
                SyntaxProblemKind.MissingArgument, instruction.KeywordSpan,
                $"{instruction.Kind.ToKeyword()} needs an argument: {expected}.");
        }
    }

    private void RequireNames(InstructionSyntax instruction)
    {
        foreach (var pair in instruction.Pairs)
        {
            if (pair.Key.IsEmpty)
            {
                Add(
                    SyntaxProblemKind.BlankName, pair.Span,
                    $"The name before '=' is missing. Write {instruction.Kind.ToKeyword()} name=value.");
            }
        }
    }

    private void ValidateFlags(InstructionSyntax instruction)
    {
        var definitions = FlagDefinition.Of(instruction.Kind);
        for (var i = 0; i < instruction.Flags.Length; i++)
        {
            var flag = instruction.Flags[i];
            FlagDefinition? definition = null;
            foreach (var candidate in definitions)
            {
                if (flag.Is(candidate.Name))
                {
                    definition = candidate;
                }
            }

            if (definition is null)
            {
                ReportUnknownFlag(instruction, flag, definitions);
            }
            else
            {
                ValidateFlag(instruction, flag, definition, i);
            }
        }
    }

    private void ReportUnknownFlag(InstructionSyntax instruction, FlagSyntax flag, ReadOnlySpan<FlagDefinition> definitions)
    {
        var keyword = instruction.Kind.ToKeyword();
        var names = new List<string>();
        foreach (var definition in definitions)
        {
            names.Add(definition.Name);
        }

        var nearest = SpellingSuggestion.Find(flag.NameText, names.ToArray());
        var expected = nearest is not null
            ? $"Did you mean --{nearest}?"
            : names.Count == 0 ? $"{keyword} does not accept flags." : $"{keyword} accepts --{string.Join(", --", names)}.";
        Add(SyntaxProblemKind.UnknownFlag, flag.NameSpan, $"--{flag.Name} is not a flag of {keyword}. {expected}", nearest);
    }

    private void ValidateFlag(InstructionSyntax instruction, FlagSyntax flag, FlagDefinition definition, int index)
    {
        if (definition.Type != FlagType.TextList)
        {
            for (var i = 0; i < index && i < 16; i++)
            {
                if (!instruction.Flags[i].Is(definition.Name))
                {
                    continue;
                }

                Add(
                    SyntaxProblemKind.DuplicateFlag, flag.Span,
                    $"--{definition.Name} occurs twice, but {instruction.Kind.ToKeyword()} accepts it only once. Remove one of the two.");
                return;
            }
        }

        if (definition.Type == FlagType.Boolean)
        {
            if (!flag.HasValue || flag.ValueText.Equals("true", StringComparison.OrdinalIgnoreCase)
                || flag.ValueText.Equals("false", StringComparison.OrdinalIgnoreCase))
            {
                return;
            }

            Add(
                SyntaxProblemKind.FlagNotBoolean, flag.Span,
                $"--{definition.Name} must be true or false, not '{flag.Value}'. Write --{definition.Name} or --{definition.Name}=false.");
        }
        else if (!flag.HasValue)
        {
            Add(
                SyntaxProblemKind.FlagNeedsValue, flag.Span, $"--{definition.Name} needs a value. Write --{definition.Name}=value.");
        }
    }

    private void ValidateCopy(InstructionSyntax instruction)
    {
        var keyword = instruction.Kind.ToKeyword();
        if (instruction.Arguments.Length < 2)
        {
            Add(
                SyntaxProblemKind.MissingArgument, instruction.KeywordSpan,
                instruction.Arguments.IsEmpty
                    ? $"{keyword} needs at least two arguments: a source and a destination."
                    : $"{keyword} needs a destination after '{instruction.Arguments[0].Text}'. Write '.' for the working directory.");
            return;
        }

        var destination = instruction.Arguments[^1];
        if (HeredocWord.TryParse(destination.Text, out _, out _))
        {
            Add(
                SyntaxProblemKind.HeredocAsDestination, destination.Span,
                $"The destination of {keyword} cannot be a heredoc. Write the path of the file after '{destination.Text}'.");
        }
    }

    private void ValidateFrom(InstructionSyntax instruction)
    {
        var arguments = instruction.Arguments;
        if (arguments.Length == 3 && arguments[1].Raw.Equals("as", StringComparison.OrdinalIgnoreCase))
        {
            if (!IsStageName(arguments[2].Raw))
            {
                Add(
                    SyntaxProblemKind.InvalidStageName, arguments[2].Span,
                    $"'{arguments[2].Text}' is not a valid stage name. "
                        + "Begin with a letter, and use only letters, digits, '-', '_' and '.'.");
            }
        }
        else if (arguments.IsEmpty)
        {
            RequireArguments(instruction, 0, "a base image, such as alpine:3.22");
        }
        else if (arguments.Length != 1)
        {
            var isSplit = arguments[0].Raw is [.., ':' or '@'] || arguments[1].Raw is [':' or '@', ..];
            Add(
                SyntaxProblemKind.TooManyArguments,
                TextSpan.FromBounds(arguments[1].Span.Start, arguments[^1].Span.End),
                isSplit
                    ? $"The image reference contains a space. Write 'FROM {arguments[0].Text}{arguments[1].Text}'."
                    : "The arguments of FROM are not valid. Write 'FROM image' or 'FROM image AS name'.");
        }
    }

    private static bool IsStageName(ReadOnlySpan<char> name)
    {
        if (name.IsEmpty || !char.IsAsciiLetter(name[0]))
        {
            return false;
        }

        foreach (var c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.'))
            {
                return false;
            }
        }

        return true;
    }

    private void ValidateOnbuild(InstructionSyntax instruction)
    {
        if (instruction.Trigger is not { } trigger)
        {
            RequireArguments(instruction, 0, "the instruction to run in builds that use this image, such as RUN make");
            return;
        }

        if (trigger.Kind is InstructionKind.Onbuild or InstructionKind.Maintainer or InstructionKind.From)
        {
            Add(
                SyntaxProblemKind.TriggerNotAllowed, trigger.KeywordSpan,
                $"ONBUILD does not allow {trigger.Kind.ToKeyword()}. It allows every instruction except FROM, MAINTAINER and ONBUILD.");
        }
    }

    private void ValidateShell(InstructionSyntax instruction)
    {
        if (instruction.Form == ArgumentForm.Shell)
        {
            Add(
                SyntaxProblemKind.ShellNotJson, instruction.ArgumentsSpan,
                "SHELL needs a JSON array of strings, for example SHELL [\"/bin/bash\", \"-o\", \"pipefail\", \"-c\"].");
        }
        else
        {
            RequireArguments(instruction, instruction.Arguments.Length, "a JSON array such as [\"/bin/sh\", \"-c\"]");
        }
    }

    private void ValidateVolume(InstructionSyntax instruction)
    {
        RequireArguments(instruction, instruction.Arguments.Length, "the path of a directory");
        foreach (var volume in instruction.Arguments)
        {
            if (string.IsNullOrWhiteSpace(volume.Text))
            {
                Add(
                    SyntaxProblemKind.BlankVolume, volume.Span,
                    "The path of a volume is empty. Write the path of a directory, or remove it.");
            }
        }
    }
}
