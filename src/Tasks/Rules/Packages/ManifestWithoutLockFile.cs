using ContainerGuard.Analysis;

namespace ContainerGuard.Rules.Packages;

/// <summary>
/// A command installs the packages of a manifest in the build context, and the lock file with their exact versions is missing.
/// </summary>
internal sealed class ManifestWithoutLockFile : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG5008", "Packages are installed without a lock file", Severity.Warning);

    public override void Check(FileAnalysis file, Findings findings)
    {
        foreach (var missing in file.MissingLockFiles)
        {
            var install = missing.Install;
            var effect = install.FailsWithoutLock ? "fails" : "can install different versions in each build";
            var locks = missing.Ignored is null ? "it" : "the lock file";
            var copy = NodeInstall.Of(missing.Command) is { IsExact: false } node
                ? $", copy {locks}, and use '{node.ExactCommand}'"
                : $", and copy {locks}";
            findings.Report(missing.Run.Locate(missing.Command),
                $"'{install.Text}' {effect}: {missing.What}. {missing.Remedy}{copy}.",
                install.FailsWithoutLock ? Severity.Error : null);
        }
    }
}
