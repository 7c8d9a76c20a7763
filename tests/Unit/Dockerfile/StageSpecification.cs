using ContainerGuard.Dockerfile;
using static ContainerGuard.Tests.Unit.Dockerfile.Dockerfiles;

namespace ContainerGuard.Tests.Unit.Dockerfile;

public sealed class StageSpecification
{
    [Fact]
    public void Stages_have_names_and_parents()
    {
        var model = Model("FROM alpine AS Base\nRUN a\nFROM base AS next\nFROM scratch\nCOPY --from=next a b\n");

        model.Stages.Select(stage => stage.Name).ShouldBe(["base", "next", null]);
        model.Stages[1].Parent.ShouldBe(model.Stages[0]);
        model.Stages[1].Root.ShouldBe(model.Stages[0]);
        model.Stages[2].IsScratch.ShouldBeTrue();
        model.Stages[2].Sources.ShouldBe([model.Stages[1]]);
        model.FinalStage.ShouldBe(model.Stages[2]);
        model.FindStage(model.Stages[0].Instructions[0]).ShouldBe(model.Stages[0]);
    }

    [Fact]
    public void Only_what_the_final_stage_needs_is_reachable()
    {
        const string text = "FROM a AS one\nFROM b AS two\nFROM c AS three\nFROM d\nCOPY --from=0 x y\nRUN --mount=from=two,target=/x z\n";

        Model(text).Stages.Select(stage => stage.IsReachable).ShouldBe([true, true, false, true]);
        var target = Model(text, new ModelOptions { Target = "three" });
        target.FinalStage!.Name.ShouldBe("three");
        target.Stages.Select(stage => stage.IsReachable).ShouldBe([false, false, true, false]);
    }

    [Fact]
    public void Settings_know_who_set_them()
    {
        var model = Model("FROM alpine AS base\nUSER app\nWORKDIR /srv\nFROM base\nWORKDIR sub/../x\nUSER 1000\n");
        var end = model.FinalStage!.End;

        end.User.Value.ShouldBe("1000");
        end.User.Instruction.ShouldBe(model.FinalStage.Instructions[1]);
        end.WorkingDirectory.Value.ShouldBe("/srv/x");
        model.FinalStage.Start.User.Value.ShouldBe("app");
        model.FinalStage.StateBefore(model.FinalStage.Instructions[1]).User.Value.ShouldBe("app");
        model.FinalStage.StateAfter(model.FinalStage.Instructions[1]).User.Value.ShouldBe("1000");
    }

    [Fact]
    public void What_the_base_sets_is_unknown_and_scratch_sets_nothing()
    {
        Model("FROM alpine").FinalStage!.End.User.Origin.ShouldBe(SettingOrigin.BaseImage);
        Model("FROM scratch").FinalStage!.End.User.Origin.ShouldBe(SettingOrigin.Nothing);
        Model("FROM alpine\nUSER a").FinalStage!.End.User.Origin.ShouldBe(SettingOrigin.File);
    }

    [Fact]
    public void Entrypoint_clears_the_cmd_of_the_base_but_not_of_the_stage()
    {
        var cleared = Model("FROM alpine AS a\nCMD [\"x\"]\nFROM a\nENTRYPOINT [\"y\"]").FinalStage!.End;
        cleared.Cmd.Origin.ShouldBe(SettingOrigin.Nothing);
        cleared.Entrypoint.Value!.Arguments[0].Value.ShouldBe("y");

        Model("FROM alpine\nCMD [\"x\"]\nENTRYPOINT [\"y\"]").FinalStage!.End.Cmd.Origin.ShouldBe(SettingOrigin.File);
    }

    [Fact]
    public void Other_settings()
    {
        var end = Model(
            """
            FROM alpine
            SHELL ["/bin/bash", "-c"]
            STOPSIGNAL SIGQUIT
            HEALTHCHECK NONE
            LABEL a=1 b=$X
            EXPOSE 80 8000-8002/UDP
            """).FinalStage!.End;

        end.Shell.Value.ShouldBe(["/bin/bash", "-c"]);
        end.StopSignal.Value.ShouldBe("SIGQUIT");
        end.Healthcheck.Value!.HealthcheckType!.Text.ShouldBe("NONE");
        end.Labels.Find("a")!.Value.ShouldBe("1");
        end.Labels.Find("b")!.IsKnown.ShouldBeFalse();
        end.ExposedPorts.Reverse().Select(port => (port.First, port.Last, port.Protocol)).ShouldBe([(80, 80, "tcp"), (8000, 8002, "udp")]);
    }

    [Fact]
    public void Variables_come_from_env_and_arg_in_order()
    {
        var model = Model(
            """
            ARG VERSION=3 GLOBAL
            FROM alpine:$VERSION
            ARG VERSION
            ARG B=$VERSION.1 TARGETARCH GLOBAL
            ENV C=$B D=$C
            ENV C=x$C
            """, new ModelOptions { Platform = "linux/arm64/v8" });
        var end = model.FinalStage!.End;

        model.FinalStage.Base.Text.ShouldBe("alpine:3");
        end.Find("VERSION")!.Value.ShouldBe("3");
        end.Find("B")!.Value.ShouldBe("3.1");
        end.Find("TARGETARCH")!.Value.ShouldBe("arm64");
        end.Find("TARGETOS").ShouldBeNull();
        end.Find("GLOBAL")!.Value.ShouldBeNull();
        end.Find("C")!.Value.ShouldBe("x3.1");
        end.Find("D")!.IsKnown.ShouldBeFalse("C was not set yet when D was");
        end.Environment.Names.Order().ShouldBe(["C", "D"]);
        model.GlobalArguments.Find("VERSION")!.Value.ShouldBe("3");
    }

    [Fact]
    public void Build_arguments_win_over_defaults()
    {
        var options = new ModelOptions { BuildArguments = new Dictionary<string, string> { ["VERSION"] = "9" } };

        Model("ARG VERSION=3\nFROM alpine:$VERSION", options).FinalStage!.Base.Text.ShouldBe("alpine:9");
    }

    [Fact]
    public void Triggers_run_in_the_stage_that_uses_them()
    {
        var model = Model("FROM alpine AS a\nONBUILD USER app\nFROM a AS b\nFROM b\nUSER x");

        model.Stages[0].End.User.Origin.ShouldBe(SettingOrigin.BaseImage);
        model.Stages[1].Start.User.Value.ShouldBe("app");
        model.Stages[1].Start.User.Instruction!.Onbuild.ShouldNotBeNull();
    }

    [Fact]
    public void Images_are_all_that_the_file_names()
    {
        var model = Model(
            """
            # syntax=docker/dockerfile:1 --x
            ARG TAG=3
            FROM --platform=linux/amd64 alpine:${TAG} AS build
            COPY --from=busybox:1 a b
            COPY --from=build a b
            RUN --mount=type=bind,from=golang:1,target=/go x
            FROM $NONE:1
            ONBUILD COPY --from=nginx a b
            FROM scratch
            """);

        model.Images.Select(image => (image.Kind, image.Reference, image.IsKnown, model.Source.Slice(image.Span))).ShouldBe(
            [
                (ImageUseKind.Frontend, "docker/dockerfile:1", true, "docker/dockerfile:1"),
                (ImageUseKind.Base, "alpine:3", true, "alpine:${TAG}"),
                (ImageUseKind.CopySource, "busybox:1", true, "busybox:1"),
                (ImageUseKind.MountSource, "golang:1", true, "golang:1"),
                (ImageUseKind.Base, ":1", false, "$NONE:1"),
                (ImageUseKind.CopySource, "nginx", true, "nginx"),
            ]);
        model.Images[1].Platform.ShouldBe("linux/amd64");
        model.Images[1].HasVariables.ShouldBeTrue();
        model.Images[5].Instruction!.Onbuild.ShouldNotBeNull();
    }

    [Fact]
    public void Undefined_variables_are_told_with_their_place_and_the_nearest_name()
    {
        var model = Model("ARG IMAGE=a\nFROM $IMAEG AS x\nFROM scratch\nENV VERSION=1\nWORKDIR /$VERSOIN\nRUN $WHATEVER\n");

        model.UndefinedVariables.Select(undefined => (undefined.Name, model.Source.Slice(undefined.Span), undefined.Nearest)).ShouldBe(
            [("IMAEG", "$IMAEG", "IMAGE"), ("VERSOIN", "/$VERSOIN", "VERSION")]);
        Model("FROM alpine\nWORKDIR /$X").UndefinedVariables.ShouldHaveSingleItem().MayComeFromBase.ShouldBeTrue();
    }

    [Fact]
    public void An_inspected_base_brings_its_environment()
    {
        var options = new ModelOptions
        {
            BaseEnvironment = reference => reference == "node" ? new Dictionary<string, string?> { ["NODE"] = "24" } : null,
        };

        var model = Model("FROM node\nWORKDIR /$NODE$X", options);

        model.FinalStage!.End.WorkingDirectory.Value.ShouldBe("/24");
        model.UndefinedVariables.ShouldHaveSingleItem().MayComeFromBase.ShouldBeFalse();
    }
}
