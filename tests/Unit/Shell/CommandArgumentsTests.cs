using ContainerGuard.Shell;

namespace ContainerGuard.Tests.Unit.Shell;

public sealed class CommandArgumentsTests
{
    private static CommandArguments Read(string text) => ShellScript.Parse(text).Commands[0].Line;

    [Theory]
    [InlineData(
        "apt-get -yq install --no-install-recommends curl", "install", new[] { "-y", "-q", "--no-install-recommends" }, new[] { "curl" })]
    [InlineData("apt-get install -o APT::X=1 -t buster curl", "install", new[] { "-o", "-t" }, new[] { "curl" })]
    [InlineData("apt-get install -oAPT::X=1 curl", "install", new[] { "-o" }, new[] { "curl" })]
    [InlineData("apt-get install -q=2 curl=1.2", "install", new[] { "-q" }, new[] { "curl=1.2" })]
    [InlineData("npm install --registry https://x --omit=dev -- -a", "install", new[] { "--registry", "--omit" }, new[] { "-a" })]
    [InlineData("npm --prefix /app ci", "ci", new[] { "--prefix" }, new string[0])]
    [InlineData("yarn", null, new string[0], new string[0])]
    [InlineData("apk add --virtual .deps -X http://x gcc", "add", new[] { "--virtual", "-X" }, new[] { "gcc" })]
    [InlineData("pip3.12 install -r req.txt --no-cache-dir x", "install", new[] { "-r", "--no-cache-dir" }, new[] { "x" })]
    [InlineData("curl -fsSL -o /x https://y", null, new[] { "-f", "-s", "-S", "-L", "-o" }, new[] { "https://y" })]
    [InlineData("go build -ldflags '-s -w' -o app .", "build", new[] { "-ldflags", "-o" }, new[] { "." })]
    [InlineData("chown -Rv node:node /app", null, new[] { "-R", "-v" }, new[] { "node:node", "/app" })]
    public void Options_sub_command_and_operands_are_told_apart(string text, string? subCommand, string[] options, string[] operands)
    {
        var line = Read(text);

        line.SubCommand.ShouldBe(subCommand);
        line.Options.Select(option => option.Name).ShouldBe(options);
        line.Operands.Select(operand => operand.Text).ShouldBe(operands);
    }

    [Theory]
    [InlineData("npm install --omit=dev", "--omit", "dev")]
    [InlineData("npm install --omit dev", "--omit", "dev")]
    [InlineData("apt-get -q=2 update", "-q", "2")]
    [InlineData("apt-get -t 'a b' update", "-t", "a b")]
    [InlineData("apt-get -tbuster update", "-t", "buster")]
    [InlineData("apt-get -y update", "-y", null)]
    public void An_option_has_its_value(string text, string option, string? value) => Read(text).ValueOf(option).ShouldBe(value);

    [Theory]
    [InlineData("apt-get $APT_OPTS install curl", true)]
    [InlineData("apt-get install $X curl", false)]
    [InlineData("apt-get install $INSTALL_FLAGS curl", true)]
    [InlineData("apt-get install \"$FLAGS\" curl", false)]
    [InlineData("apt-get install \"$@\"", true)]
    public void An_expansion_may_stand_for_options(string text, bool expected) => Read(text).MayHaveMoreOptions.ShouldBe(expected);
}
