using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Engine;

/// <summary>Gems without a gem server: one with a native extension that is written here, and puma as Debian has it, packed again.</summary>
internal static class RubyGems
{
    /// <summary>puma and what it depends on are there compiled for this machine, and so they are packed.</summary>
    private const string Pack = """
        Dir.chdir ARGV[0]
        name, version, needs = ARGV[1..]
        spec = Gem::Specification.new(name, version) do |gem|
          gem.summary = gem.authors = "Packed again"
          gem.files = Dir["lib/**/*", "bin/*"].select { |file| File.file? file }
          gem.bindir = "bin"
          gem.executables = Dir.children("bin")
          gem.add_dependency needs, "~> 2.0" if needs
        end
        require "rubygems/package"
        Gem::Package.build(spec, true)

        """;

    /// <summary>Puts the gems, and those that they depend on, into a folder.</summary>
    /// <returns>What is there now.</returns>
    public static async Task<IReadOnlyList<(string Name, string Version)>> Into(
        DockerEngine engine, string folder, IEnumerable<string> gems)
    {
        await DockerEngine.Make("stacks");
        using var context = new TemporaryDirectory();
        context.Write("pack.rb", Pack);
        context.Write("greeting/greeting.gemspec", """
            Gem::Specification.new("greeting", "1.0.0") do |gem|
              gem.summary = gem.authors = "Says hello"
              gem.files = Dir["{lib,ext}/**/*.*"]
              gem.extensions = ["ext/greeting/extconf.rb"]
            end

            """);
        context.Write("greeting/lib/greeting.rb", "require \"greeting/words\"\n");
        context.Write("greeting/ext/greeting/extconf.rb", "require \"mkmf\"\ncreate_makefile \"greeting/words\"\n");
        context.Write("greeting/ext/greeting/words.c", """
            #include <ruby.h>

            static VALUE words(VALUE self) { return rb_str_new_cstr("Hello from C"); }

            void Init_words(void) { rb_define_singleton_method(rb_define_module("Greeting"), "words", words, 0); }

            """);
        var dockerfile = context.Write("Dockerfile", $"""
            FROM {engine.HubMirror}/library/ruby:3.4 AS greeting
            COPY . /src
            WORKDIR /src/greeting
            RUN gem build greeting.gemspec && mkdir /gems && mv *.gem /gems

            FROM greeting AS puma
            RUN apt-get update && apt-get install -y --no-install-recommends puma
            RUN base=$(dirname "$(dirname "$(find /usr/lib -type d -path '*/gems/puma-5.6.5')")"); \
                for gem in nio4r-2.5.8 puma-5.6.5; do \
                  name=$(echo $gem | cut -d - -f 1); \
                  mkdir -p /pack/$name/bin; \
                  cp -r $base/gems/$gem/lib /pack/$name/lib; \
                  cp -r $base/extensions/*/*/$gem/* /pack/$name/lib; \
                done; \
                cp $base/gems/puma-5.6.5/bin/puma /pack/puma/bin
            RUN ruby /src/pack.rb /pack/nio4r nio4r 2.5.8 && ruby /src/pack.rb /pack/puma puma 5.6.5 nio4r && mv /pack/*/*.gem /gems

            FROM scratch AS out
            COPY --from={(gems.Contains("puma") ? "puma" : "greeting")} /gems /
            """);
        (await engine.Buildx("build", "--network=host", "--file", dockerfile, "--output", $"type=local,dest={folder}", context.Path))
            .ShouldSucceed();
        return [.. Directory.GetFiles(folder, "*.gem").Select(Path.GetFileNameWithoutExtension)
            .Order(StringComparer.Ordinal).Select(static name => (name![..name!.LastIndexOf('-')], name[(name.LastIndexOf('-') + 1)..]))];
    }
}
