using ContainerGuard.Scripts;
using ContainerGuard.Tests.Support;
using ContainerGuard.Tests.Unit.Dockerfile;

namespace ContainerGuard.Tests.Unit.Scripts;

/// <summary>Which scripts do not go to ShellCheck; and that a real ShellCheck has nothing to find in them.</summary>
public class PlainScriptTests
{
    public static TheoryData<string> Corpora() => Corpus.Paths.Count == 0 ? [""] : [.. Corpus.Paths];

    [Theory]
    [InlineData("npm ci")]
    [InlineData("apt-get update && apt-get install -y --no-install-recommends curl=8.14.1-2 && rm -rf /var/lib/apt/lists/*")]
    [InlineData("cd /src && make\t&& make install")]
    [InlineData("mkdir -p /a/b && chown -R app:app /a")]
    [InlineData("set -ex && ./configure --prefix=/usr && echo done1")]
    [InlineData("rm /etc/apt/sources.list.d/x.list")]
    public void Literal_words_of_known_programs_are_plain(string script) => PlainScript.Is(script).ShouldBeTrue();

    [Theory]
    [InlineData("npm ci || true")]
    [InlineData("npm ci; npm test")]
    [InlineData("npm ci\nnpm test")]
    [InlineData("npm run $TASK")]
    [InlineData("npm ci &&")]
    [InlineData("npm ci && && npm test")]
    [InlineData("FOO=1 npm ci")]
    [InlineData("unknown x")]
    [InlineData("find -name x")]
    [InlineData("cd /src")]
    [InlineData("npm ci && cd ..")]
    [InlineData("cd .. && make")]
    [InlineData("mkdir -p -m 700 /a")]
    [InlineData("mkdir -pm 700 /a")]
    [InlineData("cp /a")]
    [InlineData("rm -rf /usr")]
    [InlineData("rm -rf /usr/")]
    [InlineData("rm -rf *.txt")]
    [InlineData("echo -e x")]
    [InlineData("set -o pipefail")]
    [InlineData("make done")]
    [InlineData("npm ci `x`")]
    [InlineData("npm ci \"x\"")]
    [InlineData("npm ci 'x'")]
    [InlineData("npm ci # x")]
    [InlineData("npm ci > x")]
    [InlineData("npm ci –force")]
    [InlineData("npm ci\r")]
    [InlineData("")]
    public void Anything_else_is_for_ShellCheck(string script) => PlainScript.Is(script).ShouldBeFalse();

    [Fact]
    public void A_plain_script_is_not_handed_over() =>
        FileScripts.In(Dockerfiles.Model("FROM a\nRUN npm ci\nRUN npm ci; ls\nCMD [\"x\"]\n")).ShouldHaveSingleItem()
            .Content.ShouldBe("#!/bin/sh\nnpm ci; ls\n");

    /// <summary>With a corpus: every distinct plain script of it; else the examples above.</summary>
    [Theory]
    [MemberData(nameof(Corpora))]
    public void ShellCheck_finds_nothing_in_plain_scripts(string corpus)
    {
        string[] plain = corpus.Length == 0
            ? ["npm ci", "cd /src && make\t&& make install", "set -ex && echo a", "rm -rf /var/lib/apt/lists/* /tmp/*", "mkdir -p /a/b"]
            : [.. Corpus.Read(corpus).SelectMany(static file => Commands(file.Text)).Where(PlainScript.Is)
                .Distinct(StringComparer.Ordinal)];
        string[] contents = [.. plain.SelectMany(static script => new[] { $"#!/bin/sh\n{script}\n", $"#!/bin/bash -e\n{script}\n" })];

        var answer = RealShellCheck.Require().Check(contents, TestContext.Current.CancellationToken);

        answer.Problem.ShouldBeNull();
        contents.Where((_, index) => answer.Comments[index].Count > 0).ShouldBeEmpty();
        TestContext.Current.TestOutputHelper?.WriteLine($"{plain.Length} plain scripts");
    }

    private static IEnumerable<string> Commands(string text) =>
        Dockerfiles.Model(text).Stages.SelectMany(static stage => stage.Instructions)
            .Select(static instruction => (instruction.Trigger ?? instruction).Command?.Text ?? "");
}
