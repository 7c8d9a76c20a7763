using ContainerGuard.Text;

namespace ContainerGuard.Dockerfile;

/// <summary>Applies the instructions of a stage to its state and expands their words (moby/buildkit, dockerfile2llb, dispatch).</summary>
internal sealed partial class StageEvaluator(
    DockerfileSyntax syntax, ModelOptions options, GlobalScope globals, List<SyntaxProblem> problems, List<UndefinedVariable> undefined)
{
    private static readonly Variable UnknownPath =
        new("/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", IsKnown: false);

    private static readonly StageState Scratch = CreateRoot(mayHaveOthers: false, null);
    private static readonly StageState Unknown = CreateRoot(mayHaveOthers: true, null);

    private readonly ExpansionBudget _budget = new();
    private StageState _state = new();
    private InstructionSyntax _instruction = null!;
    private InstructionSyntax? _misquoted;
    private bool _hasCmd;

    public void Evaluate(Stage stage)
    {
        _state = stage.Parent?.End ?? GetRoot(stage);
        _hasCmd = false;
        if (stage.Parent is { } parent)
        {
            RunTriggers(stage, parent);
        }

        stage.Start = _state;
        stage.States = new StageState[stage.Instructions.Length];
        for (var i = 0; i < stage.Instructions.Length; i++)
        {
            Run(stage.Instructions[i]);
            stage.States[i] = _state;
        }

        stage.End = _state;
    }

    private void RunTriggers(Stage stage, Stage parent)
    {
        foreach (var instruction in parent.Instructions)
        {
            if (instruction.Trigger is not { } trigger)
            {
                continue;
            }

            foreach (var problem in trigger.DeferredProblems)
            {
                problems.Add(problem with { Span = stage.From.HeaderSpan });
            }

            Run(trigger);
        }
    }

    private StageState GetRoot(Stage stage)
    {
        if (stage.IsScratch)
        {
            return Scratch;
        }

        return options.BaseEnvironment?.Invoke(stage.Base.Text) is { } environment
            ? CreateRoot(mayHaveOthers: false, environment)
            : Unknown;
    }

    private static StageState CreateRoot(bool mayHaveOthers, IReadOnlyDictionary<string, string?>? environment)
    {
        var variables = VariableScope.Empty.With("PATH", UnknownPath);
        if (environment is not null)
        {
            foreach (var (name, value) in environment)
            {
                variables = variables.With(name, new Variable(value ?? "", IsKnown: value is not null));
            }
        }

        var origin = mayHaveOthers || environment is not null ? SettingOrigin.BaseImage : SettingOrigin.Nothing;
        return new StageState
        {
            User = new(null, origin),
            WorkingDirectory = new(null, origin),
            Shell = new([], origin),
            StopSignal = new(null, origin),
            Entrypoint = new(null, origin),
            Cmd = new(null, origin),
            Healthcheck = new(null, origin),
            Variables = variables,
            MayHaveOthers = mayHaveOthers,
        };
    }

    private void Run(InstructionSyntax instruction)
    {
        _instruction = instruction;
        switch (instruction.Kind)
        {
            case InstructionKind.Add or InstructionKind.Copy:
                RunCopy(instruction);
                break;
            case InstructionKind.Arg:
                foreach (var pair in instruction.Pairs)
                {
                    Declare(instruction, pair);
                }

                break;
            case InstructionKind.Cmd:
                _hasCmd = true;
                _state = _state with { Cmd = Set(instruction) };
                break;
            case InstructionKind.Entrypoint:
                _state = _state with
                {
                    Entrypoint = Set(instruction),
                    Cmd = _hasCmd ? _state.Cmd : new(null, SettingOrigin.Nothing, instruction),
                };
                break;
            case InstructionKind.Env:
                RunEnv(instruction);
                break;
            case InstructionKind.Expose:
                RunExpose(instruction);
                break;
            case InstructionKind.Healthcheck:
                _state = _state with { Healthcheck = Set(instruction) };
                break;
            case InstructionKind.Label:
                RunLabel(instruction);
                break;
            case InstructionKind.Run when !instruction.Flags.IsEmpty:
                RunCommand(instruction);
                break;
            case InstructionKind.Shell when instruction.IsExecForm:
                RunShell(instruction);
                break;
            case InstructionKind.Stopsignal when instruction.Arguments is [var signal]:
                RunStopSignal(instruction, signal);
                break;
            case InstructionKind.User when instruction.Arguments is [var user]:
                var name = Expand(user);
                _state = _state with { User = new(name.Text, SettingOrigin.File, instruction, name.IsKnown || IsEmptyByDefault(name)) };
                break;
            case InstructionKind.Volume:
                foreach (var volume in instruction.Arguments)
                {
                    CheckVolume(volume);
                }

                break;
            case InstructionKind.Workdir when instruction.Arguments is [var directory]:
                RunWorkdir(instruction, directory);
                break;
        }
    }

    /// <summary>
    /// Whether a word names no user without --build-arg, because it is made of ARGs without a value, with or without a group after them. A
    /// variable that the file does not declare may come from the base image.
    /// </summary>
    private static bool IsEmptyByDefault(Expansion word) =>
        word is { Error: null, Text: "" or [':', ..], HasVariables: true, Used.IsEmpty: true, Undefined.IsEmpty: true };

    private static Setting<InstructionSyntax> Set(InstructionSyntax instruction) => new(instruction, SettingOrigin.File, instruction);

    private void Declare(InstructionSyntax instruction, KeyValueSyntax pair)
    {
        var name = pair.Key.Text;
        Variable variable;
        if (options.BuildArguments.TryGetValue(name, out var given))
        {
            variable = new Variable(given, IsKnown: true, instruction);
        }
        else if (pair.Value is { } word)
        {
            var expansion = WordExpander.Expand(word.Raw, syntax.EscapeCharacter, _state, _budget);
            if (expansion.Error is null || !pair.IsQuotedAsWhole)
            {
                Report(expansion, word.Span);
            }
            else
            {
                ReportQuotedPair(pair);
            }

            variable = new Variable(expansion.Text, expansion.IsKnown, instruction);
        }
        else if (globals.Find(name) is { Value: not null } global)
        {
            variable = global with { Instruction = instruction };
        }
        else if (_state.Find(name) is { Value: not null })
        {
            return;
        }
        else
        {
            variable = new Variable(Value: null, IsKnown: false, instruction);
        }

        _state = _state with { Variables = _state.Variables.With(name, variable) };
    }

    private void RunEnv(InstructionSyntax instruction)
    {
        // BuildKit expands all pairs before it sets the first variable.
        var variables = _state.Variables;
        var environment = _state.Environment;
        foreach (var pair in instruction.Pairs)
        {
            if (pair.IsQuotedAsWhole)
            {
                // The variable is set anyway, so that its later uses are not further errors.
                ReportQuotedPair(pair);
                variables = variables.With(pair.Key.RawText[1..], new Variable("", IsKnown: false, instruction));
                continue;
            }

            var name = Expand(pair.Key);
            var value = Expand(pair.Value!);
            if (name.Text.Length == 0)
            {
                continue;
            }

            var variable = new Variable(value.Text, value.IsKnown, instruction);
            variables = variables.With(name.Text, variable);
            environment = environment.With(name.Text, variable);
        }

        _state = _state with { Variables = variables, Environment = environment };
    }

    private void RunLabel(InstructionSyntax instruction)
    {
        var labels = _state.Labels;
        foreach (var pair in instruction.Pairs)
        {
            if (pair.IsQuotedAsWhole)
            {
                ReportQuotedPair(pair);
                continue;
            }

            var name = Expand(pair.Key);
            var value = Expand(pair.Value!);
            labels = labels.With(name.Text, new Variable(value.Text, value.IsKnown, instruction));
        }

        _state = _state with { Labels = labels };
    }

    private void RunShell(InstructionSyntax instruction)
    {
        var shell = new string[instruction.Arguments.Length];
        for (var i = 0; i < shell.Length; i++)
        {
            shell[i] = instruction.Arguments[i].Text;
        }

        _state = _state with { Shell = new(shell, SettingOrigin.File, instruction) };
    }

    private void RunStopSignal(InstructionSyntax instruction, WordSyntax word)
    {
        var signal = Expand(word);
        if (signal.Error is null && signal.IsKnown && !SignalName.IsValid(signal.Text))
        {
            var nearest = SignalName.FindNearest(signal.Text);
            Add(
                SyntaxProblemKind.InvalidSignal, word.Span,
                $"'{signal.Text}' is not a valid signal. "
                    + $"{(nearest is null ? "Write a name such as SIGTERM, or a number." : $"Did you mean '{nearest}'?")}", nearest);
        }

        _state = _state with { StopSignal = new(signal.Text, SettingOrigin.File, instruction, signal.IsKnown) };
    }

    private void RunWorkdir(InstructionSyntax instruction, WordSyntax word)
    {
        var path = Expand(word);
        var directory = AbsolutePath.Join(_state.WorkingDirectory.Value ?? "/", path.Text);
        _state = _state with
        {
            WorkingDirectory = directory.Length <= AbsolutePath.MaxLength
                ? new(directory, SettingOrigin.File, instruction, path.IsKnown)
                : new("/", SettingOrigin.File, instruction, IsKnown: false),
        };
    }

    private void CheckVolume(WordSyntax word)
    {
        var path = Expand(word);
        if (path is { Error: null, IsKnown: true, Text.Length: 0 } && !string.IsNullOrWhiteSpace(word.Text))
        {
            Add(SyntaxProblemKind.BlankVolumePath, word.Span, $"The volume path '{word.Text}' is empty. Give the variable a value, or "
                + "write the path of a directory.");
        }
    }

    private void Add(SyntaxProblemKind kind, TextSpan span, string message, string? suggestion = null) =>
        problems.Add(new SyntaxProblem(kind, span, message, suggestion));

    /// <summary>Reports quotes around name and value, once for an instruction: the remedy is the same for all of its pairs.</summary>
    private void ReportQuotedPair(KeyValueSyntax pair)
    {
        if (_misquoted != _instruction)
        {
            problems.Add(QuotedPair(_instruction, pair));
        }

        _misquoted = _instruction;
    }

    /// <summary>The error for quotes that enclose name and value. The message does not contain the value, which may be a secret.</summary>
    public static SyntaxProblem QuotedPair(InstructionSyntax instruction, KeyValueSyntax pair)
    {
        var name = pair.Key.RawText;
        return new SyntaxProblem(
            SyntaxProblemKind.InvalidExpansion, pair.Span,
            "The quotes enclose the name and the value. Put them only around the value: "
                + $"{instruction.Kind.ToKeyword()} {name[1..]}={name[0]}…{name[0]}.");
    }

    /// <summary>The message does not contain the word: the value may be a secret, and messages appear in logs.</summary>
    public static SyntaxProblem InvalidExpansion(TextSpan span, string error) =>
        new(SyntaxProblemKind.InvalidExpansion, span, $"The builder cannot expand this text: {error}.");

    private Expansion Expand(WordSyntax word)
    {
        var expansion = word.IsJson
            ? WordExpander.Expand(word.Text, syntax.EscapeCharacter, _state, _budget)
            : WordExpander.Expand(word.Raw, syntax.EscapeCharacter, _state, _budget);
        if (expansion.Error is not null || !expansion.Undefined.IsEmpty)
        {
            Report(expansion, word.Span);
        }

        return expansion;
    }

    private Expansion Expand(ReadOnlySpan<char> text, TextSpan span)
    {
        var expansion = WordExpander.Expand(text, syntax.EscapeCharacter, _state, _budget);
        Report(expansion, span);
        return expansion;
    }

    private void Report(Expansion expansion, TextSpan span)
    {
        if (expansion.Error is not null)
        {
            problems.Add(InvalidExpansion(span, expansion.Error));
        }

        foreach (var name in expansion.Undefined)
        {
            undefined.Add(new UndefinedVariable(
                name, _instruction, span, _state.MayHaveOthers, SpellingSuggestion.Find(name, [.. _state.Variables.Names])));
        }
    }
}
