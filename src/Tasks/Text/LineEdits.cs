using DiffPlex;
using DiffPlex.Chunkers;

namespace ContainerGuard.Text;

/// <summary>The difference of two texts as edits of whole lines, so that everything else keeps its place in an editor.</summary>
internal static class LineEdits
{
    /// <summary>The edits that make the new text from the old one, in order.</summary>
    public static IReadOnlyList<TextEdit> Between(string before, string after)
    {
        var difference = Differ.Instance.CreateDiffs(before, after, false, false, LineEndingsPreservingChunker.Instance);
        var (old, current) = (Starts(difference.PiecesOld), Starts(difference.PiecesNew));
        return
        [
            .. difference.DiffBlocks.Select(block => new TextEdit(
                TextSpan.FromBounds(old[block.DeleteStartA], old[block.DeleteStartA + block.DeleteCountA]),
                after[current[block.InsertStartB]..current[block.InsertStartB + block.InsertCountB]])),
        ];
    }

    /// <summary>The offset of each line, and that of the end.</summary>
    private static int[] Starts(IReadOnlyList<string> lines)
    {
        var starts = new int[lines.Count + 1];
        for (var i = 0; i < lines.Count; i++) starts[i + 1] = starts[i] + lines[i].Length;
        return starts;
    }
}
