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
            var variables = new Dictionary<string, string>
            {
                ["BUNDLE_DEPLOYMENT"] = "1",
                ["BUNDLE_PATH"] = Gems,
                ["BUNDLE_WITHOUT"] = "development:test",
            };
            if (ruby.IsRails) variables["RAILS_ENV"] = "production";
            if (ruby.HasBootsnap) variables["BOOTSNAP_CACHE_DIR"] = Gems;
            return variables;
        }
    }

    /// <param name="file">The Dockerfile.</param>
    /// <param name="sources">The COPY of the sources.</param>
    public void WriteBuild(DockerfileWriter file, CopyStep sources)
    {
        file.Line("# build installs the gems on the target's architecture. The full image has the compilers for native extensions.")
            .From(ruby.Images.Build, "build");
        if (ImageTools.IsAlpine(ruby.Images.Build))
        {
            file.Append("RUN apk add --no-cache ")
                .AppendJoin(" ", NativeLibraries.ToBuildOnAlpine(ruby.Locked).Select(CommandLine.Quote)).Line();
        }

        file.Begin(app.BuildExtras).Workdir(FinalStage.Directory(app));
        file.Line("# Install the versions of Gemfile.lock, without the groups development and test (CG5002).").Pairs("ENV", Variables);
        file.Line().Line("# Copy the dependency files first, so that a change of a source file does not repeat the installation.");
        foreach (var group in ruby.Files.GroupBy(ContextPath.Folder)) file.Copy([.. group.Select(app.InContext)], group.Key);
        foreach (var folder in ruby.Folders) file.Copy([app.InContext(folder)], folder);
        WriteInstall(file);
        file.Line().Copy(sources).End(app.BuildExtras);
        WriteMake(file);
    }

    private void WriteInstall(DockerfileWriter file)
    {
        var commands = new List<string>();
        if (ruby.IsVendored)
        {
            file.Append("# The gems come from vendor/cache: nothing is downloaded, and the image has each gem once.\nRUN ");
            commands.Add("bundle install --local");
            commands.Add($"rm -rf {Gems}/ruby/*/cache");
        }
        else
        {
            var bundler =
                ruby.Locked!.Bundler.Length > 0 ? $"# Bundler switches to version {ruby.Locked.Bundler}, which wrote the lock file.\n" : "";
            file.Append($"{bundler}# The mount caches downloads and keeps them out of the image.\n");
            file.Append(
                $"RUN --mount=type=cache,id=gems-{ruby.Version.Api},target={Gems}/ruby/{ruby.Version.Api}/cache,sharing=locked \\\n    ");
            foreach (var variable in ruby.SecretVariables) file.Append($"--mount=type=secret,id={variable},env={variable} \\\n    ");
            commands.Add("bundle install");
        }

        if (ruby.Locked is { Repositories.Count: > 0 }) commands.Add($"rm -rf {Gems}/ruby/*/bundler/gems/*/.git");
        if (ruby.HasBootsnap) commands.Add("bundle exec bootsnap precompile -j 1 --gemfile");
        file.AppendJoin(" && \\\n    ", commands).Line();
    }

    private void WriteMake(DockerfileWriter file)
    {
        var commands = new List<string>();
        if (ruby.HasBootsnap) commands.Add("bundle exec bootsnap precompile -j 1 app/ lib/");
        if (ruby.HasAssets) commands.Add("SECRET_KEY_BASE_DUMMY=1 ./bin/rails assets:precompile");
        if (ruby.IsVendored) commands.Add("rm -f vendor/cache/*.gem");
        if (ruby.HasAssets) commands.Add("rm -rf log tmp");
        if (commands.Count == 0) return;
        if (ruby.HasBootsnap) file.Append("# Compile for a faster start. One process only: several can hang under emulation.\n");
        if (ruby.HasAssets) file.Append("# Assets need no secret: the dummy key is for this command only (CG4001).\n");
        file.Append("RUN ").AppendJoin(" && \\\n    ", commands).Line();
    }
}
