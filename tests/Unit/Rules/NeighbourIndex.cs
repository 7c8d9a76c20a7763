using System.Globalization;
using System.Text;
using ContainerGuard.Rules;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Unit.Rules;

/// <summary>
/// Writes <c>docs/neighbours.md</c>: the rules of other tools, the rules of ContainerGuard for the same practices, and their differences.
/// </summary>
internal static class NeighbourIndex
{
    private static readonly (string Prefix, string Name)[] Tools =
    [
        ("hadolint", "hadolint"), ("buildkit", "BuildKit"), ("trivy", "Trivy"), ("checkov", "Checkov"), ("kics", "KICS"),
        ("tally", "tally"), ("dockle", "dockle"), ("cis", "CIS Docker Benchmark 1.6"),
    ];

    /// <summary>Every rule of a neighbour that is about Dockerfiles, as <c>tool:rule</c>.</summary>
    public static IReadOnlyList<string> Rules { get; } =
        File.ReadAllLines(RepositoryRoot.Combine("tests", "Unit", "Rules", "NeighbourRules.txt"));

    public static string Write(IEnumerable<RuleDescriptor> descriptors)
    {
        var ours =
            descriptors.SelectMany(rule => rule.Aliases.Select(alias => (alias, rule))).ToLookup(pair => pair.alias, pair => pair.rule);
        var text = new StringBuilder(
            """
            # Rules of other tools

            Use this page to find the ContainerGuard rule for a rule that you know from another tool. The tables list the rules of
            hadolint, BuildKit, Trivy, Checkov, KICS, tally, dockle and the CIS Docker Benchmark. The second column has the rules of
            ContainerGuard for the same practice. The third column links to the intentional differences.

            """);
        foreach (var (prefix, name) in Tools)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {name}\n\n| {name} | ContainerGuard | differences |\n|---|---|---|\n");
            foreach (var alias in Rules.Where(alias => alias.StartsWith(prefix + ":", StringComparison.Ordinal)))
            {
                var rules = ours[alias].OrderBy(rule => rule.Id, StringComparer.Ordinal).ToArray();
                var links = rules.Length == 0 ? "–" : string.Join(", ", rules.Select(rule => $"[{rule.Id}](rules/{rule.Id}.md)"));
                var differences = string.Join(
                    ", ", rules.Where(IsReadDifferently).Select(rule => $"[{rule.Id}](rules/{rule.Id}.md#differences-from-other-tools)"));
                text.Append(CultureInfo.InvariantCulture, $"| `{alias[(prefix.Length + 1)..]}` | {links} | {differences} |\n");
            }
        }

        return text.Append(LeftAlone).ToString();
    }

    private const string LeftAlone = """

        ## Rules of tally without an equivalent

        This table lists the rules of tally 0.45 that have no direct equivalent in ContainerGuard, with the reason:

        | tally | reason |
        |---|---|
        | `newline-between-instructions`, `newline-per-chained-call`, `no-multi-spaces`, `no-multiple-empty-lines`, `no-trailing-spaces`, `eol-last`, `consistent-indentation`, `epilogue-order`, `sort-packages`, `max-lines`, `labels/prefer-grouped`, `labels/prefer-stable-order` | ContainerGuard does not check formatting. Use a formatter |
        | `prefer-run-heredoc`, `prefer-copy-heredoc`, `prefer-formatted-heredocs` | A chain with `&&` stops at the first error. A heredoc continues unless it has `set -e` |
        | `prefer-curl-config`, `prefer-wget-config` | Set retries in the command that needs them. A configuration file in the image changes every later call |
        | `prefer-add-git`, `prefer-add-unpack`, `prefer-copy-chmod` | Both forms build the same image, so the choice is a matter of taste |
        | `no-unreachable-stages` | BuildKit skips a stage that the requested target does not need. Another target can need the stage |
        | `circular-stage-deps`, `invalid-json-form`, `unknown-instruction`, `syntax-directive-typo`, `copy-from-empty-scratch-stage`, `invalid-onbuild-trigger` | BuildKit reports these errors. [CG1001](rules/CG1001.md) and other rules report them, too. tally also reports a stage with the name of its own base image (`FROM alpine AS alpine`), which BuildKit accepts |
        | `require-secret-mounts`, `secrets-in-code`, `ruby/secrets-in-arg-or-env`, `ruby/prefer-secret-mounts-for-build-credentials` | [CG4001](rules/CG4001.md) and the other rules about secrets cover these rules |
        | `ruby/asset-precompile-without-dummy-key` | A placeholder for the key is not a secret, so ContainerGuard does not report it |
        | `ruby/deprecated-bundler-install-flags`, `ruby/redundant-bundler-install`, `ruby/leftover-bundler-cache`, `ruby/prefer-gemfile-bind-mounts`, `ruby/prefer-network-none-install`, `ruby/bootsnap-precompile-without-j1`, `ruby/yjit-not-enabled-on-supported-runtime`, `ruby/healthcheck-rails-up-endpoint`, `ruby/state-paths-not-writable-as-non-root` | They depend on the application, not only on the Dockerfile. Generated Dockerfiles for Ruby follow these practices |
        | `ruby/missing-bundle-without-development` | Only the `Gemfile` tells which groups exist. [CG5110](rules/CG5110.md) checks the deployment mode |
        | `php/enable-opcache-in-production` | PHP 8.5 and later contain OPcache. For earlier versions, its benefit depends on the load |
        | `gpu/cuda-version-mismatch`, `gpu/no-buildtime-gpu-queries`, `gpu/no-redundant-cuda-install`, `gpu/prefer-minimal-driver-capabilities`, `gpu/prefer-runtime-final-stage`, `gpu/prefer-uv-over-conda` | They depend on what the application does |
        | `no-ungraceful-stopsignal`, `prefer-canonical-stopsignal` | [CG6006](rules/CG6006.md) covers these rules |
        | `labels/no-duplicate-keys`, `labels/no-buildx-git-overlap`, `powershell/prefer-shell-instruction`, `prefer-vex-attestation`, `require-stages` | They are a matter of taste, or depend on the policy of an organization |

        """;

    private static bool IsReadDifferently(RuleDescriptor rule) =>
        File.ReadLines(Path.Combine(RulePage.Folder, rule.Id + ".md")).Contains("## Differences from other tools");
}
