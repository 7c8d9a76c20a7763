using ContainerGuard.Shell;

namespace ContainerGuard.Tests.Unit.Shell;

public sealed class DownloadTests
{
    [Theory]
    [InlineData("wget -q https://example.com/a.zip", null)]
    [InlineData("wget -O /a https://example.com/a.zip", "/a")]
    [InlineData("curl -fsSLo /a https://example.com/a.zip", "/a")]
    [InlineData("curl -LO https://example.com/a.zip", null)]
    [InlineData("sudo curl https://example.com/a.zip 2> /dev/null > a", "a")]
    [InlineData("curl -s https://example.com/a.tgz | sudo tar -xz", null)]
    [InlineData("wget -qO- https://example.com/a.tgz | tar -xz", null)]
    public void What_is_kept_is_a_download(string script, string? file)
    {
        var download = ShellScript.Parse(script).Commands.Select(Download.Of).OfType<Download>().ShouldHaveSingleItem();

        download.Address.Text.ShouldStartWith("https://example.com/");
        download.File.ShouldBe(file);
    }

    [Theory]
    [InlineData("curl -fsSL https://example.com/version")]
    [InlineData("curl -fsSL https://example.com/version 2> log")]
    [InlineData("curl -fsSL https://example.com/key | gpg --dearmor")]
    [InlineData("curl -I -o a https://example.com/")]
    [InlineData("curl -X POST -d @- -o answer https://example.com/api")]
    [InlineData("wget -q --spider https://example.com/")]
    [InlineData("wget -qO- https://example.com/version")]
    [InlineData("wget \"$URL\"")]
    [InlineData("git clone https://example.com/a.git")]
    public void What_is_only_looked_at_is_none(string script) =>
        ShellScript.Parse(script).Commands.Select(Download.Of).OfType<Download>().ShouldBeEmpty();
}
