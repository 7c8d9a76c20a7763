using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;
using ContainerGuard.Text;

namespace ContainerGuard.Rules.Packages;

/// <summary>ADD of a Git repository without a commit: the branch or tag can move to other sources (Dockerfile reference, ADD).</summary>
internal sealed class GitAddWithoutCommit : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG5083", "ADD of a Git repository does not name a commit", Severity.Warning);

    public override void Check(FileAnalysis file, Findings findings)
    {
        foreach (var (_, _, add) in file.Instructions.Of(InstructionKind.Add))
        {
            if (add.FindFlag("checksum") is not null) continue;
            foreach (var source in add.Sources)
            {
                if (file.IsLockedByFile(source)) continue;
                if (!IsRepository(source.Value) || source.Value.Contains('$', StringComparison.Ordinal)) continue;

                var hash = source.Value.IndexOf('#', StringComparison.Ordinal);
                var query = QueryOf(hash < 0 ? source.Value : source.Value[..hash]);
                if (query.Any(static pair => pair.Name is "commit" or "checksum" && IsCommit(pair.Value))) continue;

                var reference = hash < 0
                    ? query.FirstOrDefault(static pair => pair.Name is "ref" or "branch" or "tag").Value ?? ""
                    : source.Value[(hash + 1)..].Split(':')[0];
                if (reference.Length is 40 or 64 && IsCommit(reference)) continue;

                findings.Report(source.Span, reference.Length == 0
                    ? "ADD gets the default branch, which changes with every push. Add '#<commit>' to the address."
                    : $"'{MessageText.Cut(reference)}' can move to another commit. Write the commit instead, or add --checksum=<commit>.",
                    reference.Length > 0 && reference.Any(char.IsAsciiDigit) ? Severity.Message : null);
            }
        }
    }

    /// <summary>The pairs behind the question mark: ref, branch, tag, commit, checksum (Dockerfile reference, ADD).</summary>
    private static (string Name, string Value)[] QueryOf(string address)
    {
        var at = address.IndexOf('?', StringComparison.Ordinal);
        return at < 0 ? [] : [.. address[(at + 1)..].Split('&').Select(static pair => pair.Split('=', 2))
            .Select(static pair => (pair[0], pair.ElementAtOrDefault(1) ?? ""))];
    }

    private static bool IsCommit(string text) => text.Length >= 7 && Characters.LowerHexadecimal.ContainAll(text);

    private static bool IsRepository(string source)
    {
        var address = source.Split('#', '?')[0];
        if (source.StartsWith("git@", StringComparison.Ordinal) || source.StartsWith("git://", StringComparison.Ordinal)) return true;
        if (source.StartsWith("ssh://", StringComparison.Ordinal)) return true;
        return address.StartsWith("http", StringComparison.OrdinalIgnoreCase) && address.EndsWith(".git", StringComparison.Ordinal);
    }
}
