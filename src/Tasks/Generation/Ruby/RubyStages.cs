using System.Text;

namespace ContainerGuard.Generation.Ruby;

/// <summary>Writes the stage that installs the gems and builds the sources.</summary>
/// <param name="app">The project.</param>
/// <param name="ruby">The application.</param>
internal sealed class RubyStages(AppProject app, RubyApp ruby)
{
    /// <summary>The folder of the gems in both stages, which is that of the official images.</summary>
    public const string Gems = "/usr/local/bundle";

    /// <summary>The variables of both stages, for Bundler and bootsnap.</summary>
    public Dictionary<string, string> Variables
    {
        get
        {
            var variables = new Dictionary<string, string> { ["BUNDLE_DEPLOYMENT"] = "1", ["BUNDLE_PATH"] = Gems, ["BUNDLE_WITHOUT"] = "development:test" };
            if (ruby.IsRails) variables["RAILS_ENV"] = "production";
            if (ruby.HasBootsnap) variables["BOOTSNAP_CACHE_DIR"] = Gems;
            return variables;
        }
    }

    /// <param name="text">The Dockerfile.</param>
    /// <param name="from">The image reference after FROM.</param>
    /// <param name="sources">The arguments of the COPY of the sources.</param>
    public void AppendBuild(StringBuilder text, string from, string sources)
    {
        text.Append($"""
            # build installs the gems on the target's architecture. The full image has the compilers for native extensions.
            FROM {from} AS build

            """);
        if (ImageTools.IsAlpine(ruby.Images.Build)) text.Append("RUN apk add --no-cache ").AppendJoin(' ', NativeLibraries.ToBuildOnAlpine(ruby.Locked).Select(CommandLine.Quote)).Append('\n');
        app.BuildExtras.WriteBegin(text);
        text.Append($"""
            WORKDIR {Instruction.Quote(FinalStage.Directory(app))}
            # Install the versions of Gemfile.lock, without the groups development and test (CG5002).
            {Instruction.Pairs("ENV", Variables)}

            """);
        text.Append("\n# Copy the dependency files first, so that a change of a source file does not install again.\n");
        foreach (var group in ruby.Files.GroupBy(ContextPath.Folder)) text.Append(Instruction.Copy([.. group.Select(app.InContext)], group.Key)).Append('\n');
        foreach (var folder in ruby.Folders) text.Append(Instruction.Copy([app.InContext(folder)], folder)).Append('\n');
        AppendInstall(text);
        text.Append($"\nCOPY --chmod=555 {sources}\n");
        app.BuildExtras.WriteEnd(text);
        AppendMake(text);
    }

    private void AppendInstall(StringBuilder text)
    {
        var commands = new List<string>();
        if (ruby.IsVendored)
        {
            text.Append("# The gems come from vendor/cache: nothing is downloaded, and no gem ships twice.\nRUN ");
            commands.Add("bundle install --local");
            commands.Add($"rm -rf {Gems}/ruby/*/cache");
        }
        else
        {
            var bundler = ruby.Locked!.Bundler.Length > 0 ? $"# Bundler switches to version {ruby.Locked.Bundler}, which wrote the lock file.\n" : "";
            text.Append($"{bundler}# The mount caches downloads and keeps them out of the image.\n");
            text.Append($"RUN --mount=type=cache,id=gems-{ruby.Version.Api},target={Gems}/ruby/{ruby.Version.Api}/cache,sharing=locked \\\n    ");
            foreach (var variable in ruby.SecretVariables) text.Append($"--mount=type=secret,id={variable},env={variable} \\\n    ");
            commands.Add("bundle install");
        }

        if (ruby.Locked is { Repositories.Count: > 0 }) commands.Add($"rm -rf {Gems}/ruby/*/bundler/gems/*/.git");
        if (ruby.HasBootsnap) commands.Add("bundle exec bootsnap precompile -j 1 --gemfile");
        text.AppendJoin(" && \\\n    ", commands).Append('\n');
    }

    private void AppendMake(StringBuilder text)
    {
        var commands = new List<string>();
        if (ruby.HasBootsnap) commands.Add("bundle exec bootsnap precompile -j 1 app/ lib/");
        if (ruby.HasAssets) commands.Add("SECRET_KEY_BASE_DUMMY=1 ./bin/rails assets:precompile");
        if (ruby.IsVendored) commands.Add("rm -f vendor/cache/*.gem");
        if (ruby.HasAssets) commands.Add("rm -rf log tmp");
        if (commands.Count == 0) return;
        if (ruby.HasBootsnap) text.Append("# Compile for a faster start. One process only: several can hang under emulation.\n");
        if (ruby.HasAssets) text.Append("# Assets need no secret: the dummy key is for this command only (CG4001).\n");
        text.Append("RUN ").AppendJoin(" && \\\n    ", commands).Append('\n');
    }
}
