namespace ContainerGuard.Tests.Unit.Generation.Ruby;

public sealed class RubyLibrariesTests
{
    [Theory]
    [InlineData("git (>= 3)", true)]
    [InlineData("other", false)]
    public void The_gem_git_has_its_program_in_the_final_image_if_the_Gemfile_names_it(string named, bool hasIt)
    {
        var image = GeneratedImage.Of(App.Plan(
            App.Of("ruby"), ("shop/Gemfile", "gem 'other'\n"), ("shop/.ruby-version", "3.4.7\n"), ("shop/main.rb", ""),
            ("shop/Gemfile.lock", RubyShapes.Lock(["git (3.1.0)", "other (1.0)"], named: [named]))));

        image.Stage("final").Commands.Any(static command => command.Contains("'git=1:2.*'", StringComparison.Ordinal)).ShouldBe(hasIt);
    }
}
