using System.Globalization;
using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules;

/// <summary>
/// Tells findings of one file apart without their places, so that one is known again after lines were put in above it. A fingerprint is a
/// hash of the rule and of the text of the instruction, every stretch of blanks, continuations and comments taken as one blank; equal
/// ones are counted.
/// </summary>
/// <param name="syntax">The file.</param>
internal sealed class Fingerprints(DockerfileSyntax syntax)
{
    // FNV-1a with 64 bits: nobody gains by a collision, and a cryptographic hash would load a library into every build.
    private const ulong Basis = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    private readonly Dictionary<string, int> seen = new(StringComparer.Ordinal);
    private InstructionSyntax? hashed;
    private ulong hashOfText;

    /// <summary>The fingerprint of the next finding; findings come in the order of their places.</summary>
    /// <param name="rule">What it violates.</param>
    /// <param name="elsewhere">The file beside this one that it is in; null for this one.</param>
    /// <param name="offset">Where it is.</param>
    /// <param name="occurrence">How often the fingerprint has been given with this time.</param>
    public string Next(RuleDescriptor rule, SourceText? elsewhere, int offset, out int occurrence)
    {
        var fingerprint = Add(elsewhere is null ? HashAt(offset) : HashOfLine(elsewhere, offset), rule.Id).ToString("x16", CultureInfo.InvariantCulture);
        occurrence = seen.GetValueOrDefault(fingerprint) + 1;
        seen[fingerprint] = occurrence;
        return fingerprint;
    }

    private ulong HashAt(int offset)
    {
        var source = syntax.Source;
        if (syntax.FindInstruction(offset) is not { } instruction) return HashOfLine(source, offset);

        // An instruction may be long and have many findings.
        if (instruction == hashed) return hashOfText;
        var hash = Add(Basis, instruction.Line.AsSpan());
        foreach (var heredoc in instruction.Heredocs) hash = Add(hash, source.AsSpan(heredoc.ContentSpan));
        (hashed, hashOfText) = (instruction, hash);
        return hash;
    }

    private static ulong HashOfLine(SourceText source, int offset) => Add(Basis, source.AsSpan(source.GetLineSpan(source.GetLine(offset))));

    /// <summary>Adds the words of a text, and a blank behind each.</summary>
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
