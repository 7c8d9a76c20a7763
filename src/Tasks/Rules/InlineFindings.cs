using ContainerGuard.Analysis;
using ContainerGuard.Compose;
using ContainerGuard.Dockerfile;
using ContainerGuard.Text;

namespace ContainerGuard.Rules;

/// <summary>
/// The findings in the Dockerfiles of a compose file, at their places in the compose file. Each is checked as a separate
/// Dockerfile, without a build context.
/// </summary>
internal static class InlineFindings
{
    /// <summary>The findings of the compose file, those in its Dockerfiles replaced by their own.</summary>
    /// <param name="own">The findings of the compose file.</param>
    /// <param name="inline">Its Dockerfiles.</param>
    /// <param name="source">The compose file.</param>
    /// <param name="facts">The facts about the compose file.</param>
    /// <param name="policy">The severities.</param>
    public static IReadOnlyList<Diagnostic> With(
        IEnumerable<Diagnostic> own, IReadOnlyList<InlineDockerfile> inline, SourceText source, FileFacts facts, SeverityPolicy policy)
    {
        List<Diagnostic> all = [.. own.Where(finding =>
            finding.Start is not { } start || !inline.Any(one => one.Span.Contains(source.GetOffset(start))))];
        foreach (var (index, dockerfile) in inline.Index())
        {
            var text = SourceText.From(dockerfile.Text, "Dockerfile");
            var build = new ModelOptions { BuildArguments = dockerfile.Arguments, Target = dockerfile.Target };
            var ofDockerfile = facts with { Build = build };
            foreach (var finding in RuleRunner.Run(text, ofDockerfile, policy)) all.Add(Placed(finding, dockerfile, text, source, index));
        }

        return [.. all.OrderBy(static finding => finding.Start?.Line ?? 0).ThenBy(static finding => finding.Start?.Column ?? 0)];
    }

    private static Diagnostic Placed(Diagnostic finding, InlineDockerfile dockerfile, SourceText text, SourceText source, int index)
    {
        var span = finding.Start is not { } start ? new TextSpan(0, 0)
            : TextSpan.FromBounds(text.GetOffset(start), text.GetOffset(finding.End ?? start));
        var place = dockerfile.PlaceOf(span);
        TextEdit?[]? fix = finding.Fix is { } edits && finding.Source == text ? [.. edits.Select(dockerfile.EditOf)] : null;
        var isPlaced = fix is not null && Array.TrueForAll(fix, static edit => edit is not null);
        return finding with
        {
            File = source.Path,
            Start = source.GetPosition(place.Start),
            End = source.GetPosition(place.End),
            Instruction = null,
            Fix = isPlaced ? [.. fix!.Select(static edit => edit!)] : null,
            Source = isPlaced ? source : null,
            Fingerprint = finding.Fingerprint is { } own ? Fingerprints.Of($"{index} {own}") : null,
        };
    }
}
