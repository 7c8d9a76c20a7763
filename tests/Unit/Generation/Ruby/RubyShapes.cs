namespace ContainerGuard.Tests.Unit.Generation.Ruby;

/// <summary>Ruby applications as the tests begin with them, in the folder <c>shop</c>.</summary>
internal static class RubyShapes
{
    public static readonly (string, string)[] Rails =
    [
        ("shop/.ruby-version", "3.4.7\n"),
        ("shop/Gemfile", "source 'https://gems.example.com'\n\nruby '~> 3.4'\ngem \"rails\", \"~> 8.1\"\ngem \"pg\"\n"),
        ("shop/Gemfile.lock", Lock(["bootsnap (1.18.6)", "image_processing (1.14.0)", "mini_magick (5.3.1)", "pg (1.6.2-x86_64-linux)",
            "propshaft (1.3.1)", "puma (7.1.0)", "railties (8.1.1)", "ruby-vips (2.2.5)",
            "tzinfo (2.0.6)"], named: ["pg", "rails (~> 8.1)"])),
        ("shop/config/application.rb", "require_relative \"boot\"\n"),
        ("shop/config/puma.rb", "port ENV.fetch(\"PORT\", 3000)\n"),
        ("shop/config/master.key", "0123456789abcdef0123456789abcdef"),
        ("shop/config.ru", "run Rails.application\n"),
        ("shop/storage/.keep", ""),
        ("shop/bin/rails", "#!/usr/bin/env ruby\n"),
    ];

    public static readonly (string, string)[] Rack =
    [
        ("shop/Gemfile",
            "source \"https://rubygems.example\"\n# gem \"of-before\"\ngem 'rack'\ngem 'puma'\ngem 'billing', path: 'vendor/billing'\n"),
        ("shop/Gemfile.lock", Lock(
            ["puma (7.1.0)", "rack (3.2.6)"], server: "https://rubygems.example/",
            more: "PATH\n  remote: vendor/billing\n  specs:\n    billing (1.0.0)\n\n")),
        ("shop/vendor/billing/billing.gemspec", ""),
        ("shop/config.ru", "run ->(env) { [200, {}, [\"Hello\"]] }\n"),
    ];

    public static readonly (string, string)[] Vendored =
    [
        ("shop/Gemfile", "gem 'greeting'\n"),
        ("shop/Gemfile.lock", Lock(["greeting (1.0.0)"])),
        ("shop/vendor/cache/greeting-1.0.0.gem", ""),
        ("shop/main.rb", "puts 1\n"),
    ];

    public static readonly (string, string)[] Script =
        [("shop/Gemfile", "source 'https://rubygems.example'\n"), ("shop/main.rb", "puts 1\n")];

    public static (string, string)[] Of(string name) =>
        name switch { "Rails" => Rails, "Rack" => Rack, "vendored" => Vendored, _ => Script };

    /// <summary>A lock file as Bundler writes it.</summary>
    public static string Lock(
        string[] gems, string platforms = "ruby\n  x86_64-linux", string server = "https://gems.example.com/", string more = "",
        string[]? named = null, string ruby = "") => $"""
        {more}GEM
          remote: {server}
          specs:
        {string.Concat(gems.Select(gem => $"    {gem}\n      depends-on (>= 1)\n"))}
        PLATFORMS
          {platforms}

        DEPENDENCIES
          {string.Join("\n  ", named ?? ["one"])}
        {(ruby.Length > 0 ? $"\nRUBY VERSION\n  ruby {ruby}\n" : "")}
        BUNDLED WITH
          2.7.2

        """;
}
