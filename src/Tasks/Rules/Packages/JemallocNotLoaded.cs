using ContainerGuard.Analysis;

namespace ContainerGuard.Rules.Packages;

/// <summary>A package with another allocator is installed for Ruby, and no process loads it.</summary>
internal sealed class JemallocNotLoaded : Rule
{
    private static readonly string[] Uses = ["LD_PRELOAD", "ld.so.preload", "with-jemalloc", "jemalloc.sh", "MALLOC_CONF"];

    /// <summary>Programs that run in Ruby.</summary>
    private static readonly string[] OfRuby = ["bundle", "puma", "rackup", "rails", "rake", "ruby", "sidekiq", "thrust", "unicorn"];

    public override RuleDescriptor Descriptor { get; } =
        new("CG5112", "jemalloc is installed and not loaded", Severity.Message)
        {
            Aliases = ["tally:ruby/jemalloc-installed-but-not-preloaded"],
        };

    public override void Check(FileAnalysis file, Findings findings)
    {
        if (file.Image is not { } image
            || file.Process is not { IsScript: false, HasShellInFront: false } process
            || (file.Commands.Of("bundle", "gem").Count == 0 && Array.IndexOf(OfRuby, process.Name) < 0)
            || Array.Exists(Uses, use => file.Source.Text.Contains(use, StringComparison.Ordinal)))
        {
            return;
        }

        foreach (var (run, command) in file.Commands.InstallsOf("apt-get", "apk"))
        {
            if (!image.Includes(run.Stage) || command.Install?.Packages.FirstOrDefault(
                static package => package.Name is "libjemalloc2" or "libjemalloc1" or "jemalloc") is not { } package)
            {
                continue;
            }

            findings.Report(run.Locate(package.Word.Span),
                $"'{package.Name}' is installed, but Ruby does not load it. Set LD_PRELOAD to the path of libjemalloc.so.2.");
        }
    }
}
