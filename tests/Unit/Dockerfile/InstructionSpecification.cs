using ContainerGuard.Dockerfile;
using static ContainerGuard.Tests.Unit.Dockerfile.Dockerfiles;

namespace ContainerGuard.Tests.Unit.Dockerfile;

/// <summary>How each instruction is read when it is right.</summary>
public sealed class InstructionSpecification
{
    [Fact]
    public void Keywords_are_read_in_any_casing()
    {
        Instruction("from a").Kind.ShouldBe(InstructionKind.From);
        Instruction("HealthCheck NONE").Kind.ShouldBe(InstructionKind.Healthcheck);
        Instruction("HealthCheck NONE").Keyword.ShouldBe("HealthCheck");
    }

    [Fact]
    public void There_are_eighteen_instructions()
    {
        InstructionKeywords.All.Length.ShouldBe(18);
        foreach (var keyword in InstructionKeywords.All)
        {
            InstructionKeywords.Parse(keyword.ToLowerInvariant()).ToKeyword().ShouldBe(keyword);
        }
    }

    [Fact]
    public void From_has_an_image_a_platform_and_a_name()
    {
        var from = Instruction("FROM --platform=linux/arm64 alpine:3 AS base");

        from.FindFlag("platform")!.Value.ShouldBe("linux/arm64");
        from.Arguments.Select(word => word.Text).ShouldBe(["alpine:3", "AS", "base"]);
    }

    [Theory]
    [InlineData("RUN echo  \"a b\"", "echo  \"a b\"")]
    [InlineData("CMD app --flag", "app --flag")]
    [InlineData("ENTRYPOINT exec app", "exec app")]
    [InlineData("RUN [ \"a\" ] && b", "[ \"a\" ] && b")]
    [InlineData("RUN [a, b]", "[a, b]")]
    [InlineData("CMD [\"a\",]", "[\"a\",]")]
    [InlineData("CMD ['a']", "['a']")]
    [InlineData("HEALTHCHECK --interval=1s CMD curl -f http://x", "curl -f http://x")]
    [InlineData("ONBUILD RUN a b", null)]
    public void Shell_form_is_whatever_is_no_JSON_array_of_strings(string text, string? command)
    {
        var instruction = Instruction(text);

        instruction.IsExecForm.ShouldBeFalse();
        instruction.Command?.Text.ShouldBe(command);
        (instruction.Command is null).ShouldBe(command is null);
    }

    [Fact]
    public void Exec_form_is_a_JSON_array_of_strings()
    {
        var cmd = Instruction("CMD [ \"a\\tb\",\\\n  \"\\u00e9\" , \"\" ]");

        cmd.IsExecForm.ShouldBeTrue();
        cmd.Command.ShouldBeNull();
        cmd.Arguments.Select(word => word.Value).ShouldBe(["a\tb", "é", ""]);
        cmd.TextAt(cmd.Arguments[1].Span).ShouldBe("\"\\u00e9\"");
    }

    [Fact]
    public void An_empty_array_is_exec_form()
    {
        var cmd = Instruction("CMD []");

        cmd.IsExecForm.ShouldBeTrue();
        cmd.Arguments.ShouldBeEmpty();
    }

    [Fact]
    public void Healthcheck_has_a_type()
    {
        Instruction("HEALTHCHECK none").HealthcheckType!.Text.ShouldBe("none");
        var exec = Instruction("HEALTHCHECK CMD [\"a\"]");
        exec.IsExecForm.ShouldBeTrue();
        exec.Arguments.ShouldHaveSingleItem().Value.ShouldBe("a");
    }

    [Fact]
    public void Copy_has_sources_and_a_destination()
    {
        var copy = Instruction("COPY --from=build --chown=1:1 --link a b /c/");

        copy.Flags.Select(flag => (flag.Name, flag.Value)).ShouldBe([("from", "build"), ("chown", "1:1"), ("link", null)]);
        copy.Sources.Select(word => word.Text).ShouldBe(["a", "b"]);
        copy.Destination!.Text.ShouldBe("/c/");
        copy.TextAt(copy.Flags[1].ValueSpan).ShouldBe("1:1");
        copy.TextAt(copy.Flags[2].NameSpan).ShouldBe("link");
    }

    [Fact]
    public void Copy_takes_a_JSON_array_for_names_with_blanks()
    {
        var copy = Instruction("COPY [\"a b\", \"c\"]");

        copy.Sources.ShouldHaveSingleItem().Text.ShouldBe("a b");
        copy.Destination!.Text.ShouldBe("c");
    }

    [Fact]
    public void Quotes_in_a_flag_are_no_part_of_its_value()
    {
        var copy = Instruction("COPY \"--from=a\" --chown='x y' a b");
        copy.Flags.ShouldBeEmpty();

        var quoted = Instruction("COPY --from=\"a\" --chown='x y' a b");
        quoted.Flags.Select(flag => flag.Value).ShouldBe(["a", "x y"]);
        quoted.TextAt(quoted.Flags[1].Span).ShouldBe("--chown='x y'");
    }

    [Fact]
    public void Two_dashes_end_the_flags()
    {
        var cmd = Instruction("CMD -- --flag");

        cmd.Flags.ShouldBeEmpty();
        cmd.Command!.Text.ShouldBe("--flag");
    }

    [Fact]
    public void Env_takes_pairs()
    {
        var env = Instruction("ENV A=1 B=\"two words\" C=a\\ b D=");

        env.Pairs.Select(pair => (pair.Name, pair.Value!.RawText, pair.Value!.Value)).ShouldBe(
            [("A", "1", "1"), ("B", "\"two words\"", "two words"), ("C", "a\\ b", "a b"), ("D", "", "")]);
        env.Pairs.ShouldAllBe(pair => !pair.IsLegacy);
        env.TextAt(env.Pairs[1].Span).ShouldBe("B=\"two words\"");
    }

    [Theory]
    [InlineData("ENV A one  two")]
    [InlineData("LABEL A one  two")]
    public void Without_an_equals_sign_the_rest_of_the_line_is_the_value(string text)
    {
        var pair = Instruction(text).Pairs.ShouldHaveSingleItem();

        pair.IsLegacy.ShouldBeTrue();
        pair.Name.ShouldBe("A");
        pair.Value!.Text.ShouldBe("one  two");
    }

    [Fact]
    public void Arg_takes_names_with_and_without_a_default()
    {
        var arg = Instruction("ARG A B=2 C=");

        arg.Pairs.Select(pair => (pair.Name, pair.Value?.Text)).ShouldBe([("A", null), ("B", "2"), ("C", "")]);
    }

    [Theory]
    [InlineData("USER app user", InstructionKind.User, "app user")]
    [InlineData("WORKDIR /a b", InstructionKind.Workdir, "/a b")]
    [InlineData("STOPSIGNAL SIGTERM", InstructionKind.Stopsignal, "SIGTERM")]
    [InlineData("MAINTAINER A <b@c>", InstructionKind.Maintainer, "A <b@c>")]
    public void Some_instructions_take_the_rest_of_the_line(string text, object kind, string argument)
    {
        var instruction = Instruction(text);

        instruction.Kind.ShouldBe((InstructionKind)kind);
        instruction.Arguments.ShouldHaveSingleItem().Text.ShouldBe(argument);
    }

    [Fact]
    public void Onbuild_has_an_instruction_of_its_own()
    {
        var onbuild = Instruction("ONBUILD COPY --chown=1 a \\\n b");

        var trigger = onbuild.Trigger!;
        trigger.Kind.ShouldBe(InstructionKind.Copy);
        trigger.Onbuild.ShouldBe(onbuild);
        trigger.Sources.ShouldHaveSingleItem().Text.ShouldBe("a");
        trigger.TextAt(trigger.Span).ShouldBe("COPY --chown=1 a \\\n b");
    }

    [Fact]
    public void Run_has_mounts()
    {
        var run = Instruction("RUN --mount=type=secret,id=npm,required \"--mount=x\" --mount=from=build,src=/a,dst=/b a");

        run.Mounts.ShouldHaveSingleItem().Type.ShouldBe("secret");
        run.Mounts[0].Find("id")!.Value.ShouldBe("npm");
        run.Mounts[0].Find("required")!.Value.ShouldBeNull();
        run.TextAt(run.Mounts[0].Find("id")!.Span).ShouldBe("id=npm");
    }

    [Fact]
    public void The_default_type_of_a_mount_is_bind() =>
        Instruction("RUN --mount=from=build,target=/b a").Mounts[0].Type.ShouldBe("bind");
}
