using ContainerGuard.Fixes;
using ContainerGuard.Rules;
using ContainerGuard.Tests.Unit.Rules;
using ContainerGuard.Text;

namespace ContainerGuard.Tests.Unit.Fixes;

/// <summary>Fixes keep the meaning of the file.</summary>
public sealed class MeaningTests
{
    [Theory]
    [InlineData("exec command node server.js")]
    [InlineData("command node server.js")]
    [InlineData("exec exec node server.js")]
    [InlineData("source /etc/profile")]
    [InlineData("builtin echo a")]
    [InlineData("exec\tcommand node")]
    public void A_word_that_only_a_shell_knows_is_not_written_as_a_program(string command)
    {
        var text = $"FROM node:24-slim\nUSER node\nCMD {command}\n";

        DockerfileFixer.Fix(SourceText.From(text, "Dockerfile"), Check.Facts, new SeverityPolicy(Level.All)).Text.Text
            .ShouldNotContain("[\"");
        Check.Finding(text, "CG6001").Message.ShouldNotContain("[\"command\"");
    }

    [Theory]
    [InlineData("ONBUILD RUN apt-get update")]
    [InlineData("ONBUILD COPY . /app")]
    [InlineData("ONBUILD WORKDIR /srv/app")]
    public void A_user_is_not_written_above_triggers_that_may_need_root(string trigger)
    {
        var text = $"FROM node:24-slim\n{trigger}\nCMD [\"node\", \"server.js\"]\n";

        DockerfileFixer.Fix(SourceText.From(text, "Dockerfile"), Check.Facts, new SeverityPolicy(Level.All)).Text.Text
            .ShouldNotContain("USER node");
    }
}
