using ContainerGuard.Building;
using ContainerGuard.Text;

namespace ContainerGuard.Tests.Unit.Building;

/// <summary>What the programs print when there is no image, recorded from docker buildx 0.29 and buildah 1.28.</summary>
public sealed class BuildProblemTests
{
    [Fact]
    public void A_command_that_fails_is_reported_at_its_instruction_with_what_it_printed()
    {
        var failure = Buildx("""
            #5 [2/2] RUN echo before;   echo oops >&2; exit 3
            #5 0.124 before
            #5 0.125 oops
            #5 ERROR: process "/bin/sh -c echo before;   echo oops >&2; exit 3" did not complete successfully: exit code: 3
            ------
             > [2/2] RUN echo before;   echo oops >&2; exit 3:
            0.124 before
            0.125 oops
            ------

             2 warnings found (use docker --debug to expand):
             - FromAsCasing: 'as' and 'FROM' keywords' casing do not match (line 1)
            Dockerfile:3
            --------------------
               2 |     ENV a b
               3 | >>> RUN echo before; \
               4 | >>>   echo oops >&2; exit 3
               5 |     
            --------------------
            ERROR: failed to build: failed to solve: process "/bin/sh -c echo before;   echo oops >&2; exit 3" did not complete successfully: exit code: 3
            """);

        (failure.Kind, failure.Line, failure.EndLine).ShouldBe((BuildProblemKind.Build, 3, 4));
        failure.Text.ShouldBe("process \"/bin/sh -c echo before;   echo oops >&2; exit 3\" did not complete successfully: exit code: 3. "
            + "Last output: before | oops");
    }

    [Theory]
    [InlineData("/src/Program.cs(1,1): error CS1002: ; expected [/src/App.csproj]", "    1 Error(s)")]
    [InlineData("npm error code ERESOLVE", "npm notice New major version of npm available!")]
    public void The_error_of_a_step_is_shown_and_not_what_follows_it(string error, string after) => Buildx($"""
        #5 [2/2] RUN build
        #5 0.124 before
        #5 0.125 {error}
        #5 0.126 {after}
        #5 0.127 {after} again
        #5 0.128 {after} and again
        #5 ERROR: process "/bin/sh -c build" did not complete successfully: exit code: 1
        ------
         > [2/2] RUN build:
        0.126 {after}
        0.127 {after} again
        0.128 {after} and again
        ------
        ERROR: failed to build: failed to solve: process "/bin/sh -c build" did not complete successfully: exit code: 1
        """).Text.ShouldEndWith("Last output: " + error);

    [Fact]
    public void A_file_that_cannot_be_read_is_reported_at_its_line()
    {
        var failure = Buildx("""
            D2:2
            --------------------
               1 |     FROM scratch
               2 | >>> RUNN x
               3 |     
            --------------------
            ERROR: failed to build: failed to solve: dockerfile parse error on line 2: unknown instruction: RUNN (did you mean RUN?)
            """);

        (failure.Line, failure.EndLine, failure.Message).ShouldBe(
            (2, 2, "dockerfile parse error on line 2: unknown instruction: RUNN (did you mean RUN?)"));
        Buildx("ERROR: failed to solve: dockerfile parse error on line 7: unknown flag: x").Line.ShouldBe(7);
    }

    [Fact]
    public void An_image_that_is_not_there_is_reported_at_its_FROM() => Buildx("""
        #2 ERROR: 127.0.0.1:5391/nope:1: not found
        ------
         > [internal] load metadata for 127.0.0.1:5391/nope:1:
        ------
        D2:1
        --------------------
           1 | >>> FROM 127.0.0.1:5391/nope:1
           2 |     
        --------------------
        ERROR: failed to build: failed to solve: 127.0.0.1:5391/nope:1: failed to resolve source metadata for 127.0.0.1:5391/nope:1: 127.0.0.1:5391/nope:1: not found
        """).Line.ShouldBe(1);

    [Theory]
    [InlineData(
        "ERROR: Cannot connect to the Docker daemon at unix:///nope.sock. Is the docker daemon running?", (int)BuildProblemKind.Missing)]
    [InlineData("docker: unknown command: docker buildx\n\nRun 'docker --help' for more information", (int)BuildProblemKind.Missing)]
    [InlineData("docker: 'buildx' is not a docker command.\nSee 'docker --help'", (int)BuildProblemKind.Missing)]
    [InlineData("unknown flag: --sbom\n\nUsage:  docker buildx build [OPTIONS] PATH | URL | -", (int)BuildProblemKind.Unable)]
    [InlineData("ERROR: no builder \"nope\" found", (int)BuildProblemKind.Unable)]
    [InlineData("ERROR: failed to build: Attestation is not supported for the docker driver.\n"
        + "Switch to a different driver, or turn on the containerd image store, and try again.\n"
        + "Learn more at https://example.com/", (int)BuildProblemKind.Unable)]
    [InlineData("ERROR: failed to build: failed to solve: no space left on device", (int)BuildProblemKind.Build)]
    [InlineData("", (int)BuildProblemKind.Build)]
    public void What_is_not_the_Dockerfiles_fault_is_known(string output, int fault)
    {
        var failure = Buildx(output);

        ((int)failure.Kind, failure.Line).ShouldBe((fault, 0));
        failure.Text.ShouldNotStartWith("ERROR");
    }

    [Fact]
    public void The_way_out_that_a_driver_names_is_kept() =>
        Buildx("ERROR: failed to build: Attestation is not supported for the docker driver.\n"
            + "Switch to a different driver, or turn on the containerd image store, and try again.")
            .Text.ShouldBe("Attestation is not supported for the docker driver. "
                + "Switch to a different driver, or turn on the containerd image store, and try again.");

    [Theory]
    [InlineData("#5 [2/2] RUN true", true)]
    [InlineData("#5 0.124 before", false)]
    [InlineData("#5 DONE 0.1s", false)]
    [InlineData("", false)]
    public void Headings_of_steps_are_known(string line, bool expected) => BuildxOutput.IsStep(line).ShouldBe(expected);

    [Fact]
    public void Buildah_names_the_instruction_and_its_line_is_found()
    {
        const string Dockerfile = "FROM debian as x\nENV a b\n# a comment\nRUN echo before; \\\n  echo oops >&2; exit 3\nRUN true\n";
        var failure = Buildah(Dockerfile, """
            STEP 1/3: FROM debian AS x
            STEP 2/3: ENV a b
            STEP 3/3: RUN echo before;   echo oops >&2; exit 3
            before
            oops
            subprocess exited with status 3
            subprocess exited with status 3
            Error: building at STEP "RUN echo before;   echo oops >&2; exit 3": exit status 3
            """);

        (failure.Kind, failure.Line, failure.EndLine).ShouldBe((BuildProblemKind.Build, 4, 5));
        failure.Text.ShouldBe("RUN: exit status 3. Last output: before | oops");
    }

    [Fact]
    public void Buildah_names_an_instruction_that_it_does_not_know() => Buildah("FROM scratch\nRUNN x\n", """
        STEP 1/2: FROM scratch
        STEP 2/2: RUNN x
        Error: building at STEP "RUNN ": Build error: Unknown instruction: "RUNN"
        """).Line.ShouldBe(2);

    [Fact]
    public void Buildah_does_not_name_a_base_image_that_is_not_there_and_its_last_step_does() => Buildah("FROM registry.corp/nope:1\n", """
        STEP 1/1: FROM registry.corp/nope:1
        Trying to pull registry.corp/nope:1...
        Error: creating build container: initializing source docker://registry.corp/nope:1: reading manifest 1 in registry.corp/nope: manifest unknown
        """).Line.ShouldBe(1);

    [Fact]
    public void A_program_may_be_too_old_for_an_option()
    {
        const string remedy = "Install a newer version, or remove the option.";

        Buildah("FROM scratch\n", "Error: unknown flag: --build-context").ShouldSatisfyAllConditions(
            failure => failure.Kind.ShouldBe(BuildProblemKind.Unable),
            failure => failure.Text.ShouldBe(
                $"The installed version of the build tool does not support the option --build-context. {remedy}"));
        Buildx("unknown flag: --sbom\n\nUsage:  docker buildx build [OPTIONS] PATH | URL | -").Text.ShouldBe(
            $"The installed version of the build tool does not support the option --sbom. {remedy}");
    }

    private static BuildProblem Buildx(string output) => BuildxOutput.Problem(output.ReplaceLineEndings("\n").Split('\n'));

    private static BuildProblem Buildah(string dockerfile, string output) =>
        PodmanOutput.Problem(output.ReplaceLineEndings("\n").Split('\n'), SourceText.From(dockerfile, "Dockerfile"));
}
