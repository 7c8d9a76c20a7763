using ContainerGuard.Scripts;
using ContainerGuard.Tests.Unit.Dockerfile;

namespace ContainerGuard.Tests.Unit.Scripts;

/// <summary>What is a script, in which shell, with what set around it; and the way back from a place in it to the file.</summary>
public class FileScriptsTests
{
    [Theory]
    [InlineData("RUN a", "#!/bin/sh\na\n")]
    [InlineData("RUN --network=none a", "#!/bin/sh\na\n")]
    [InlineData("RUN a \\\n # note\n && b", "#!/bin/sh\na  && b\n")]
    [InlineData("RUN <<EOF\na\nb\nEOF", "#!/bin/sh\na\nb\n")]
    [InlineData("RUN <<-EOF\n\ta\n\tEOF", "#!/bin/sh\na\n")]
    [InlineData("RUN cat <<EOF > x\na\nEOF", "#!/bin/sh\ncat <<EOF > x\na\nEOF\n")]
    [InlineData("RUN <<EOF\r\na\r\nb\r\nEOF", "#!/bin/sh\na\nb\n")]
    [InlineData("ONBUILD RUN a", "#!/bin/sh\na\n")]
    [InlineData("CMD a", "#!/bin/sh\n# shellcheck disable=SC2154\na\n")]
    [InlineData("ENTRYPOINT a", "#!/bin/sh\n# shellcheck disable=SC2154\na\n")]
    [InlineData("HEALTHCHECK --interval=5m CMD a", "#!/bin/sh\n# shellcheck disable=SC2154\na\n")]
    public void A_script_is_what_the_shell_is_given(string instruction, string content) => ContentOf(instruction).ShouldBe(content);

    [Theory]
    [InlineData("RUN [\"a\"]")]
    [InlineData("CMD [\"a\"]")]
    [InlineData("HEALTHCHECK NONE")]
    [InlineData("SHELL [\"pwsh\", \"-Command\"]\nRUN a")]
    [InlineData("SHELL [\"cmd\", \"/S\", \"/C\"]\nRUN a")]
    [InlineData("SHELL [\"/bin/zsh\", \"-c\"]\nRUN a")]
    [InlineData("RUN <<EOF\n#!/usr/bin/env python3\na\nEOF")]
    [InlineData("RUN")]
    public void What_another_program_reads_is_no_script(string instructions) => Scripts(instructions).ShouldBeEmpty();

    [Fact]
    public void A_base_for_Windows_has_another_shell() =>
        FileScripts.In(Dockerfiles.Model("FROM mcr.microsoft.com/windows/servercore:ltsc2025\nRUN dir\n")).ShouldBeEmpty();

    [Theory]
    [InlineData("SHELL [\"/bin/bash\", \"-c\"]\nRUN a", "#!/bin/bash")]
    [InlineData("SHELL [\"bash\", \"-o\", \"pipefail\", \"-c\"]\nRUN a", "#!/bin/bash")]
    [InlineData("SHELL [\"/bin/bash\", \"-euo\", \"pipefail\", \"-c\"]\nRUN a", "#!/bin/bash -e")]
    [InlineData("SHELL [\"/bin/bash\", \"-o\", \"errexit\", \"-c\"]\nRUN a", "#!/bin/bash -e")]
    [InlineData("SHELL [\"/bin/ash\", \"-c\"]\nRUN a", "#!/bin/dash")]
    [InlineData("SHELL [\"/usr/bin/env\", \"ksh\", \"-c\"]\nRUN a", "#!/bin/ksh")]
    [InlineData("RUN <<EOF\n#!/bin/bash -e\na\nEOF", "#!/bin/bash -e")]
    [InlineData("RUN <<EOF\n#!/usr/bin/env -S dash\na\nEOF", "#!/bin/dash")]
    public void The_shell_is_the_one_that_reads_it(string instructions, string shebang) =>
        ContentOf(instructions).ShouldBe($"{shebang}\na\n");

    [Theory]
    [InlineData("ARG a\nENV b=1 c=2\nRUN $a ${b} other", "export a=1 b=1")]
    [InlineData("RUN curl -x $http_proxy", "export http_proxy=1")]
    [InlineData("ONBUILD ARG a\nONBUILD RUN $a", "export a=1")]
    public void What_the_stage_sets_and_the_script_names_is_declared(string instructions, string declaration) =>
        ContentOf(instructions).Split('\n')[1].ShouldBe(declaration);

    [Fact]
    public void What_another_stage_sets_is_not_declared() =>
        FileScripts.In(Dockerfiles.Model("FROM a AS one\nARG a=1\nFROM b\nRUN $a\n"))
            .ShouldHaveSingleItem().Content.ShouldBe("#!/bin/sh\n$a\n");

    [Fact]
    public void An_argument_of_the_build_is_not_there_when_a_container_starts() =>
        ContentOf("ARG a\nENV b=1\nCMD $a $b").ShouldContain("\nexport b=1\n");

    [Theory]
    [InlineData("# shellcheck disable=SC2086,SC2046\nRUN a", "SC2086,SC2046")]
    [InlineData("# shellcheck disable=SC2086 # they are many\nRUN a", "SC2086")]
    [InlineData("RUN a \\\n # shellcheck disable=SC2086\n b", "SC2086")]
    [InlineData("# shellcheck disable=SC2086\nONBUILD RUN a", "SC2086")]
    [InlineData("# shellcheck disable=rubbish,SC1,all\nRUN a", "SC1,all")]
    public void A_directive_around_the_instruction_is_one_of_the_script(string instruction, string codes) =>
        ContentOf(instruction).Split('\n')[1].ShouldBe($"# shellcheck disable={codes}");

    [Theory]
    [InlineData("# shellcheck disable=SC2086\n\nRUN a")]
    [InlineData("# shellcheck disable=SC2086\nENV x=1\nRUN a")]
    [InlineData("# shellcheck disable=rubbish\nRUN a")]
    public void Any_other_comment_is_none(string instructions) => ContentOf(instructions).ShouldBe("#!/bin/sh\na\n");

    [Fact]
    public void A_directive_at_the_top_of_a_heredoc_stays_at_the_top() =>
        ContentOf("ARG a\nRUN <<EOF\n# shellcheck disable=SC2086\n$a\nEOF").ShouldBe(
            "#!/bin/sh\n# shellcheck disable=SC2086\nexport a=1\n$a\n");

    [Theory]
    [InlineData("FROM a\nRUN $mark\n")]
    [InlineData("FROM a\nRUN x \\\n  # note\n\n  && \\\n$mark x\n")]
    [InlineData("\uFEFFFROM a\r\nRUN x \\\r\n  $mark \\\r\n x\r\n")]
    [InlineData("# escape=`\nFROM alpine\nSHELL [\"/bin/sh\", \"-c\"]\nRUN x `\n  $mark\n")]
    [InlineData("FROM a\nARG mark x\nRUN x $x \\\n \"😀é\" $mark\n")]
    [InlineData("FROM a\nARG mark\nRUN <<EOF\n#!/bin/bash\n# top\n\nx\n\t$mark\nEOF\n")]
    [InlineData("FROM a\nRUN <<-EOF\n\t\tx\n\t\t😀 $mark\n\tEOF\n")]
    [InlineData("FROM a\r\nRUN <<EOF\r\nx\r\n$mark\r\nEOF\r\n")]
    [InlineData("FROM a\nRUN x \\\n  <<A <<B y\n1\nA\n$mark\nB\n")]
    [InlineData("FROM a\n# shellcheck disable=SC2154\nONBUILD RUN \\\n $mark\n")]
    [InlineData("FROM a\nHEALTHCHECK --interval=5m \\\n CMD x \\\n $mark\n")]
    public void A_place_in_the_script_is_found_in_the_file(string text)
    {
        var model = Dockerfiles.Model(text);
        var script = FileScripts.In(model).ShouldHaveSingleItem();
        var lines = script.Content.Split('\n');
        var line = Array.FindLastIndex(lines, candidate => candidate.Contains("$mark", StringComparison.Ordinal));
        var column = lines[line][..lines[line].IndexOf("$mark", StringComparison.Ordinal)].EnumerateRunes().Count() + 1;

        var span = script.Locate(Comment(line + 1, column, line + 1, column + 5)).ShouldNotBeNull();

        span.Start.ShouldBe(text.IndexOf("$mark", StringComparison.Ordinal));
        model.Source.Slice(span).ShouldBe("$mark");
    }

    [Theory]
    [InlineData(2, 1, "e")]
    [InlineData(2, 7, "a")]
    [InlineData(3, 1, "a")]
    [InlineData(99, 99, "a")]
    public void A_place_without_length_is_a_character(int line, int column, string text)
    {
        var model = Dockerfiles.Model("FROM a\nRUN exec a\n");
        var span = FileScripts.In(model)[0].Locate(Comment(line, column, line, column)).ShouldNotBeNull();

        model.Source.Slice(span).ShouldBe(text);
    }

    [Fact]
    public void A_place_in_what_was_added_is_not_in_the_file() =>
        Scripts("ARG a\nRUN $a")[0].ShouldSatisfyAllConditions(
            script => script.Locate(Comment(1, 1, 1, 5)).ShouldBeNull(),
            script => script.Locate(Comment(2, 8, 2, 9)).ShouldBeNull(),
            script => script.Locate(Comment(3, 1, 3, 3)).ShouldNotBeNull());

    [Fact]
    public void Cost_grows_with_the_length()
    {
        var text = "FROM a\n" + string.Concat(
            Enumerable.Range(0, 20_000).Select(i => $"ENV a{i}=1\nRUN echo $a{i} $b{i} \\\n # shellcheck disable=SC2086\n x\n"));

        FileScripts.In(Dockerfiles.Model(text)).Sum(script => script.Content.Length).ShouldBeLessThan(text.Length * 3);
    }

    private static string ContentOf(string instructions) => Scripts(instructions).ShouldHaveSingleItem().Content;

    private static IReadOnlyList<FileScript> Scripts(string instructions) => FileScripts.In(Dockerfiles.Model($"FROM a\n{instructions}\n"));

    private static ShellCheckComment Comment(int line, int column, int endLine, int endColumn) =>
        new(line, column, endLine, endColumn, "warning", 2154, "x");
}
