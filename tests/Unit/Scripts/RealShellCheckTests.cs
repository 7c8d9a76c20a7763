using ContainerGuard.Tests.Unit.Rules;
using ContainerGuard.Text;
using Check = ContainerGuard.Tests.Unit.Rules.Check;

namespace ContainerGuard.Tests.Unit.Scripts;

/// <summary>The real ShellCheck over Dockerfiles.</summary>
public class RealShellCheckTests
{
    public static TheoryData<int> Examples { get; } = [.. RulePage.Read("CG6012").Examples.Select(example => example.PageLine)];

    [Theory]
    [MemberData(nameof(Examples))]
    public void It_says_of_an_example_what_the_page_says_that_it_says(int line)
    {
        var example = RulePage.Read("CG6012").Examples.Single(example => example.PageLine == line);

        Describe(example.Text).ShouldBe(example.ShellCheck);
    }

    [Theory]
    [InlineData("RUN echo \"$RTTP_PROXY\"")]
    [InlineData("ENV dir=/x\nRUN cd $dir && make")]
    [InlineData("RUN . ./settings && . \"$HOME/x\"")]
    [InlineData("SHELL [\"/bin/ash\", \"-eo\", \"pipefail\", \"-c\"]\nRUN echo hello | cat")]
    [InlineData("CMD exec app --port \"$port\"")]
    [InlineData("RUN <<EOF\n#!/bin/bash -e\ncd /x\nls\nEOF")]
    [InlineData("RUN <<EOF\r\n#!/bin/bash -e\r\ncd /x\r\nls\r\nEOF\r\n")]
    [InlineData("# shellcheck disable=SC2086,SC2154\nRUN echo $x")]
    [InlineData("RUN <<EOF\n# shellcheck disable=SC2086,SC2154\necho $x\nEOF")]
    [InlineData("ONBUILD ARG x\nONBUILD RUN echo \"$x\"")]
    public void A_script_without_a_fault_has_none(string instructions) => Describe($"FROM a\n{instructions}\n").ShouldBeEmpty();

    [Theory]
    [InlineData("RUN echo 😀é \\\n  # note\n  \t$HOME", "SC2086*:4:4")]
    [InlineData("RUN if true; then\n", "SC1073:2:14")]
    [InlineData("RUN if true; then", "SC1072:2:17")]
    [InlineData("RUN echo $RANDOM", "SC3028")]
    [InlineData("ENV x=1\nRUN <<EOF\n#!/bin/sh\n# top\n\necho \"$x\"\n\techo \"$y\"\nEOF", "SC2154:8:8")]
    public void A_fault_is_found_where_it_stands(string instructions, string fault) =>
        Describe($"FROM a\n{instructions}\n").ShouldContain(found => found.StartsWith(fault, StringComparison.Ordinal));

    [Fact]
    public void A_comment_silences_it_by_our_code()
    {
        const string Text = "FROM a\n# containerguard ignore=CG6012: it is well\nRUN cd /x; ls\n";

        var finding = Check.Finding(Text, "CG6012", Check.Facts with { ShellProblems = RealShellCheck.Faults(Text) });

        finding.Message.ShouldStartWith("SC2164: ");
        finding.Suppression.ShouldBe("it is well");
    }

    private static IEnumerable<string> Describe(string text)
    {
        var source = SourceText.From(text, "Dockerfile");
        return RealShellCheck.Faults(text).Select(fault => (fault, place: source.GetPosition(fault.Span.Start)))
            .Select(found => $"SC{found.fault.Code}{(found.fault.IsRemark ? "*" : "")}:{found.place.Line}:{found.place.Column}");
    }
}
