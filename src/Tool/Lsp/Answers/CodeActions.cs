using ContainerGuard.Fixes;
using ContainerGuard.Rules;
using ContainerGuard.Text;
using ContainerGuard.Tool.Lsp.Checks;
using ContainerGuard.Tool.Lsp.Documents;
using ContainerGuard.Tool.Lsp.Protocol;

namespace ContainerGuard.Tool.Lsp.Answers;

/// <summary>
/// The actions at a place: fix a finding, fix the file, and suppress a finding by a comment. An edit is offered only if the rules accept
/// its result, as in <c>containerguard fix</c>.
/// </summary>
/// <param name="client">What the editor can do.</param>
/// <param name="state">The Dockerfile.</param>
/// <param name="documentOf">The document of an absolute path, open or not.</param>
internal sealed class CodeActions(ClientFeatures client, DocumentState state, Func<string, EditedDocument> documentOf)
{
    private const string Reason = "reason";

    private readonly CheckedFile _file = state.Checked.Value;

    /// <param name="range">The selection, or the place of the caret.</param>
    /// <param name="only">The wanted kinds; null for all.</param>
    public IReadOnlyList<CodeAction> At(PositionRange range, string[]? only)
    {
        List<CodeAction> actions = [];
        var selection = state.Text.SpanOf(range);
        if (CodeActionKinds.IsWanted(only, CodeActionKinds.QuickFix))
        {
            Diagnostic[] here =
            [
                .. _file.Open.Where(finding => EditorFindings.IsIn(finding, _file.Source)
                    && EditorFindings.SpanOf(finding, _file.Source) is var span
                    && span.Start <= selection.End && span.End >= selection.Start),
            ];
            actions.AddRange(here.Select(Fix).OfType<CodeAction>());
            if (here.Length > 0 && FixAll("Fix all findings in this file that have a safe fix", CodeActionKinds.QuickFix) is { } whole)
            {
                actions.Add(whole);
            }

            foreach (var finding in here.DistinctBy(static finding => (finding.Rule.Id, finding.Start)))
            {
                actions.AddRange(Suppress(finding));
            }
        }

        if (CodeActionKinds.IsWanted(only, CodeActionKinds.FixAll)
            && FixAll("Fix all findings of ContainerGuard", CodeActionKinds.FixAll) is { } all)
        {
            actions.Add(all);
        }

        return actions;
    }

    /// <summary>The fix of one finding; null if it has none, or the rules refuse its result.</summary>
    private CodeAction? Fix(Diagnostic finding)
    {
        if (finding.Fix is not { } edits) return null;
        var title = $"Fix {finding.Rule.Id}: {finding.Rule.Title}";
        var facts = _file.Facts;
        if (IgnoreFileFixer.IsOfIgnoreFile(finding, facts))
        {
            return IgnoreFileFixer.Fix(_file.Source, ref facts, [finding]).Count == 0 || IgnoreFileEdit(facts) is not { } ignored
                ? null
                : Action(title, [ignored], finding);
        }

        return DockerfileFixer.IsSafe(_file.Source, facts, finding) ? Action(title, [Own(edits)], finding) : null;
    }

    private CodeAction? FixAll(string title, string kind)
    {
        if (!_file.Open.Any(static finding => finding.Fix is not null)) return null;
        var result = _file.Fixed;
        List<FileEdits> files = [];
        if (result.Text.Text != _file.Source.Text) files.Add(Own(LineEdits.Between(_file.Source.Text, result.Text.Text)));
        if (IgnoreFileEdit(result.Facts) is { } ignored) files.Add(ignored);
        return files.Count == 0 ? null : new CodeAction(title, kind, EditOf(files));
    }

    /// <summary>A comment above the instruction, and one for the file.</summary>
    private IEnumerable<CodeAction> Suppress(Diagnostic finding)
    {
        var source = _file.Source;
        var syntax = _file.Model.Syntax;
        var offset = EditorFindings.SpanOf(finding, source).Start;
        var code = finding.Rule.Id;
        if (_file.Model.Compose is not null)
        {
            if (Comment(source.GetLine(offset), $"ignore={code}", finding) is { } above)
            {
                yield return Action($"Suppress {code} for this line", [Own([above])], finding, CodeActionKinds.QuickFix);
            }

            if (Comment(1, $"ignore-file={code}", finding) is { } file)
            {
                yield return Action($"Suppress {code} in this file", [Own([file])], finding, CodeActionKinds.QuickFix);
            }

            yield break;
        }

        if (syntax.FindInstruction(offset) is { } instruction && instruction.Span.Contains(offset)
            && Comment(instruction.StartLine, $"ignore={code}", finding) is { } one)
        {
            yield return Action($"Suppress {code} for this instruction", [Own([one])], finding, CodeActionKinds.QuickFix);
        }

        if (!syntax.Instructions.IsEmpty && Comment(syntax.Instructions[0].StartLine, $"ignore-file={code}", finding) is { } all)
        {
            yield return Action($"Suppress {code} in this file", [Own([all])], finding, CodeActionKinds.QuickFix);
        }
    }

    /// <summary>A comment above a line; null if it would not suppress the finding.</summary>
    private TextEdit? Comment(int number, string suppression, Diagnostic finding)
    {
        var source = _file.Source;
        var line = source.AsSpan(source.GetLineSpan(number));
        var start = source.GetLineSpan(number).Start;
        var mark = start == 0 && source.HasByteOrderMark ? 1 : 0;
        var blanks = line[mark..];
        var indentation = blanks[..(blanks.Length - blanks.TrimStart(" \t").Length)].ToString();
        var edit = TextEdit.Insert(start + mark, $"{indentation}# containerguard {suppression}: {Reason}{source.NewLine}");
        TextPosition? place = finding.Start is { } at ? at with { Line = at.Line + (at.Line >= number ? 1 : 0) } : null;
        var after = RuleRunner.Run(SourceText.From(TextEdit.Apply(source.Text, [edit]), source.Path), _file.Facts, _file.Policy);
        return after.Any(one => one.Rule == finding.Rule && one.Start == place && one.Suppression is not null) ? edit : null;
    }

    private FileEdits? IgnoreFileEdit(Analysis.FileFacts facts)
    {
        var (before, after) = (_file.Facts.Context?.IgnoreSource, facts.Context?.IgnoreSource);
        if (before is null || after is null || before.Text == after.Text) return null;
        var document = documentOf(_file.PathOf(before.Path));
        var isNew = _file.Facts.Context!.IgnoreFile is null;
        if (isNew && !client.CreatesFiles) return null;
        var text = new EditorText(before.Text, client.Encoding);
        return new FileEdits(document, LineEdits.Between(before.Text, after.Text), text, isNew);
    }

    private FileEdits Own(IReadOnlyList<TextEdit> edits) =>
        new(new EditedDocument(state.Uri, state.Version), edits, state.Text, IsNew: false);

    private CodeAction Action(string title, IReadOnlyList<FileEdits> files, Diagnostic finding) =>
        Action(title, files, finding, CodeActionKinds.QuickFix) with { IsPreferred = true };

    private CodeAction Action(string title, IReadOnlyList<FileEdits> files, Diagnostic finding, string kind) =>
        new(title, kind, EditOf(files), [EditorFindings.Of(finding, state.RangeOf(finding))]);

    private WorkspaceEdit EditOf(IReadOnlyList<FileEdits> files)
    {
        if (!client.HasDocumentChanges && !files.Any(static file => file.IsNew))
        {
            return new WorkspaceEdit(null, files.ToDictionary(static file => file.Document.Uri, static file => file.Edits));
        }

        List<object> changes = [];
        foreach (var file in files)
        {
            if (file.IsNew) changes.Add(new CreateFile(file.Document.Uri));
            changes.Add(new DocumentEdits(file.Document, file.Edits));
        }

        return new WorkspaceEdit(changes, null);
    }

    /// <summary>The edits of one file.</summary>
    private sealed record FileEdits(EditedDocument Document, IReadOnlyList<TextEdit> Changes, EditorText Text, bool IsNew)
    {
        public IReadOnlyList<LspEdit> Edits { get; } =
            [.. Changes.Select(change => new LspEdit(Text.RangeOf(change.Span), change.NewText))];
    }
}
