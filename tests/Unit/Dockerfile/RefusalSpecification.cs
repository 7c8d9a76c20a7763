using ContainerGuard.Dockerfile;
using static ContainerGuard.Tests.Unit.Dockerfile.Dockerfiles;

namespace ContainerGuard.Tests.Unit.Dockerfile;

/// <summary>What BuildKit refuses, where, and what is said of it. Each line stands in a stage of its own.</summary>
public sealed class RefusalSpecification
{
    [Theory]
    [InlineData("RUM x", SyntaxProblemKind.UnknownInstruction, "RUM", "'RUM' is not an instruction. Did you mean 'RUN'?")]
    [InlineData("entripoint x", SyntaxProblemKind.UnknownInstruction, "entripoint", "Did you mean 'entrypoint'?")]
    [InlineData("apt-get install x", SyntaxProblemKind.UnknownInstruction, "apt-get", "'\\'")]
    [InlineData("CMD[\"a\"]", SyntaxProblemKind.UnknownInstruction, "CMD[\"a\"]", "is not an instruction")]
    [InlineData("RUN\u00A0a", SyntaxProblemKind.UnknownInstruction, "RUN\u00A0a", "is not an instruction")]
    [InlineData("COPY --form=a b c", SyntaxProblemKind.UnknownFlag, "form", "Did you mean --from?")]
    [InlineData("RUN --user=a b", SyntaxProblemKind.UnknownFlag, "user", "RUN accepts --mount, --network")]
    [InlineData("CMD --flag", SyntaxProblemKind.UnknownFlag, "flag", "CMD does not accept flags")]
    [InlineData("COPY --checksum=x a b", SyntaxProblemKind.UnknownFlag, "checksum", "--checksum is not a flag of COPY")]
    [InlineData("COPY --from=a --from=b c d", SyntaxProblemKind.DuplicateFlag, "--from=b", "twice")]
    [InlineData("COPY --from c d", SyntaxProblemKind.FlagNeedsValue, "--from", "needs a value")]
    [InlineData("COPY --link=yes c d", SyntaxProblemKind.FlagNotBoolean, "--link=yes", "must be true or false")]
    [InlineData("COPY --link= c d", SyntaxProblemKind.FlagNotBoolean, "--link=", "true or false")]
    [InlineData("RUN --network=bridge a", SyntaxProblemKind.InvalidFlagValue, "bridge", "Use one of: default, none, host.")]
    [InlineData("RUN --security=none a", SyntaxProblemKind.InvalidFlagValue, "none", "Use one of: insecure, sandbox.")]
    [InlineData("COPY a", SyntaxProblemKind.MissingArgument, "COPY", "destination after 'a'")]
    [InlineData("ADD", SyntaxProblemKind.MissingArgument, "ADD", "at least two")]
    [InlineData("ARG", SyntaxProblemKind.MissingArgument, "ARG", "build argument")]
    [InlineData("ARG =x", SyntaxProblemKind.BlankName, "=x", "The name before '=' is missing. Write ARG name=value.")]
    [InlineData("ENV", SyntaxProblemKind.MissingArgument, "ENV", "name=value")]
    [InlineData("ENV A", SyntaxProblemKind.MissingValue, "A", "A=")]
    [InlineData("ENV A=1 B", SyntaxProblemKind.MissingEqualsSign, "B", "double quotes: ENV A=\"…\".")]
    [InlineData("ENV A=to be or B=1", SyntaxProblemKind.MissingEqualsSign, "be", "ENV A=\"…\".")]
    [InlineData("ENV \"A=1\"", SyntaxProblemKind.InvalidExpansion, "\"A=1\"", "Put them only around the value: ENV A=\"…\".")]
    [InlineData("ENV B=2 'A=1 2' \"C=3\"", SyntaxProblemKind.InvalidExpansion, "'A=1 2'", "ENV A='…'.")]
    [InlineData("LABEL \"a.b=1\" \"a.c=2\"", SyntaxProblemKind.InvalidExpansion, "\"a.b=1\"", "LABEL a.b=\"…\".")]
    [InlineData("ARG \"A=1\"", SyntaxProblemKind.InvalidExpansion, "\"A=1\"", "ARG A=\"…\".")]
    [InlineData("ONBUILD ENV \"A=1\"\nFROM scratch\nENV \"A=1\"", SyntaxProblemKind.InvalidExpansion, "\"A=1\"", "ENV A=\"…\".")]
    [InlineData("ENV =1", SyntaxProblemKind.BlankName, "=1", "Write ENV name=value.")]
    [InlineData("LABEL", SyntaxProblemKind.MissingArgument, "LABEL", "name=value")]
    [InlineData("EXPOSE", SyntaxProblemKind.MissingArgument, "EXPOSE", "port")]
    [InlineData("USER", SyntaxProblemKind.MissingArgument, "USER", "user")]
    [InlineData("WORKDIR", SyntaxProblemKind.MissingArgument, "WORKDIR", "path")]
    [InlineData("STOPSIGNAL", SyntaxProblemKind.MissingArgument, "STOPSIGNAL", "SIGTERM")]
    [InlineData("MAINTAINER", SyntaxProblemKind.MissingArgument, "MAINTAINER", "name")]
    [InlineData("VOLUME", SyntaxProblemKind.MissingArgument, "VOLUME", "directory")]
    [InlineData("VOLUME [\"\"]", SyntaxProblemKind.BlankVolume, "\"\"", "is empty")]
    [InlineData("VOLUME $NOTHING", SyntaxProblemKind.BlankVolumePath, "$NOTHING", "is empty")]
    [InlineData("SHELL /bin/sh -c", SyntaxProblemKind.ShellNotJson, "/bin/sh -c", "JSON array")]
    [InlineData("SHELL []", SyntaxProblemKind.MissingArgument, "SHELL", "JSON array")]
    [InlineData("CMD [\"a\", 1]", SyntaxProblemKind.JsonArrayNotOfStrings, "1", "only strings")]
    [InlineData("COPY [\"a\", [\"b\"]]", SyntaxProblemKind.JsonArrayNotOfStrings, "[\"b\"]", "only strings")]
    [InlineData("HEALTHCHECK", SyntaxProblemKind.MissingArgument, "HEALTHCHECK", "NONE")]
    [InlineData("HEALTHCHECK curl x", SyntaxProblemKind.InvalidHealthcheck, "curl", "CMD curl")]
    [InlineData("HEALTHCHECK CMD", SyntaxProblemKind.MissingArgument, "CMD", "needs a command")]
    [InlineData("HEALTHCHECK NONE x", SyntaxProblemKind.TooManyArguments, " x", "Remove the text after NONE")]
    [InlineData("HEALTHCHECK --interval=30 CMD a", SyntaxProblemKind.InvalidFlagValue, "30", "30s")]
    [InlineData("HEALTHCHECK --interval=1us CMD a", SyntaxProblemKind.InvalidFlagValue, "1us", "at least 1ms")]
    [InlineData("HEALTHCHECK --retries=-1 CMD a", SyntaxProblemKind.InvalidFlagValue, "-1", "whole number")]
    [InlineData("HEALTHCHECK --retry=1 CMD a", SyntaxProblemKind.UnknownFlag, "retry", "--interval")]
    [InlineData("ONBUILD", SyntaxProblemKind.MissingArgument, "ONBUILD", "instruction")]
    [InlineData("ONBUILD FROM a", SyntaxProblemKind.TriggerNotAllowed, "FROM", "ONBUILD does not allow FROM")]
    [InlineData("ONBUILD ONBUILD RUN a", SyntaxProblemKind.TriggerNotAllowed, "ONBUILD", "ONBUILD does not allow ONBUILD")]
    [InlineData("EXPOSE 70000", SyntaxProblemKind.PortOutOfRange, "70000", "65535")]
    [InlineData("EXPOSE 80/http", SyntaxProblemKind.InvalidPort, "80/http", "tcp, udp or sctp")]
    [InlineData("EXPOSE 90-80", SyntaxProblemKind.InvalidPort, "90-80", "range")]
    [InlineData("EXPOSE /tcp", SyntaxProblemKind.InvalidPort, "/tcp", "does not contain a port")]
    [InlineData("STOPSIGNAL SIGTREM", SyntaxProblemKind.InvalidSignal, "SIGTREM", "Did you mean 'SIGTERM'?")]
    [InlineData("STOPSIGNAL 0", SyntaxProblemKind.InvalidSignal, "0", "not a valid signal")]
    [InlineData("COPY --chmod=999 a b", SyntaxProblemKind.InvalidPermissions, "999", "octal")]
    [InlineData("COPY --chmod=u+z a b", SyntaxProblemKind.InvalidPermissions, "u+z", "octal")]
    [InlineData("COPY https://a.b/c d", SyntaxProblemKind.InvalidSource, "https://a.b/c", "COPY does not support URLs. Use ADD instead.")]
    [InlineData("COPY git@a.b:c.git d", SyntaxProblemKind.InvalidSource, "git@a.b:c.git", "Git repositories")]
    [InlineData("ADD --checksum=sha256:x a b", SyntaxProblemKind.InvalidChecksum, "sha256:x", "URL")]
    [InlineData("ADD --checksum=sha256:x https://a/b c", SyntaxProblemKind.InvalidChecksum, "sha256:x", "64")]
    [InlineData("COPY --from=$A b c", SyntaxProblemKind.VariableNotAllowed, "$A", "does not support variables")]
    [InlineData("COPY --from=7 b c", SyntaxProblemKind.UnknownStage, "7", "Stage 7 does not exist: the file has 1 stage")]
    [InlineData("COPY --from=Upper:Case b c", SyntaxProblemKind.InvalidImageReference, "Upper:Case", "lower case")]
    [InlineData("RUN --mount=type=cahce,target=/a b", SyntaxProblemKind.InvalidMount, "type=cahce", "not a mount type")]
    [InlineData("RUN --mount=type=cache,traget=/a b", SyntaxProblemKind.InvalidMount, "traget=/a", "Did you mean 'target'?")]
    [InlineData("RUN --mount=type=cache,target b", SyntaxProblemKind.InvalidMount, "target", "needs a value")]
    [InlineData(
        "RUN --mount=type=cache,target=/a,size=1 b", SyntaxProblemKind.InvalidMount, "size=1", "does not support size. Use type=tmpfs")]
    [InlineData("RUN --mount=type=secret b", SyntaxProblemKind.InvalidMount, "--mount=type=secret", "id=name")]
    [InlineData("RUN --mount=type=secret,id=a,from=b c", SyntaxProblemKind.InvalidMount, "from=b", "does not support from")]
    [InlineData("RUN --mount=type=bind,target=/a,uid=1 c", SyntaxProblemKind.InvalidMount, "uid=1", "does not support uid")]
    [InlineData("RUN --mount=type=cache,target=/ c", SyntaxProblemKind.InvalidMount, "--mount=type=cache,target=/", "root directory")]
    [InlineData("RUN --mount=type=bind,from=$A,target=/a c", SyntaxProblemKind.VariableInMount, "from=$A", "does not support variables")]
    [InlineData("RUN --mount=a\\\"b c", SyntaxProblemKind.MountNotReadable, "--mount=a\\\"b", "double quote")]
    [InlineData("WORKDIR ${A:0:3}", SyntaxProblemKind.InvalidExpansion, "${A:0:3}", "':0'")]
    [InlineData("WORKDIR ${A", SyntaxProblemKind.InvalidExpansion, "${A", "closing '}'")]
    [InlineData("WORKDIR ${}", SyntaxProblemKind.InvalidExpansion, "${}", "name must follow")]
    [InlineData("ENV A=\"b", SyntaxProblemKind.InvalidExpansion, "\"b", "double quote")]
    [InlineData("LABEL A='b", SyntaxProblemKind.InvalidExpansion, "'b", "single quote")]
    public void Refused(string line, object kind, string at, string saying) =>
        $"FROM scratch\n{line}\n".ShouldBeRefused((SyntaxProblemKind)kind, at, saying);

    [Theory]
    [InlineData("FROM", SyntaxProblemKind.MissingArgument, "FROM", "base image")]
    [InlineData("FROM a b", SyntaxProblemKind.TooManyArguments, "b", "'FROM image AS name'")]
    [InlineData("FROM a: 1", SyntaxProblemKind.TooManyArguments, "1", "Write 'FROM a:1'")]
    [InlineData("FROM a :1", SyntaxProblemKind.TooManyArguments, ":1", "Write 'FROM a:1'")]
    [InlineData("FROM a AS", SyntaxProblemKind.TooManyArguments, "AS", "'FROM image AS name'")]
    [InlineData("FROM a AS 1b", SyntaxProblemKind.InvalidStageName, "1b", "Begin with a letter")]
    [InlineData("FROM a:", SyntaxProblemKind.InvalidImageReference, "a:", "tag after ':' is missing")]
    [InlineData("FROM A", SyntaxProblemKind.InvalidImageReference, "A", "lower case")]
    [InlineData("FROM {{image}}", SyntaxProblemKind.InvalidImageReference, "{{image}}", "template")]
    [InlineData("FROM a@sha256:12", SyntaxProblemKind.InvalidImageReference, "a@sha256:12", "64 hexadecimal")]
    [InlineData("FROM $NOTHING", SyntaxProblemKind.BlankBaseName, "$NOTHING", "Add 'ARG NOTHING=…' before the first FROM")]
    [InlineData(
        "FROM --platform=linux/amd64/v2/x a", SyntaxProblemKind.InvalidPlatform, "--platform=linux/amd64/v2/x", "not a valid platform")]
    [InlineData("FROM --platform=$NOTHING a", SyntaxProblemKind.InvalidPlatform, "--platform=$NOTHING", "is empty")]
    [InlineData("ARG A\nFROM $A", SyntaxProblemKind.BlankBaseName, "$A", "Give its ARG a default")]
    [InlineData("ARG A=1", SyntaxProblemKind.NoStages, "ARG A=1", "no FROM")]
    [InlineData("RUN a\nFROM b", SyntaxProblemKind.NoStageYet, "RUN", "before the first FROM")]
    [InlineData("FROM a AS x\nCOPY --from=x b c", SyntaxProblemKind.CopyFromOwnStage, "x", "from itself")]
    [InlineData("FROM a\nCOPY --from=x b c\nFROM b AS x", SyntaxProblemKind.StageNotYetDefined, "x", "is defined after this stage")]
    public void Files_refused(string text, object kind, string at, string saying) =>
        text.ShouldBeRefused((SyntaxProblemKind)kind, at, saying);

    [Theory]
    [InlineData("RUN")]
    [InlineData("CMD")]
    [InlineData("ENTRYPOINT []")]
    [InlineData("ARG --x A")]
    [InlineData("STOPSIGNAL --x 9")]
    [InlineData("STOPSIGNAL rtmin+3")]
    [InlineData("HEALTHCHECK --x NONE")]
    [InlineData("HEALTHCHECK --interval=1m30s --timeout=0 --retries=+3 CMD a")]
    [InlineData("ONBUILD FOO a")]
    [InlineData("ONBUILD COPY a")]
    [InlineData("EXPOSE 127.0.0.1:80:8080 [::1]:80:8080 8080-8090/UDP $NOTHING")]
    [InlineData("COPY --exclude=a --exclude=b --parents c d")]
    [InlineData("COPY --chmod=u=rwX,go= a b")]
    [InlineData("COPY github.com/a/b c")]
    [InlineData("ADD --keep-git-dir=true --checksum=0123 https://a.b/c.git d")]
    [InlineData("RUN --mount=type=cache,target=/a,sharing=locked,uid=1,mode=0755 --mount=type=tmpfs,target=/b,size=64m --mount=type=ssh a")]
    [InlineData("RUN --device=vendor.com/class=name,required a")]
    [InlineData("RUN --network=none --security=insecure a")]
    [InlineData("VOLUME /a /b")]
    [InlineData("ENV A=${B:-'x y'} C=$$ D=${E#a*}")]
    public void Accepted(string line) => $"FROM scratch\n{line}\n".ShouldBeAccepted();

    [Fact]
    public void What_a_trigger_does_wrong_shows_once_a_stage_uses_it()
    {
        const string text = "FROM scratch AS a\nONBUILD COPY x\n";

        text.ShouldBeAccepted();
        (text + "FROM a\n").ShouldBeRefused(SyntaxProblemKind.MissingArgument, at: "FROM a", saying: "destination");
    }

    [Fact]
    public void Unknown_variables_are_given_the_benefit_of_the_doubt()
    {
        "FROM a\nVOLUME $FROM_BASE\nSTOPSIGNAL $FROM_BASE\nEXPOSE $FROM_BASE\nWORKDIR ${FROM_BASE:?}".ShouldBeAccepted();
        "FROM scratch\nWORKDIR ${A:?must be given}".ShouldBeRefused(
            SyntaxProblemKind.InvalidExpansion, "${A:?must be given}", "A: must be given");
    }

    [Fact]
    public void Problems_come_in_the_order_in_which_BuildKit_would_stop()
    {
        var model = Model("FROM A\nWORKDIR ${\nRUM\nENV X\n");

        model.Problems.Select(problem => problem.Phase).ShouldBe(
            [ProblemPhase.Lines, ProblemPhase.Instructions, ProblemPhase.Stages, ProblemPhase.Stages]);
    }

    [Fact]
    public void Suggestions_can_be_put_in_place()
    {
        var problem = "FROM scratch\nCOPY --form=a b c".ShouldBeRefused(SyntaxProblemKind.UnknownFlag, "form", "--from");

        problem.Suggestion.ShouldBe("from");
    }
}
