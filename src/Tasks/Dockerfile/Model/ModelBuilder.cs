using System.Collections.Immutable;
using ContainerGuard.Images;
using ContainerGuard.Text;

namespace ContainerGuard.Dockerfile;

/// <summary>
/// Builds the stages in BuildKit's order: global arguments, base images, the stages that each stage copies from, image references, and then
/// the instructions of each stage (moby/buildkit, frontend/dockerfile/dockerfile2llb/convert.go). So the first error is the one that
/// BuildKit stops at.
/// </summary>
internal sealed partial class ModelBuilder(DockerfileSyntax syntax, ModelOptions options)
{
    private readonly DockerfileModel _model = new(syntax);
    private readonly List<SyntaxProblem> _problems = [];
    private readonly List<ImageUse> _images = [];
    private readonly List<UndefinedVariable> _undefined = [];
    private readonly List<Stage> _stages = [];
    private readonly Dictionary<string, Stage> _stagesByName = [];
    private readonly GlobalScope _globals = new(options);
    private Stage? _fragment;
    private int _firstFrom;

    public DockerfileModel Build()
    {
        AddFrontend();
        SplitIntoStages();
        _globals.SetTargetStage(options.Target ?? (_stages.Count > 0 ? _stages[^1].Name : null));
        EvaluateGlobalArguments();
        foreach (var stage in _stages)
        {
            ResolveBase(stage);
        }

        foreach (var stage in _stages)
        {
            ResolveSources(stage);
        }

        // BuildKit resolves all base images at once and stops at the first that fails, which is usually the last one.
        for (var i = _stages.Count - 1; i >= 0; i--)
        {
            CheckReference(_stages[i]);
        }

        MarkReachable();

        var evaluator = new StageEvaluator(syntax, options, _globals, _problems, _undefined);
        foreach (var stage in _stages)
        {
            evaluator.Evaluate(stage);
        }

        if (_fragment is not null)
        {
            ResolveSources(_fragment);
            evaluator.Evaluate(_fragment);
        }

        _images.Sort((a, b) => a.Span.Start.CompareTo(b.Span.Start));
        _model.Stages = _fragment is null ? [.. _stages] : [_fragment, .. _stages];
        _model.Images = [.. _images];
        _model.UndefinedVariables = [.. _undefined];
        _model.GlobalArguments = _globals.Variables;
        _model.Problems = InBuildKitsOrder();
        return _model;
    }

    private ImmutableArray<SyntaxProblem> InBuildKitsOrder()
    {
        if (syntax.Problems.IsEmpty && _problems.Count == 0)
        {
            return [];
        }

        // Errors in lines and instructions are sorted from top to bottom. The errors of stages are in the right order already.
        return
        [
            .. syntax.Problems.Concat(_problems)
                .OrderBy(problem => problem.Phase)
                .ThenBy(problem => problem.Phase == ProblemPhase.Stages ? 0 : problem.Span.Start),
        ];
    }

    private void Add(SyntaxProblemKind kind, TextSpan span, string message, string? suggestion = null) =>
        _problems.Add(new SyntaxProblem(kind, span, message, suggestion));

    private void AddFrontend()
    {
        if (syntax.FindDirective(DirectiveKind.Syntax) is not { } directive)
        {
            return;
        }

        // The text after a space belongs to the command line of the frontend.
        var length = Blank.IndexIn(directive.Value, 0);
        if (length > 0)
        {
            var reference = directive.Value[..length];
            _images.Add(new ImageUse(
                ImageUseKind.Frontend, directive.ValueSpan with { Length = length }, reference, reference,
                IsKnown: true, HasVariables: false, Platform: null, Instruction: null, Stage: null));
        }
    }

    private void SplitIntoStages()
    {
        var instructions = syntax.Instructions;
        _firstFrom = instructions.Length;
        var reported = false;
        for (var i = 0; i < instructions.Length; i++)
        {
            var instruction = instructions[i];
            if (instruction.Kind == InstructionKind.From)
            {
                _firstFrom = Math.Min(_firstFrom, i);
                var end = i + 1;
                while (end < instructions.Length && instructions[end].Kind != InstructionKind.From)
                {
                    end++;
                }

                _stages.Add(new Stage(_stages.Count, instruction) { Instructions = instructions.Slice(i + 1, end - i - 1) });
                i = end - 1;
            }
            else if (!reported && instruction.Kind is not (InstructionKind.Arg or InstructionKind.Unknown))
            {
                reported = true;
                Add(
                    SyntaxProblemKind.NoStageYet, instruction.KeywordSpan,
                    $"{instruction.Kind.ToKeyword()} is not allowed before the first FROM. Write FROM and a base image above it.");
            }
        }

        if (_stages.Count == 0 && instructions.Length > 0 && !reported)
        {
            Add(SyntaxProblemKind.NoStages, instructions[^1].Span, "The file has no FROM instruction. Add FROM and a base image.");
        }

        if (_firstFrom > 0 && (reported || _stages.Count == 0))
        {
            AddFragment();
        }
    }

    private void AddFragment()
    {
        var first = syntax.Instructions[0];
        var from = new InstructionSyntax(syntax, first.Line.Slice(0, 0), InstructionKind.From, 0, 0);
        from.HeaderSpan = from.Span = from.KeywordSpan;
        _fragment = new Stage(index: -1, from) { IsFragment = true, Base = Expansion.Literal("") with { IsKnown = false } };
        _fragment.Root = _fragment;
        _fragment.Instructions = syntax.Instructions[.._firstFrom];
    }

    private void EvaluateGlobalArguments()
    {
        for (var i = 0; i < _firstFrom; i++)
        {
            var instruction = syntax.Instructions[i];
            if (instruction.Kind != InstructionKind.Arg)
            {
                continue;
            }

            foreach (var pair in instruction.Pairs)
            {
                var expansion = _globals.Declare(instruction, pair, syntax.EscapeCharacter);
                if (expansion.Error is not null)
                {
                    _problems.Add(pair.IsQuotedAsWhole
                        ? StageEvaluator.QuotedPair(instruction, pair)
                        : StageEvaluator.InvalidExpansion(pair.Value!.Span, expansion.Error));
                }
            }
        }
    }

    private void ResolveBase(Stage stage)
    {
        if (stage.From.Arguments.IsEmpty)
        {
            stage.Base = Expansion.Literal("");
            stage.Root = stage;
            return;
        }

        var image = stage.From.Arguments[0];
        stage.Base = WordExpander.Expand(image.Raw, syntax.EscapeCharacter, _globals);
        ReportUndefined(stage, image.Span, stage.Base);
        if (stage.Base.Error is not null)
        {
            AddInvalidExpansion(image.Span, stage.Base.Error);
        }
        else if (stage.Base.Text.Length == 0)
        {
            Add(
                SyntaxProblemKind.BlankBaseName, image.Span,
                stage.Base.Undefined is [var name, ..]
                    ? $"The base image '{image.RawText}' is empty. Add 'ARG {name}=…' before the first FROM."
                    : $"The base image '{image.RawText}' is empty. Give its ARG a default value.");
        }

        if (stage.From.FindFlag("platform") is { HasValue: true } platform)
        {
            ResolvePlatform(stage, platform);
        }

        if (options.Contexts.Of(stage.Base.Text) is { } given)
        {
            // The builder takes the given image, or files that are not known, instead of the stage or image of that name.
            stage.Base = stage.Base with { Text = given, IsKnown = given.Length > 0 };
        }
        else if (_stagesByName.TryGetValue(stage.Base.Text, out var parent))
        {
            stage.Parent = parent;
        }

        stage.Root = stage.Parent?.Root ?? stage;
        if (stage.Name is not null)
        {
            _stagesByName[stage.Name] = stage;
        }

        if (stage.Parent is null && stage.Base.Text.Length > 0 && !stage.IsScratch)
        {
            _images.Add(new ImageUse(
                ImageUseKind.Base, image.Span, image.RawText, stage.Base.Text, stage.Base.IsKnown && IsUsable(stage.Base),
                stage.Base.HasVariables, stage.Platform?.Text, stage.From, stage));
        }
    }

    /// <summary>Whether a base image without values for the variables that are not declared is one that a build can use.</summary>
    private static bool IsUsable(Expansion image) => image.Undefined.IsEmpty || ReferenceGrammar.FindError(image.Text) is null;

    private void ResolvePlatform(Stage stage, FlagSyntax flag)
    {
        var expansion = WordExpander.Expand(flag.ValueText, syntax.EscapeCharacter, _globals);
        stage.Platform = expansion;
        ReportUndefined(stage, flag.ValueSpan, expansion);
        if (expansion.Error is not null)
        {
            AddInvalidExpansion(flag.ValueSpan, expansion.Error);
        }
        else if (expansion.Text.Length == 0 || !PlatformGrammar.IsValid(expansion.Text))
        {
            Add(
                SyntaxProblemKind.InvalidPlatform, flag.Span,
                expansion.Text.Length == 0
                    ? $"The platform '{flag.Value}' is empty. Write os/architecture, such as linux/amd64, or $BUILDPLATFORM."
                    : $"'{expansion.Text}' is not a valid platform. Write os/architecture, such as linux/amd64 or linux/arm64/v8.");
        }
    }

    private void ReportUndefined(Stage stage, TextSpan span, Expansion expansion)
    {
        foreach (var name in expansion.Undefined)
        {
            if (!_globals.IsDeclared(name))
            {
                _undefined.Add(new UndefinedVariable(
                    name, stage.From, span, MayComeFromBase: false, SpellingSuggestion.Find(name, [.. _globals.Variables.Names])));
            }
        }
    }

    private void CheckReference(Stage stage)
    {
        // A FROM with invalid arguments has an error already.
        if (stage.From.Arguments.Length > 1 && stage.NameSyntax is null)
        {
            return;
        }

        if (stage.Parent is null && !stage.IsScratch && stage.Base is { Error: null, Text.Length: > 0 }
            && ReferenceGrammar.FindError(stage.Base.Text) is { } error)
        {
            Add(SyntaxProblemKind.InvalidImageReference, stage.BaseSpan, error);
        }
    }

    private void MarkReachable()
    {
        if (_stages.Count == 0)
        {
            return;
        }

        var final = _stages[^1];
        if (options.Target is { } target)
        {
            if (_stagesByName.TryGetValue(target.ToLowerInvariant(), out var named))
            {
                final = named;
            }
            else if (GoNumber.TryParse(target, 0, _stages.Count - 1, out var index))
            {
                final = _stages[(int)index];
            }
        }

        final.IsFinal = true;
        _model.FinalStage = final;
        var pending = new Stack<Stage>();
        pending.Push(final);
        while (pending.TryPop(out var stage))
        {
            if (stage.IsReachable)
            {
                continue;
            }

            stage.IsReachable = true;
            if (stage.Parent is not null)
            {
                pending.Push(stage.Parent);
            }

            foreach (var source in stage.Sources)
            {
                pending.Push(source);
            }
        }
    }

    private void AddInvalidExpansion(TextSpan span, string error) => _problems.Add(StageEvaluator.InvalidExpansion(span, error));
}
