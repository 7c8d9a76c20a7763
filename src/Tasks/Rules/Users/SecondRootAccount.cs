using ContainerGuard.Analysis;
using ContainerGuard.Dockerfile;

namespace ContainerGuard.Rules.Users;

/// <summary>An account other than root has UID 0. It is root under another name, which hides that the container runs as root.</summary>
internal sealed class SecondRootAccount : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("CG3013", "An account other than root has UID 0", Severity.Error);

    public override void Check(FileAnalysis file, Findings findings)
    {
        foreach (var account in RootAccount.In(file))
        {
            var name = account.Name is null ? "an account" : $"'{MessageText.Cut(account.Name)}'";
            findings.Report(account.Place,
                $"{account.Instruction.ToKeyword()} gives {name} the UID 0, so this account has all rights of root. "
                    + "Use another UID, for example 10001.");
        }
    }
}
