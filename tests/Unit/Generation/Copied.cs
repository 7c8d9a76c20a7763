using ContainerGuard.Dockerfile;

namespace ContainerGuard.Tests.Unit.Generation;

/// <summary>A COPY of a generated Dockerfile, with the values that the builder reads.</summary>
/// <param name="Sources">The sources: patterns, in which <c>[[]</c> is a bracket.</param>
/// <param name="Target">The file or folder.</param>
internal sealed record Copied(IReadOnlyList<string> Sources, string Target)
{
    /// <summary>The stage or image of the sources; null for the build context.</summary>
    public string? From { get; init; }

    /// <summary>The permissions of the copied files; null for those of the sources.</summary>
    public string? Mode { get; init; }

    /// <summary>The owner of the copied files; null for root.</summary>
    public string? Owner { get; init; }

    /// <param name="copy">A COPY instruction.</param>
    /// <param name="state">The settings before it.</param>
    public static Copied Of(InstructionSyntax copy, StageState state)
    {
        copy.Flags.Select(static flag => flag.Name).ShouldBeSubsetOf(["from", "chmod", "chown"]);
        return new([.. copy.Sources.Select(Expand)], Expand(copy.Destination!))
        {
            From = copy.FindFlag("from")?.Value,
            Mode = copy.FindFlag("chmod")?.Value,
            Owner = copy.FindFlag("chown")?.Value,
        };

        string Expand(WordSyntax word)
        {
            var expansion = state.Expand(word, copy.Root.EscapeCharacter);
            expansion.Error.ShouldBeNull();
            expansion.IsKnown.ShouldBeTrue(word.RawText);
            return expansion.Text;
        }
    }

    public bool Equals(Copied? other) => other is not null && ToString() == other.ToString();

    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    public override string ToString() => $"'{string.Join("', '", Sources)}' to '{Target}', from {From}, mode {Mode}, owner {Owner}";
}
