using System.Globalization;
using ContainerGuard.Analysis;
using ContainerGuard.Pinning;

namespace ContainerGuard.Rules.BaseImages;

/// <summary>The lock file has the checksum of a source that ADD gets from the network, and ADD has none, or another one.</summary>
internal sealed class AddDiffersFromLockFile : Rule
{
    /// <summary>The minor versions of docker/dockerfile 1 that know the flag for files and for repositories (release notes).</summary>
    private const int FirstWithChecksum = 6, FirstWithCommit = 16;

    public override RuleDescriptor Descriptor { get; } =
        new("CG2021", "ADD does not use the checksum of the lock file", Severity.Warning);

    public override void Check(FileAnalysis file, Findings findings)
    {
        if (file.Facts.Pinning == PinningMode.Off) return;
        foreach (var use in file.RemoteSources)
        {
            if (file.Facts.LockedSource(use.Source.Address) is not { } locked || use.Source.IsFixed) continue;
            if (use.Checksum is { } flag)
            {
                if (LockedSource.Parse(flag.Value ?? "", use.Source.IsGit) is not { } written || written == locked) continue;
                findings.Report(flag.ValueSpan,
                    $"ADD names {written.Short}, but the lock file has {locked.Short}. Run 'dotnet build -t:ContainerGuardPin' to copy the "
                    + "value to the lock file.");
            }
            else if (file.Facts.Pinning != PinningMode.Lock)
            {
                findings.Report(
                    use.Word.Span,
                    use.IsAlone
                        ? $"ADD does not verify this download. Add '--checksum={locked.Written}'."
                        : "The lock file has a checksum of this source, but --checksum supports only one source. Write one ADD for each.",
                    fix: use.IsAlone && KnowsFlag(file, use.Source.IsGit)
                        ? Edits.Insert(use.Instruction.KeywordSpan.End, $" --checksum={locked.Written}")
                        : null);
            }
        }
    }

    /// <summary>Whether a frontend that the file names knows the flag; the one of a current BuildKit does.</summary>
    private static bool KnowsFlag(FileAnalysis file, bool isGit)
    {
        if (ReferencedImage.FrontendOf(file.Model, file.Facts.Mirrors) is not { Reference.EffectiveTag: { } tag }) return true;
        var parts = tag.Split('-')[0].Split('.');
        return tag == "latest" || (parts[0] == "1" && (parts.Length == 1
            || (int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var minor)
                && minor >= (isGit ? FirstWithCommit : FirstWithChecksum))));
    }
}
