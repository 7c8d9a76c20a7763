using ContainerGuard.Images;
using ContainerGuard.Text;

namespace ContainerGuard.Dockerfile;

/// <summary>The stages and images that COPY, ADD and mounts read from.</summary>
internal sealed partial class ModelBuilder
{
    private void ResolveSources(Stage stage)
    {
        List<Stage>? sources = null;
        foreach (var instruction in stage.Instructions)
        {
            switch (instruction.Trigger ?? instruction)
            {
                case { Kind: InstructionKind.Copy } copy when copy.FindFlag("from") is { HasValue: true } flag && !flag.ValueText.IsEmpty:
                    ResolveSource(stage, copy, ImageUseKind.CopySource, flag.Value!, flag.ValueSpan, ref sources);
                    break;
                case { Kind: InstructionKind.Run, Flags.IsEmpty: false } run:
                    foreach (var mount in run.Mounts)
                    {
                        if (mount.Find("from") is { Value.Length: > 0 } from && !from.Value.Contains('$'))
                        {
                            ResolveSource(stage, run, ImageUseKind.MountSource, from.Value, from.Span, ref sources);
                        }
                    }

                    break;
            }
        }

        if (sources is not null)
        {
            stage.Sources = [.. sources];
        }
    }

    private void ResolveSource(
        Stage stage, InstructionSyntax instruction, ImageUseKind kind, string name, TextSpan span, ref List<Stage>? sources)
    {
        var isTrigger = instruction.Onbuild is not null;
        var written = name;
        if (options.Contexts.Of(name) is { } given)
        {
            if (given.Length == 0) return;
            name = given;
        }

        var source = FindSource(kind, name, span, isTrigger, out var isImage);
        if (isImage && kind == ImageUseKind.CopySource && WordExpander.NeedsExpansion(name, syntax.EscapeCharacter))
        {
            var expansion = WordExpander.Expand(name, syntax.EscapeCharacter, EmptyVariables.Instance);
            if (expansion.Error is not null || expansion.Text != name)
            {
                if (!isTrigger)
                {
                    Add(
                        SyntaxProblemKind.VariableNotAllowed, span,
                        $"--from does not support variables. Add a stage 'FROM {name} AS source', with its ARG before the first FROM, "
                            + "and write --from=source.");
                }

                return;
            }
        }

        if (isImage)
        {
            if (name != "scratch")
            {
                // The span of a mount option begins with its key.
                var referenceSpan = kind == ImageUseKind.MountSource
                    ? TextSpan.FromBounds(Math.Max(span.Start, span.End - written.Length), span.End)
                    : span;
                _images.Add(new ImageUse(
                    kind, referenceSpan, written, name, IsKnown: true, HasVariables: written != name, Platform: null, instruction, stage));
                if (!isTrigger && ReferenceGrammar.FindError(name) is { } error)
                {
                    Add(SyntaxProblemKind.InvalidImageReference, referenceSpan, error);
                }
            }

            return;
        }

        if (source is null || isTrigger)
        {
            return;
        }

        if (kind == ImageUseKind.CopySource) _model.CopySources[instruction] = source;
        if (source.Index >= stage.Index)
        {
            Add(
                source == stage ? SyntaxProblemKind.CopyFromOwnStage : SyntaxProblemKind.StageNotYetDefined, span,
                source == stage
                    ? $"Stage '{name}' cannot copy files from itself. Use an earlier stage or an image."
                    : $"Stage '{name}' is defined after this stage. Move it above this one.");
        }

        sources ??= [];
        if (!sources.Contains(source))
        {
            sources.Add(source);
        }
    }

    /// <summary>The stage with a name or an index. A name that is not a stage is an image; an index without a stage is neither.</summary>
    private Stage? FindSource(ImageUseKind kind, string name, TextSpan span, bool isTrigger, out bool isImage)
    {
        isImage = false;
        if (kind == ImageUseKind.CopySource && GoNumber.TryParse(name, int.MinValue, int.MaxValue, out var index))
        {
            if (index >= 0 && index < _stages.Count)
            {
                return _stages[(int)index];
            }

            if (!isTrigger)
            {
                Add(
                    SyntaxProblemKind.UnknownStage, span,
                    $"Stage {name} does not exist: the file has {(_stages.Count == 1 ? "1 stage" : $"{_stages.Count} stages")}, "
                        + "numbered from 0. Name the stage with AS, and use the name.");
            }

            return null;
        }

        if (_stagesByName.TryGetValue(name.ToLowerInvariant(), out var stage))
        {
            return stage;
        }

        isImage = true;
        return null;
    }
}
