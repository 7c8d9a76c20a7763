using System.Text;
using ContainerGuard.Context;

namespace ContainerGuard.Generation.Ruby;

/// <summary>A Ruby application: one stage installs the gems and builds the sources, and the final image has both.</summary>
internal sealed class RubyPlan : AppPlan
{
    /// <summary>The folders that Rails writes to at run time.</summary>
    private const string WritableFolders = "log storage tmp";

    private readonly IFileSystem files;
    private readonly Lazy<(RubyApp? App, string? Obstacle)> read;
    private readonly Lazy<(RubyProcess? Process, string? Obstacle)> process;

    /// <param name="app">The project.</param>
    /// <param name="files">The disk.</param>
    public RubyPlan(AppProject app, IFileSystem files)
        : base(app)
    {
        this.files = files;
        read = new(() => (RubyApp.Read(files, app, out var obstacle), obstacle));
        process = new(() => RubyProcess.Find(files, app, Ruby));
    }

    public override string? Obstacle => base.Obstacle ?? read.Value.Obstacle;

    public override string? BuildObstacle => ObstacleOfLockFile ?? process.Value.Obstacle ?? ObstacleOfStages ?? base.BuildObstacle;

    public override IReadOnlyList<string> Images => Ruby.Installs ? Ruby.Images.References : [FinalImage];

    public override BuildInputs Inputs => new()
    {
        Files = Ruby.Installs ? [.. Ruby.Files.Select(App.InContext).Order(StringComparer.Ordinal)] : [],
        FeedFolders = [.. Ruby.Folders.Select(App.InContext).Order(StringComparer.Ordinal)],
        BuildFolders = [App.InContext("obj")],
        BuildProducts = ["**/node_modules", "**/.bundle", "**/vendor/bundle", "**/coverage"],
        LeftOut = [.. LeftOut(Ruby.IsRails ? ["log", "tmp", .. files.DirectoryExists(OnDisk("storage")) ? ["storage"] : Array.Empty<string>()] : []), .. Ruby.IsRails ? ["**/public/assets", "**/*.sqlite3*"] : Array.Empty<string>()],
        SecretVariables = Ruby.SecretVariables,
    };

    protected override string FinalImage => Ruby.Images.Final;

    protected override string? BuildImage => Ruby.Installs ? Ruby.Images.Build : null;

    private RubyApp Ruby => read.Value.App ?? throw new InvalidOperationException(Obstacle);

    private string? ObstacleOfLockFile
    {
        get
        {
            if (Ruby.Gemfile.HasPassword)
            {
                return "A URL in the Gemfile contains a password. Remove it and pass it as a variable: BUNDLE_GEMS__EXAMPLE__COM=user:password for gems.example.com.";
            }

            if (Ruby.Locked is not { } locked)
            {
                return Ruby.HasLockFile ? "Gemfile.lock is not valid, or has merge conflicts. Run 'bundle lock' and commit the file."
                    : Ruby.Gemfile.HasGems ? "The Gemfile has gems, but Gemfile.lock does not exist. Run 'bundle lock' and commit the file."
                    : null;
            }

            var isAlpine = ImageTools.IsAlpine(FinalImage);
            if (!locked.Platforms.Any(platform => IsForLinux(platform, isAlpine)))
            {
                var library = isAlpine ? "-musl" : "";
                return $"Gemfile.lock supports only {string.Join(", ", locked.Platforms)}. Run 'bundle lock --add-platform x86_64-linux{library} aarch64-linux{library}' and commit the file.";
            }

            return locked.Folders.FirstOrDefault(folder => ContextPath.Relative(App.Directory, OnDisk(folder)) is null) is { } outside
                ? $"Gemfile.lock has gems from {outside}, which is outside the application's folder. Move them into it, for example to vendor/gems, and change the path."
                : null;
        }
    }

    private string? ObstacleOfStages
    {
        get
        {
            if (Ruby.NeedsNode && App.BuildExtras.IsEmpty)
            {
                return "The assets of this application need Node.js, which Ruby's image does not have. Add it: "
                    + "<ContainerGuardAptPackage Include=\"nodejs;npm\" Stage=\"build\" />.";
            }

            return Ruby.Images.System.Length == 0 && App.FinalExtras.AptPackages.Count == 0 && NativeLibraries.NeedingDebian(Ruby.Locked) is [var gem, ..] && App.ContainerBaseImage.Length == 0
                ? $"The gem {gem} needs a library, whose package in '{App.ContainerFamily}' is not known. Add it, for example <ContainerGuardAptPackage Include=\"libpq5\" />, or leave ContainerFamily empty."
                : null;
        }
    }

    protected override void WriteBody(StringBuilder text, IReadOnlyDictionary<string, string> pins)
    {
        var start = process.Value.Process ?? new RubyProcess(["ruby"]);
        var stages = new RubyStages(App, Ruby);
        text.Append('\n').Append(Instruction.Comment(new BaseImage(Ruby.Images.Build, Ruby.Version.Reason).Sentence));
        if (Ruby.Installs)
        {
            stages.AppendBuild(text, Pinned(Ruby.Images.Build, pins), Sources("./"));
            text.Append('\n');
        }

        AppendFinal(text, Pinned(FinalImage, pins), Ruby.Installs ? stages.Variables : [], start);
    }

    private void AppendFinal(StringBuilder text, string final, Dictionary<string, string> variables, RubyProcess start)
    {
        var directory = FinalStage.Directory(App);
        var packages = NativeLibraries.ToRun(Ruby.Locked, Ruby.Images.System);
        var gems = NativeLibraries.NeedingDebian(Ruby.Locked);
        text.Append(Instruction.Comment($"final is the image that ships (CG2007), based on {Ruby.Images.Reason}."));
        if (packages.Count > 0 && gems.Count > 0) text.Append(Instruction.Comment($"It has the libraries that {string.Join(", ", gems)} need, without headers."));
        var isAlpine = Ruby.Images.System == "alpine";
        FinalStage.AppendFrom(text, App, final, packages: isAlpine ? null : packages);
        if (isAlpine && packages.Count > 0) text.Append("RUN apk add --no-cache ").AppendJoin(' ', packages.Select(CommandLine.Quote)).Append('\n');
        text.Append("# Owned by root and read-only for the app: an attacker in the process cannot change its code.\n");
        text.Append(Ruby.Installs
            ? $"{Instruction.CopyFrom("build", RubyStages.Gems, RubyStages.Gems)}\n{Instruction.CopyFrom("build", directory, directory)}\n"
            : $"COPY --chmod=555 {Sources(directory + "/")}\n");
        text.Append($"WORKDIR {Instruction.Quote(directory)}\n");
        if (Ruby.IsRails)
        {
            var owner = (App.ContainerUser.Length > 0 ? App.ContainerUser : FinalStage.AnyUser).Split(':');
            text.Append($"# Rails can write to these folders only.\nRUN install -d -o {CommandLine.Quote(owner[0])} -g {CommandLine.Quote(owner[^1])} {WritableFolders}\n");
            variables["RAILS_LOG_TO_STDOUT"] = "1";
            variables["RAILS_SERVE_STATIC_FILES"] = "1";
        }
        else
        {
            variables["APP_ENV"] = "production";
            variables["RACK_ENV"] = "production";
        }

        if (Ruby.HasBootsnap) variables["BOOTSNAP_READONLY"] = "1";
        if (Ruby.Installs) variables["BUNDLE_USER_HOME"] = "/tmp/bundle";
        if (start.Port is { } known) variables["PORT"] = $"{known}";
        FinalStage.AppendSettings(text, App, variables, PortsOr(start.Port), FinalImage, final);
        FinalStage.AppendUser(text, App, FinalStage.AnyUser, FinalStage.AnyUserReason);
        if (start.IsServer) text.Append("# Ruby's servers stop cleanly on SIGINT. As process 1 they end with an error on SIGTERM (CG6006).\nSTOPSIGNAL SIGINT\n");
        FinalStage.AppendProcess(text, "", start.Words, form: start.Words is ["bundle", "exec", ..]
            ? "Exec form: bundle exec becomes the server, which receives the signal of docker stop (CG6001)."
            : FinalStage.OwnProcess);
    }

    /// <summary>Whether a RubyGems platform runs on the image. A platform without a C library fits every image.</summary>
    private static bool IsForLinux(string platform, bool isAlpine) =>
        platform == "ruby" || platform.EndsWith("-linux", StringComparison.Ordinal) || platform.EndsWith(isAlpine ? "-linux-musl" : "-linux-gnu", StringComparison.Ordinal);
}
