using ContainerGuard.Building;

namespace ContainerGuard.Tests.Unit.Generation.Ruby;

public sealed class RubyPlanTests
{
    [Fact]
    public void Rails_has_its_gems_and_assets_made_and_writes_to_its_own_folders_alone() =>
        App.Plan(App.Of("ruby"), RubyShapes.Rails).Dockerfile().ShouldBe("""
        # The Ruby version from .ruby-version (3.4.7).
        # build installs the gems on the target's architecture. The full image has the compilers for native extensions.
        FROM ruby:3.4-trixie AS build
        WORKDIR /app
        # Install the versions of Gemfile.lock, without the groups development and test (CG5002).
        ENV BOOTSNAP_CACHE_DIR=/usr/local/bundle \
            BUNDLE_DEPLOYMENT=1 \
            BUNDLE_PATH=/usr/local/bundle \
            BUNDLE_WITHOUT=development:test \
            RAILS_ENV=production

        # Copy the dependency files first, so that a change of a source file does not repeat the installation.
        COPY shop/Gemfile shop/Gemfile.lock ./
        # Bundler switches to version 2.7.2, which wrote the lock file.
        # The mount caches downloads and keeps them out of the image.
        RUN --mount=type=cache,id=gems-3.4.0,target=/usr/local/bundle/ruby/3.4.0/cache,sharing=locked \
            --mount=type=secret,id=BUNDLE_GEMS__EXAMPLE__COM,env=BUNDLE_GEMS__EXAMPLE__COM \
            bundle install && \
            bundle exec bootsnap precompile -j 1 --gemfile

        COPY --chmod=555 shop/ ./
        # Compile for a faster start. One process only: several can hang under emulation.
        # Assets need no secret: the dummy key is for this command only (CG4001).
        RUN bundle exec bootsnap precompile -j 1 app/ lib/ && \
            SECRET_KEY_BASE_DUMMY=1 ./bin/rails assets:precompile && \
            rm -rf log tmp

        # final is the image that ships (CG2007), based on slim: the official image without compilers, on the Debian
        # release of the packages below.
        # It has the libraries that pg and ruby-vips need, without headers.
        FROM ruby:3.4-slim-trixie AS final
        # No recommended packages, and no package lists in the layer (CG5011, CG5012).
        RUN apt-get update && apt-get install -y --no-install-recommends \
                "libpq5=17.*" \
                "libvips42t64=8.16.*" \
            && rm -rf /var/lib/apt/lists/*
        # Owned by root and read-only for the app: an attacker in the process cannot change its code.
        COPY --from=build /usr/local/bundle /usr/local/bundle
        COPY --from=build /app /app
        WORKDIR /app
        # Rails can write to these folders only.
        RUN install -d -o 10001 -g 10001 log storage tmp
        ENV BOOTSNAP_CACHE_DIR=/usr/local/bundle \
            BOOTSNAP_READONLY=1 \
            BUNDLE_DEPLOYMENT=1 \
            BUNDLE_PATH=/usr/local/bundle \
            BUNDLE_USER_HOME=/tmp/bundle \
            BUNDLE_WITHOUT=development:test \
            PORT=3000 \
            RAILS_ENV=production \
            RAILS_LOG_TO_STDOUT=1 \
            RAILS_SERVE_STATIC_FILES=1
        EXPOSE 3000
        # A numeric user needs no entry in /etc/passwd, and Kubernetes' runAsNonRoot can verify it (CG3002).
        USER 10001
        # Ruby's servers stop cleanly on SIGINT. As PID 1 they end with an error on SIGTERM (CG6006).
        STOPSIGNAL SIGINT
        # The orchestrator checks the health from outside.
        HEALTHCHECK NONE
        # Exec form: bundle exec becomes the server, which receives the signal of docker stop (CG6001).
        ENTRYPOINT ["bundle", "exec", "puma"]

        """);

    [Fact]
    public void A_script_without_gems_is_copied_into_the_newest_Ruby() =>
        App.Plan(App.Of("ruby"), RubyShapes.Script).Dockerfile().ShouldBe("""
        # The newest Ruby: the project names no version (.ruby-version, .tool-versions, Gemfile).
        # final is the image that ships (CG2007), based on slim: the official image without compilers.
        FROM ruby:4.0-slim AS final
        # Owned by root and read-only for the app: an attacker in the process cannot change its code.
        COPY --chmod=555 shop/ /app/
        WORKDIR /app
        ENV APP_ENV=production \
            RACK_ENV=production
        # A numeric user needs no entry in /etc/passwd, and Kubernetes' runAsNonRoot can verify it (CG3002).
        USER 10001
        # The orchestrator checks the health from outside.
        HEALTHCHECK NONE
        # Exec form: the app is PID 1 and receives the signal of docker stop (CG6001).
        ENTRYPOINT ["ruby", "main.rb"]

        """);

    [Fact]
    public void A_Rack_application_is_served_by_puma_and_a_gem_of_its_own_comes_along()
    {
        var plan = App.Plan(App.Of("ruby"), RubyShapes.Rack);
        var image = GeneratedImage.Of(plan);
        var build = image.Stage("build");

        plan.Images.ShouldBe(["ruby:4.0", "ruby:4.0-slim"]);
        plan.Inputs.SecretVariables.ShouldBeEmpty();
        build.Copies.ShouldBe(
        [
            new(["shop/Gemfile", "shop/Gemfile.lock"], "./"),
            new(["shop/vendor/billing"], "vendor/billing/"),
            new(["shop/"], "./") { Mode = "555" },
        ]);
        build.Mounts.ShouldBe(["type=cache,id=gems-4.0.0,target=/usr/local/bundle/ruby/4.0.0/cache,sharing=locked"]);
        build.Commands.ShouldBe(["bundle install"]);
        build.Steps[^1].ShouldBe("COPY --chmod=555 shop/ ./");
        image.Ports.ShouldBe(["9292"]);
        image.StopSignal.ShouldBe("SIGINT");
        image.Entrypoint.ShouldBe(["bundle", "exec", "puma", "-p", "9292"]);
    }

    [Fact]
    public void Gems_of_vendor_cache_are_installed_without_a_network_and_do_not_ship_twice()
    {
        var plan = App.Plan(App.Of("ruby"), RubyShapes.Vendored);
        var image = GeneratedImage.Of(plan);
        var build = image.Stage("build");

        build.Steps.TakeLast(4).ShouldBe(
        [
            "COPY shop/vendor/cache vendor/cache/",
            "RUN bundle install --local && rm -rf /usr/local/bundle/ruby/*/cache",
            "COPY --chmod=555 shop/ ./",
            "RUN rm -f vendor/cache/*.gem",
        ]);
        build.Runs[0].Comment.ShouldBe("The gems come from vendor/cache: nothing is downloaded, and the image has each gem once.");
        image.Entrypoint.ShouldBe(["ruby", "-rbundler/setup", "main.rb"]);
        plan.Sends("shop/vendor/cache/greeting-1.0.0.gem").ShouldBeTrue();
        plan.Inputs.SecretVariables.ShouldBeEmpty();
    }

    [Fact]
    public void On_alpine_the_compilers_are_added_and_the_libraries_are_its_own()
    {
        var image = GeneratedImage.Of(App.Plan(App.Of("ruby") with { ContainerFamily = "alpine3.22" }, RubyShapes.Rails));

        ShouldBeginOnAlpine(image.Stage("build"), "'build-base>=0.5' 'libpq-dev>=15'");
        ShouldBeginOnAlpine(image.Stage("final"), "'libpq>=15' 'tzdata>=2024' 'vips>=8'");

        static void ShouldBeginOnAlpine(GeneratedStage stage, string packages)
        {
            stage.Base.ShouldBe("ruby:3.4-alpine3.22");
            stage.Steps[0].ShouldStartWith("RUN apk add ");
            stage.Runs[0].Commands.ShouldBe([$"apk add --no-cache {packages}"]);
        }
    }

    [Theory]
    [InlineData("slim-bookworm", "ruby:3.4-bookworm", "ruby:3.4-slim-bookworm", "'libpq5=15.*'")]
    [InlineData("slim", "ruby:3.4-trixie", "ruby:3.4-slim-trixie", "'libpq5=17.*'")]
    [InlineData("bookworm", "ruby:3.4-bookworm", "ruby:3.4-bookworm", "'libvips42=8.14.*'")]
    public void The_packages_are_those_of_the_Debian_that_the_images_stand_on(string family, string build, string final, string package)
    {
        var plan = App.Plan(App.Of("ruby") with { ContainerFamily = family }, RubyShapes.Rails);

        plan.Images.ShouldBe(new[] { build, final }.Distinct());
        GeneratedImage.Of(plan).Stage("final").Command("apt-get", "install").ShouldContain(package);
    }

    [Theory]
    [InlineData("3.3.6", "", "", "", "ruby:3.3")]
    [InlineData("ruby-3.3.6@shop", "", "", "", "ruby:3.3")]
    [InlineData("3.3.6", "", "", "ruby '3.3.6'", "ruby:3.3.6")]
    [InlineData("3.3.6", "", "", "ruby file: '.ruby-version'", "ruby:3.3.6")]
    [InlineData("", "nodejs 24.1.0\nruby 3.3.6 # the shop's\n", "", "", "ruby:3.3")]
    [InlineData("", "", "3.4.2p100", "ruby '~> 3.4'", "ruby:3.4")]
    [InlineData("", "", "3.4.2", "ruby \"3.4.2\"", "ruby:3.4.2")]
    [InlineData("", "", "", "ruby '~> 3.3.1'", "ruby:3.3")]
    [InlineData("", "", "", "ruby '3.3.1'", "ruby:3.3.1")]
    [InlineData("", "", "", "ruby '>= 3.2'", "ruby:4.0")]
    [InlineData("4.1.0-preview1", "", "", "", "ruby:4.1.0-preview1")]
    public void The_first_place_that_names_a_version_counts_and_is_as_narrow_as_Bundler_takes_it(
        string rubyVersion, string toolVersions, string locked, string directive, string image)
    {
        List<(string, string)> files = [("shop/Gemfile", $"{directive}\ngem 'a'\n"),
            ("shop/Gemfile.lock", RubyShapes.Lock(["a (1)"], ruby: locked)), ("shop/main.rb", "")];
        if (rubyVersion.Length > 0) files.Add(("shop/.ruby-version", rubyVersion));
        if (toolVersions.Length > 0) files.Add(("shop/.tool-versions", toolVersions));

        App.Plan(App.Of("ruby"), [.. files]).Images.ShouldBe([image, $"{image}-slim"]);
    }

    [Theory]
    [InlineData("gem 'a'", "", "Gemfile.lock does not exist", "bundle lock")]
    [InlineData("gem 'a'", "<<<<<<< HEAD\n", "Gemfile.lock is not valid", "bundle lock")]
    [InlineData("gem 'a'", "not a lock file\n", "Gemfile.lock is not valid", "bundle lock")]
    [InlineData("source 'https://user:abc@gems.example.com'", "", "contains a password", "BUNDLE_GEMS__EXAMPLE__COM")]
    public void A_Gemfile_whose_versions_are_open_is_an_obstacle(string gemfile, string locked, string problem, string way)
    {
        List<(string, string)> files = [("shop/Gemfile", gemfile), ("shop/main.rb", "")];
        if (locked.Length > 0) files.Add(("shop/Gemfile.lock", locked));

        App.Plan(App.Of("ruby"), [.. files])
            .Problem().ShouldNotBeNull().ShouldSatisfyAllConditions(text => text.ShouldContain(problem), text => text.ShouldContain(way));
    }

    [Theory]
    [InlineData("arm64-darwin-24", "", "--add-platform x86_64-linux aarch64-linux'")]
    [InlineData("arm64-darwin-24\n  x86_64-linux-gnu", "alpine", "--add-platform x86_64-linux-musl aarch64-linux-musl'")]
    [InlineData("x86_64-linux-musl", "", "--add-platform x86_64-linux aarch64-linux'")]
    [InlineData("arm64-darwin-24\n  aarch64-linux", "alpine", null)]
    [InlineData("x86_64-linux-gnu", "", null)]
    [InlineData("ruby", "", null)]
    public void A_lock_file_for_other_systems_alone_is_an_obstacle(string platforms, string family, string? way)
    {
        var problem = App.Plan(App.Of("ruby") with
        {
            ContainerFamily = family,
        }, ("shop/Gemfile", "gem 'a'"), ("shop/Gemfile.lock", RubyShapes.Lock(["a (1)"], platforms)), ("shop/app.rb", "")).Problem();

        if (way is null) problem.ShouldBeNull();
        else problem.ShouldNotBeNull().ShouldContain(way);
    }

    [Fact]
    public void What_cannot_be_started_built_or_read_is_an_obstacle()
    {
        Obstacle(("shop/readme.md", "")).ShouldContain("has no Gemfile");
        Obstacle(("shop/Gemfile", "")).ShouldContain("The start command is not known");
        Obstacle(("shop/Gemfile", "gem 'rack'"), ("shop/Gemfile.lock", RubyShapes.Lock(["rack (3.2.6)"])), ("shop/config.ru", ""))
            .ShouldContain("bundle add puma");
        Obstacle(("shop/Gemfile", ""), ("shop/main.rb", ""), ("shop/.ruby-version", "jruby-10.0.2.0")).ShouldContain("'jruby-10.0.2.0'");
        Obstacle(("shop/Gemfile", "gem 'b', path: '../b'"), ("shop/Gemfile.lock",
            RubyShapes.Lock([], more: "PATH\n  remote: ../b\n  specs:\n    b (1)\n\n")), ("shop/main.rb", "")).ShouldContain("../b");
        Obstacle(
        [
            .. RubyShapes.Rails.Where(static file => file.Item1 != "shop/Gemfile.lock"), ("shop/package.json", "{}"),
            ("shop/Gemfile.lock", RubyShapes.Lock(["jsbundling-rails (1.3.1)", "puma (7.1.0)", "railties (8.1.1)"])),
        ]).ShouldContain("nodejs;npm");
        App.Plan(App.Of("ruby") with { ContainerFamily = "slim-bullseye" }, RubyShapes.Rails)
            .Problem().ShouldNotBeNull().ShouldContain("The gem pg needs a library");
    }

    [Fact]
    public void Passwords_for_gem_servers_are_variables_of_the_build_alone()
    {
        var plan = App.Plan(
            App.Of("ruby"),
            ("shop/Gemfile", "gem 'a'"),
            ("shop/Gemfile.lock", RubyShapes.Lock(
                ["a (1)"], server: "https://gems.my-corp.example/",
                more: "GIT\n  remote: https://git.example.com/b.git\n  revision: abc\n  specs:\n    b (1)\n\nGIT\n"
                    + "  remote: https://open.example.com/c.git\n  specs:\n    c (1)\n\n")),
            ("shop/.bundle/config", "---\nBUNDLE_GIT__EXAMPLE__COM: \"token\"\nBUNDLE_JOBS: \"4\"\n"),
            ("shop/main.rb", ""));

        plan.Inputs.SecretVariables.ShouldBe(["BUNDLE_GEMS__MY___CORP__EXAMPLE", "BUNDLE_GIT__EXAMPLE__COM"]);
        var build = GeneratedImage.Of(plan).Stage("build");
        build.Commands.ShouldBe(["bundle install", "rm -rf /usr/local/bundle/ruby/*/bundler/gems/*/.git"]);
        build.Mounts.Skip(1).ShouldBe(
        [
            "type=secret,id=BUNDLE_GEMS__MY___CORP__EXAMPLE,env=BUNDLE_GEMS__MY___CORP__EXAMPLE",
            "type=secret,id=BUNDLE_GIT__EXAMPLE__COM,env=BUNDLE_GIT__EXAMPLE__COM",
        ]);
        BuildCommand.Text(ImageBuild.Of(plan, "/repo/obj/container/Dockerfile"), BuildTool.Docker, forWindows: false)
            .ShouldContain(" --secret id=BUNDLE_GIT__EXAMPLE__COM,env=BUNDLE_GIT__EXAMPLE__COM ");
        plan.Sends("shop/.bundle/config").ShouldBeFalse();
    }

    [Fact]
    public void What_Bundler_reads_beside_the_Gemfile_is_copied_with_it()
    {
        var plan = App.Plan(
            App.Of("ruby"),
            ("shop/Gemfile", "ruby file: '.ruby-version'\ngemspec\neval_gemfile 'gems/common.rb'\n"),
            ("shop/Gemfile.lock", RubyShapes.Lock([], more: "PATH\n  remote: .\n  specs:\n    shop (1)\n\n")),
            ("shop/.ruby-version", "3.4.7"), ("shop/gems/common.rb", ""), ("shop/shop.gemspec", ""), ("shop/lib/shop.rb", ""),
            ("shop/main.rb", ""));

        GeneratedImage.Of(plan).Stage("build").Copies.SkipLast(1).ShouldBe(
        [
            new(["shop/Gemfile", "shop/Gemfile.lock", "shop/.ruby-version", "shop/shop.gemspec"], "./"),
            new(["shop/gems/common.rb"], "gems/"),
            new(["shop/lib"], "lib/"),
        ]);
    }

    [Theory]
    [InlineData("bundle exec thin start -p $PORT", "bundle exec thin start -p 9292", "9292", "SIGINT")]
    [InlineData("bundle exec ruby clock.rb", "bundle exec ruby clock.rb", null, null)]
    [InlineData("rake db:migrate && bundle exec thin start", "bundle exec thin start -a 0.0.0.0 -p 9292", "9292", "SIGINT")]
    public void The_line_of_a_Procfile_is_the_process_if_it_needs_no_shell(string line, string process, string? port, string? signal)
    {
        var image = GeneratedImage.Of(App.Plan(
            App.Of("ruby"), ("shop/Gemfile", "gem 'thin'"), ("shop/Gemfile.lock", RubyShapes.Lock(["thin (2.0.1)"])),
            ("shop/Procfile", $"web: {line}\n"), ("shop/config.ru", "")));

        image.Entrypoint.ShouldBe(process.Split(' '));
        image.Ports.ShouldBe(port is null ? [] : [port]);
        image.StopSignal.ShouldBe(signal);
    }

    [Theory]
    [InlineData("webrick (1.9.1)", "config.ru", "bundle exec rackup -o 0.0.0.0 -p 9292", "9292")]
    [InlineData("unicorn (6.1.0)", "config.ru", "bundle exec unicorn -o 0.0.0.0 -p 9292", "9292")]
    [InlineData("thin (2.0.1)", "config.ru", "bundle exec thin start -a 0.0.0.0 -p 9292", "9292")]
    [InlineData("falcon (0.55.0)", "config.ru", "bundle exec falcon serve --bind http://0.0.0.0:9292", "9292")]
    [InlineData("sinatra (4.2.1)", "app.rb", "ruby -rbundler/setup app.rb", "4567")]
    public void Other_servers_stop_on_SIGINT_as_well(string gem, string file, string process, string port)
    {
        var image = GeneratedImage.Of(App.Plan(
            App.Of("ruby"), ("shop/Gemfile", "gem 'a'"), ("shop/Gemfile.lock", RubyShapes.Lock([gem])), ($"shop/{file}", "")));

        image.Variable("PORT").ShouldBe(port);
        image.Ports.ShouldBe([port]);
        image.StopSignal.ShouldBe("SIGINT");
        image.Entrypoint.ShouldBe(process.Split(' '));
    }

    [Theory]
    [InlineData("set :port, 8080", "8080")]
    [InlineData("  set :port,  3000  # as before", "3000")]
    [InlineData("set :port, ENV['PORT']", "4567")]
    [InlineData("# set :port, 8080", "4567")]
    public void The_port_that_the_sources_set_is_the_port_of_the_image(string line, string port) => GeneratedImage.Of(App.Plan(
        App.Of("ruby"), ("shop/Gemfile", "gem 'a'"), ("shop/Gemfile.lock", RubyShapes.Lock(["sinatra (4.2.1)"])),
        ("shop/app.rb", $"require 'sinatra'\n{line}\n"))).Ports.ShouldBe([port]);

    [Theory]
    [InlineData(true, "rack (3.2.6)", "webrick (1.9.1)")]
    [InlineData(false, "rack (3.2.6)", "rackup (2.3.1)", "webrick (1.9.1)")]
    [InlineData(false, "rack (2.2.8)", "webrick (1.9.1)")]
    public void Webrick_needs_rackup_which_is_a_gem_of_its_own_since_Rack_3(bool isRefused, params string[] gems)
    {
        var problem = App.Plan(
            App.Of("ruby"), ("shop/Gemfile", "gem 'a'"), ("shop/Gemfile.lock", RubyShapes.Lock(gems)), ("shop/config.ru", "")).Problem();

        (problem?.Contains("has no server", StringComparison.Ordinal) == true).ShouldBe(isRefused);
    }

    [Fact]
    public void A_Rakefile_alone_is_started_by_rake() => App.Plan(
        App.Of("ruby"), ("shop/Gemfile", "gem 'rake'"), ("shop/Gemfile.lock", RubyShapes.Lock(["rake (13.4.2)"])), ("shop/Rakefile", ""))
        .Problem().ShouldNotBeNull().ShouldContain("<ContainerAppCommand Include=\"bundle;exec;rake\" />");

    [Fact]
    public void The_settings_of_the_project_are_followed()
    {
        var image = GeneratedImage.Of(App.Plan(
            App.Of("ruby") with
            {
                ContainerBaseImage = "registry.corp/ruby:3.4",
                ContainerUser = "2000:3000",
                ContainerWorkingDirectory = "/srv/my shop",
                ContainerPorts = [new(8080, "tcp")],
                ContainerEnvironmentVariables = new Dictionary<string, string> { ["RAILS_ENV"] = "staging" },
                Process = ["bundle", "exec", "sidekiq"],
            },
            RubyShapes.Rails));
        var final = image.Stage("final");

        image.Base.ShouldBe("registry.corp/ruby:3.4");
        image.Stage("build").WorkingDirectory.ShouldBe("/srv/my shop", "the sources are compiled where they run");
        image.WorkingDirectory.ShouldBe("/srv/my shop");
        final.Copies[^1].ShouldBe(new Copied(["/srv/my shop"], "/srv/my shop") { From = "build" });
        final.Around("WORKDIR \"/srv/my shop\"").After.ShouldBe("RUN install -d -o 2000 -g 3000 log storage tmp");
        final.Commands.ShouldBe(["install -d -o 2000 -g 3000 log storage tmp"]);
        image.Variable("PORT").ShouldBe("8080");
        image.Variable("RAILS_ENV").ShouldBe("staging");
        image.Ports.ShouldBe(["8080"]);
        image.User.ShouldBe("2000:3000");
        image.StopSignal.ShouldBeNull();
        image.Entrypoint.ShouldBe(["bundle", "exec", "sidekiq"]);
    }

    [Fact]
    public void Keys_logs_and_what_this_machine_has_installed_are_not_sent()
    {
        var plan = App.Plan(App.Of("ruby"), RubyShapes.Rails);

        plan.Sends("shop/bin/rails").ShouldBeTrue();
        plan.Sends("shop/.gitlab-ci.yml").ShouldBeFalse();
        plan.Sends("shop/.editorconfig").ShouldBeFalse();
        plan.Sends("shop/config/credentials.yml.enc").ShouldBeTrue();
        plan.Sends("shop/config/master.key").ShouldBeFalse();
        plan.Sends("shop/config/credentials/production.key").ShouldBeFalse();
        plan.Sends("shop/.bundle/config").ShouldBeFalse();
        plan.Sends("shop/vendor/bundle/ruby/a.rb").ShouldBeFalse();
        plan.Sends("shop/log/production.log").ShouldBeFalse();
        plan.Sends("shop/storage/production.sqlite3").ShouldBeFalse();
        plan.Sends("shop/tmp/cache/a").ShouldBeFalse();
    }

    private static string Obstacle(params (string, string)[] files) => App.Plan(App.Of("ruby"), files).Problem().ShouldNotBeNull();

    public static TheoryData<string, string> Shapes => new()
    {
        { "Rails", "" }, { "Rails", "alpine" }, { "Rails", "slim-bookworm" }, { "Rack", "" }, { "vendored", "" }, { "script", "" },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void No_rule_at_any_level_has_a_finding(string shape, string family) =>
        App.ShouldBeClean(App.Of("ruby") with { ContainerFamily = family }, RubyShapes.Of(shape));
}
