using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Secrets;

/// <summary>
/// A RUN mounts a file with secrets from the build context. The builder receives and caches the context, and a change of the file repeats
/// the RUN.
/// </summary>
internal sealed class SecretFileMounted : Rule
{
    public override RuleDescriptor Descriptor { get; } =
        new("CG4018", "A secret file is bind-mounted from the build context", Severity.Warning);

    public override void Check(FileAnalysis file, Findings findings)
    {
        foreach (var (_, _, instruction) in file.Instructions.Of(InstructionKind.Run))
        {
            foreach (var mount in instruction.Mounts)
            {
                if (mount.Type != "bind" || mount.Find("from") is not null
                    || mount.Find("source", "src") is not { Value: { Length: > 0 } path })
                {
                    continue;
                }

                var name = SecretFiles.NameOf(path.TrimEnd('/'));
                if (!SecretFiles.IsSecret(name) && !IsEnvironment(name)
                    && file.Facts.Context?.SensitiveFiles.Any(sensitive => sensitive.Path == path.TrimStart('.', '/')) != true)
                {
                    continue;
                }

                findings.Report(mount.Flag.Span,
                    $"'{MessageText.Cut(path)}' contains secrets, and the builder caches the build context. "
                        + $"Use --mount=type=secret,id={name.TrimStart('.')}, and add the file to the ignore file.");
            }
        }
    }

    private static bool IsEnvironment(string name) =>
        name == ".env" || (name.StartsWith(".env.", StringComparison.Ordinal)
            && name is not (".env.example" or ".env.sample" or ".env.template" or ".env.dist" or ".env.defaults"));
}
