namespace ContainerGuard.Tests.Unit.Generation;

/// <summary>What the questions to the model of a generated Dockerfile tell apart, and what they refuse.</summary>
public sealed class GeneratedImageTests
{
    [Theory]
    [InlineData("rm -rf a/*", "rm -rf a/*")]
    [InlineData("rm -rf \"a/*\"", "rm -rf 'a/*'")]
    [InlineData("rm -rf a/\\*", "rm -rf 'a/*'")]
    [InlineData("echo \"plain\"", "echo plain")]
    [InlineData("echo $A", "echo $A")]
    [InlineData("echo \"$A\"", "echo \"$A\"")]
    [InlineData("echo '$A'", "echo '$A'")]
    [InlineData("A=\"$B\" C=1 make", "A=\"$B\" C=1 make")]
    [InlineData("echo a \\\n    b >/c", "echo a b >/c")]
    public void A_command_shows_what_the_shell_passes_to_the_program(string written, string read) =>
        Of($"RUN {written}").Commands.ShouldBe([read]);

    [Theory]
    [InlineData("RUN a; b")]
    [InlineData("RUN a || b")]
    [InlineData("RUN a | b && c")]
    [InlineData("RUN a 'b")]
    public void A_RUN_that_can_go_on_after_a_failure_is_refused(string run) =>
        Should.Throw<ShouldAssertException>(() => Of(run).Commands);

    [Theory]
    [InlineData("COPY --link a /b")]
    [InlineData("COPY a$UNKNOWN /b")]
    public void A_COPY_whose_meaning_has_no_question_here_is_refused(string copy) =>
        Should.Throw<ShouldAssertException>(() => Of($"ARG UNKNOWN\n{copy}").Copies);

    [Fact]
    public void Copies_are_equal_if_they_copy_the_same_in_the_same_way()
    {
        var copy = Of("COPY --from=x --chmod=555 --chown=1 [\"a b\", \"c\", \"/d/\"]").Copies.ShouldHaveSingleItem();

        copy.ShouldBe(new Copied(["a b", "c"], "/d/") { From = "x", Mode = "555", Owner = "1" });
        copy.ShouldNotBe(new Copied(["a", "b c"], "/d/") { From = "x", Mode = "555", Owner = "1" });
        copy.ShouldNotBe(new Copied(["a b", "c"], "/d/") { From = "x", Mode = "555" });
        copy.ShouldNotBe(new Copied(["a b", "c"], "/d") { From = "x", Mode = "555", Owner = "1" });
    }

    [Fact]
    public void A_step_of_a_continued_instruction_is_one_line_and_knows_its_neighbours()
    {
        var stage = Of("# Why.\n# Really.\nRUN --mount=type=cache,\"target=/my cache\" \\\n    # not this\n    make  all\nUSER 1");

        stage.Around("USER 1").ShouldBe(("RUN --mount=type=cache,\"target=/my cache\" make all", null));
        stage.Runs[0].Comment.ShouldBe("Why. Really.");
        stage.Command("make").ShouldBe(["make", "all"]);
    }

    private static GeneratedStage Of(string instructions) => GeneratedImage.Of($"FROM a AS final\n{instructions}\n").Stage("final");
}
