using System.Globalization;
using ContainerGuard.Dockerfile;
using ContainerGuard.Text;

namespace ContainerGuard.Rules;

/// <summary>
/// Identifies the findings of one file without their positions, so that a finding keeps its identity after lines are inserted above it. A
/// fingerprint is a hash of the rule and the text of the instruction. White space, line continuations and comments count as one space.
/// Equal fingerprints are numbered.
/// </summary>
/// <param name="syntax">The file.</param>
internal sealed class Fingerprints(DockerfileSyntax syntax)
{
    // FNV-1a with 64 bits. A collision is not a security problem, and a cryptographic hash would load a library in every build.
    private const ulong Basis = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    private readonly Dictionary<string, int> _seen = new(StringComparer.Ordinal);
    private InstructionSyntax? _hashed;
    private ulong _hashOfText;

    /// <summary>The fingerprint of a finding that is not about a text, from the words that identify it.</summary>
    public static string Of(string words) => Add(Basis, words).ToString("x16", CultureInfo.InvariantCulture);

    /// <summary>Returns the fingerprint of the next finding. Findings must come in the order of their positions.</summary>
    /// <param name="rule">The violated rule.</param>
    /// <param name="elsewhere">The other file that contains the finding; null for this file.</param>
    /// <param name="offset">The position of the finding.</param>
    /// <param name="occurrence">The number of findings with this fingerprint so far, including this one.</param>
    public string Next(RuleDescriptor rule, SourceText? elsewhere, int offset, out int occurrence)
    {
        var fingerprint =
            Add(elsewhere is null ? HashAt(offset) : HashOfLine(elsewhere, offset), rule.Id).ToString("x16", CultureInfo.InvariantCulture);
        occurrence = _seen.GetValueOrDefault(fingerprint) + 1;
        _seen[fingerprint] = occurrence;
        return fingerprint;
    }

    private ulong HashAt(int offset)
    {
        var source = syntax.Source;
        if (syntax.FindInstruction(offset) is not { } instruction) return HashOfLine(source, offset);

        // A long instruction may have many findings, so its hash is kept.
        if (instruction == _hashed) return _hashOfText;
        var hash = Add(Basis, instruction.Line.AsSpan());
        foreach (var heredoc in instruction.Heredocs) hash = Add(hash, source.AsSpan(heredoc.ContentSpan));
        (_hashed, _hashOfText) = (instruction, hash);
        return hash;
    }

    private static ulong HashOfLine(SourceText source, int offset) => Add(Basis, source.AsSpan(source.GetLineSpan(source.GetLine(offset))));

    /// <summary>Adds the words of a text, each followed by a space.</summary>
    private static ulong Add(ulong hash, ReadOnlySpan<char> text)
    {
        var isInWord = false;
        foreach (var c in text)
        {
            var isBlank = c is ' ' or '\t' or '\r' or '\n';
            if (!isBlank) hash = (hash ^ c) * Prime;
            else if (isInWord) hash = (hash ^ ' ') * Prime;
            isInWord = !isBlank;
        }

        return isInWord ? (hash ^ ' ') * Prime : hash;
    }
}
