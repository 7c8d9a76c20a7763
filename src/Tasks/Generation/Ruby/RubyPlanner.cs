using ContainerGuard.Files;
using ContainerGuard.Text;

namespace ContainerGuard.Generation.Ruby;

/// <summary>A Ruby application: one stage installs the gems and builds the sources, and the final image has both.</summary>
internal sealed class RubyPlanner : AppPlanner
{
    /// <summary>The folders that Rails writes to at run time.</summary>
    private const string WritableFolders = "log storage tmp";

    private readonly IFileSystem _files;
    private readonly Lazy<(RubyApp? App, Problem? Problem)> _read;
    private readonly Lazy<(RubyProcess? Process, Problem? Problem)> _process;

    /// <param name="app">The project.</param>
    /// <param name="files">The disk.</param>
    public RubyPlanner(AppProject app, IFileSystem files)
        : base(app)
    {
        _files = files;
        _read = new(() => (RubyApp.Read(files, app, out var problem), problem));
        _process = new(() => RubyProcess.Find(files, app, Ruby));
    }

    protected override Problem? ProblemOfManifest => _read.Value.Problem;

    protected override Problem? ProblemOfBuild => ProblemOfLockFile ?? _process.Value.Problem ?? ProblemOfStages;

    protected override IReadOnlyList<string> Images => Ruby.Installs ? Ruby.Images.References : [FinalImage];

    protected override BuildInputs Inputs => new()
    {
        Files = Ruby.Installs ? [.. Ruby.Files.Select(App.InContext).Order(StringComparer.Ordinal)] : [],
        FeedFolders = [.. Ruby.Folders.Select(App.InContext).Order(StringComparer.Ordinal)],
        BuildFolders = [App.InContext("obj")],
        BuildProducts = ["**/node_modules", "**/.bundle", "**/vendor/bundle", "**/coverage"],
        LeftOut =
        [
            .. LeftOut(
                Ruby.IsRails ? ["log", "tmp", .. _files.DirectoryExists(OnDisk("storage")) ? ["storage"] : Array.Empty<string>()] : []),
            .. Ruby.IsRails ? ["**/public/assets", "**/*.sqlite3*"] : Array.Empty<string>(),
        ],
        SecretVariables = Ruby.SecretVariables,
    };

    protected override string FinalImage => Ruby.Images.Final;

    protected override string? BuildImage => Ruby.Installs ? Ruby.Images.Build : null;

    private RubyApp Ruby => _read.Value.App ?? throw new InvalidOperationException(_read.Value.Problem?.Text);

    private Problem? ProblemOfLockFile
    {
        get
        {
            if (Ruby.Gemfile.HasPassword)
            {
                return new(
                    "A URL in the Gemfile contains a password.",
                    "Remove the user and password from the URL, and pass both in a variable: "
                        + "BUNDLE_GEMS__EXAMPLE__COM=user:password for gems.example.com.");
            }

            if (Ruby.Locked is not { } locked)
            {
                const string Way = "Run 'bundle lock' and commit the file.";
                return Ruby.HasLockFile ? new("Gemfile.lock is not valid, or has merge conflicts.", Way)
                    : Ruby.Gemfile.HasGems ? new("The Gemfile has gems, but Gemfile.lock does not exist.", Way)
                    : null;
            }

            var isAlpine = ImageTools.IsAlpine(FinalImage);
            if (!locked.Platforms.Any(platform => IsForLinux(platform, isAlpine)))
            {
                var library = isAlpine ? "-musl" : "";
                return new(
                    $"Gemfile.lock supports only {WordList.And(locked.Platforms)}.",
                    $"Run 'bundle lock --add-platform x86_64-linux{library} aarch64-linux{library}' and commit the file"
                        + (!isAlpine && locked.Platforms.Any(static platform => IsForLinux(platform, isAlpine: true))
                            ? ", or set ContainerFamily to alpine, whose C library is musl."
                            : "."));
            }

            return locked.Folders.FirstOrDefault(folder => ContextPath.Relative(App.Directory, OnDisk(folder)) is null) is { } outside
                ? new Problem(
                    $"Gemfile.lock names gems in {outside}, outside the application folder.",
                    "Move the gems inside, for example to vendor/gems, and correct the path in the Gemfile.")
                : null;
        }
    }

    private Problem? ProblemOfStages
    {
        get
        {
            if (Ruby.NeedsNode && App.BuildExtras.IsEmpty)
            {
                return new(
                    "The assets of this application need Node.js, which Ruby's image does not have.",
                    "Add it: <ContainerGuardAptPackage Include=\"nodejs;npm\" Stage=\"build\" />" + WayToPackages);
            }

            return Ruby.Images.System.Length == 0 && App.FinalExtras.AptPackages.Count == 0
                && NativeLibraries.NeedingDebian(Ruby.Locked) is [var gem, ..] && App.ContainerBaseImage.Length == 0
                ? new Problem(
                    $"The gem {gem} needs a library, but the name of its package for ContainerFamily '{App.ContainerFamily}' is not known.",
                    "Add the package, for example <ContainerGuardAptPackage Include=\"libpq5\" />, or leave ContainerFamily empty.")
                : null;
        }
    }

    /// <summary>How the packages of package.json are installed, by their lock file; the end of a sentence.</summary>
    private string WayToPackages
    {
        get
        {
            var manager = _files.FileExists(OnDisk("yarn.lock")) ? "yarn" : _files.FileExists(OnDisk("pnpm-lock.yaml")) ? "pnpm" : null;
            var command = manager switch
            {
                "yarn" => "npm install --global yarn@1.22.22 &amp;&amp; yarn install --frozen-lockfile",
                "pnpm" => "npm install --global pnpm@10 &amp;&amp; pnpm install --frozen-lockfile",
                _ => "npm ci",
            };
            return $" and <ContainerGuardRun Include=\"packages\" Command=\"{command}\" Stage=\"build\" />.";
        }
    }

    private RubyProcess Start => _process.Value.Process ?? new RubyProcess(["ruby"]);

    protected override IReadOnlyList<ContainerPort> Ports => PortsOr(Start.Port);

    protected override FinalStage Final
    {
        get
        {
            var packages = NativeLibraries.ToRun(Ruby.Locked, Ruby.Images.System);
            var gems = NativeLibraries.NeedingDebian(Ruby.Locked);
            var isAlpine = Ruby.Images.System == "alpine";
            return new()
            {
                Image = FinalImage,
                Reasons =
                [
                    .. Ruby.Installs ? [] : new[] { ReasonOfVersion },
                    $"final is the image that ships (CG2007), based on {Ruby.Images.Reason}.",
                    .. packages.Count > 0 && gems.Count > 0
                        ? [$"It has the libraries that {WordList.And(gems)} need, without headers."]
                        : Array.Empty<string>(),
                ],
                AptPackages = isAlpine ? [] : packages,
                Installs = isAlpine && packages.Count > 0
                    ? [new($"apk add --no-cache {string.Join(' ', packages.Select(CommandLine.Quote))}")]
                    : [],
                Files = Files,
                Variables = Variables,
                Ports = Ports,
                User = StageUser.Any,
                StopSignal = Start.IsServer
                    ? new("SIGINT", "Ruby's servers stop cleanly on SIGINT. As PID 1 they end with an error on SIGTERM (CG6006).")
                    : null,
                Health = HealthOr(StageHealth.Outside),
                Process = Start.Words is ["bundle", "exec", ..]
                    ? new(Start.Words)
                    {
                        Form = "Exec form: bundle exec becomes the server, which receives the signal of docker stop (CG6001).",
                    }
                    : new(Start.Words),
            };
        }
    }

    private string ReasonOfVersion => new BaseImage(Ruby.Images.Build, Ruby.Version.Reason).Sentence;

    private List<StageStep> Files
    {
        get
        {
            var directory = FinalStage.Directory(App);
            List<StageStep> steps = Ruby.Installs
                ? [CopyStep.Of("build", RubyStages.Gems, RubyStages.Gems), CopyStep.Of("build", directory, directory)]
                : [Sources(directory + "/", mode: "555")];
            steps.Add(new WorkdirStep(directory));
            if (!Ruby.IsRails) return steps;
            var owner = (App.ContainerUser.Length > 0 ? App.ContainerUser : StageUser.Any.Id).Split(':');
            steps.Add(new RunStep(
                $"install -d -o {CommandLine.Quote(owner[0])} -g {CommandLine.Quote(owner[^1])} {WritableFolders}",
                "Rails can write to these folders only."));
            return steps;
        }
    }

    private Dictionary<string, string> Variables
    {
        get
        {
            var variables = Ruby.Installs ? new RubyStages(App, Ruby).Variables : [];
            if (Ruby.IsRails)
            {
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
            if (Start.Port is { } known) variables["PORT"] = $"{known}";
            return variables;
        }
    }

    protected override StageHealth Probe(HealthAddress address) => new(
        ["ruby", "-rnet/http", "-e",
            $"exit Net::HTTP.start('127.0.0.1', {address.Port}, nil, open_timeout: 2, read_timeout: "
                + $"4) {{ |http| http.get({address.PathLiteral}).code < '400' }}"],
        "Ruby makes the request: the image needs no HTTP client (CG6009).");

    protected override void WriteBuild(DockerfileWriter file)
    {
        if (!Ruby.Installs) return;
        file.Line().Comment(ReasonOfVersion);
        new RubyStages(App, Ruby).WriteBuild(file, Sources("./", mode: "555"));
    }

    /// <summary>Whether a RubyGems platform runs on the image. A platform without a C library fits every image.</summary>
    private static bool IsForLinux(string platform, bool isAlpine) =>
        platform == "ruby"
        || platform.EndsWith("-linux", StringComparison.Ordinal)
        || platform.EndsWith(isAlpine ? "-linux-musl" : "-linux-gnu", StringComparison.Ordinal);
}
