using ContainerGuard.Dockerfile;
using ContainerGuard.Images;
using ContainerGuard.Pinning;
using ContainerGuard.Text;
using static ContainerGuard.Tests.Unit.Pinning.LockFileTests;

namespace ContainerGuard.Tests.Unit.Pinning;

/// <summary>
/// How new tags are written into a Dockerfile: <c>node:22.1-slim</c> moves to 24.3 here, <c>node:22.1-alpine</c> to 24.2, <c>alpine:3.9</c>
/// to 3.24.
/// </summary>
public sealed class DockerfileUpdateTests
{
    private static readonly Dictionary<string, PinMove> Moves = new[]
    {
        Move("node:22.1-slim", "24.3-slim"), Move("node:22.1-alpine", "24.2-alpine"), Move("node:22.1", "24.3"), Move("alpine:3.9", "3.24"),
        Move("registry.corp:5000/team/app:1.0", "1.1"),
        Move("docker/dockerfile:1.7", "1.9"), Move("busybox:1.36", "1.36"),
    }.ToDictionary(move => move.From.NormalizedWithoutDigest);

    private static PinMove Move(string from, string tag)
    {
        var reference = ImageReference.Parse(from);
        return new PinMove(reference, reference.WithTag(tag).WithDigest(ImageDigest.Parse(B)), Image(B));
    }

    private static DockerfileUpdate Update(string text, bool mirrorInFiles = false) =>
        DockerfileUpdate.Of(
            DockerfileModel.Create(DockerfileParser.Parse(SourceText.From(text, "Dockerfile"))), Moves,
            new PinningOptions { LockFile = "/containerguard.lock.json", TemporaryFolder = "/", Mirrors = Mirrors,
                MirrorInFiles = mirrorInFiles });

    private static ImageMirrors Mirrors =>
        ImageMirrors.TryCreate([("docker.io", "registry.corp/hub")], out var mirrors, out var reason)
            ? mirrors
            : throw new ArgumentException(reason);

    [Theory]
    [InlineData("FROM alpine:3.9\n", "FROM registry.corp/hub/library/alpine:3.24\n")]
    [InlineData($"FROM alpine:3.9@{A} AS a\n", $"FROM registry.corp/hub/library/alpine:3.24@{B} AS a\n")]
    [InlineData("FROM registry.corp/hub/library/alpine:3.9\n", "FROM registry.corp/hub/library/alpine:3.24\n")]
    [InlineData("ARG BASE=alpine:3.9\nFROM $BASE\n", "ARG BASE=alpine:3.24\nFROM $BASE\n")]
    public void A_moved_image_gets_the_name_of_its_mirror_where_mirrors_go_into_files(string before, string after) =>
        Update(before, mirrorInFiles: true).Result.Source.Text.ShouldBe(after);

    [Theory]
    [InlineData("FROM alpine:3.9\n", "FROM alpine:3.24\n")]
    [InlineData("FROM registry.corp/hub/library/alpine:3.9\n", "FROM registry.corp/hub/library/alpine:3.24\n")]
    public void A_name_stays_as_it_is_where_mirrors_do_not_go_into_files(string before, string after) =>
        Update(before).Result.Source.Text.ShouldBe(after);

    [Theory]
    [InlineData("FROM node:22.1-slim AS build\n", "FROM node:24.3-slim AS build\n")]
    [InlineData(
        "from --platform=linux/amd64   docker.io/library/node:22.1-slim AS v22.1-slim\r\n",
        "from --platform=linux/amd64   docker.io/library/node:24.3-slim AS v22.1-slim\r\n")]
    [InlineData("FROM registry.corp:5000/team/app:1.0", "FROM registry.corp:5000/team/app:1.1")]
    [InlineData("FROM scratch\nCOPY --from=alpine:3.9 /a /a\n", "FROM scratch\nCOPY --from=alpine:3.24 /a /a\n")]
    [InlineData(
        "FROM scratch\nRUN --mount=type=bind,from=alpine:3.9,target=/a ls\n",
        "FROM scratch\nRUN --mount=type=bind,from=alpine:3.24,target=/a ls\n")]
    [InlineData("# syntax=docker/dockerfile:1.7\nFROM scratch\n", "# syntax=docker/dockerfile:1.9\nFROM scratch\n")]
    [InlineData("FROM scratch\nONBUILD COPY --from=alpine:3.9 /a /a\n", "FROM scratch\nONBUILD COPY --from=alpine:3.24 /a /a\n")]
    [InlineData(
        "\uFEFFFROM \\\r\n  alpine:3.9\r\nRUN apk add \\\r\n    a\r\n", "\uFEFFFROM \\\r\n  alpine:3.24\r\nRUN apk add \\\r\n    a\r\n")]
    public void Only_the_characters_of_the_version_change(string before, string after) => Update(before).Result.Source.Text.ShouldBe(after);

    [Theory]
    [InlineData($"FROM alpine:3.9@{A}\n", $"FROM alpine:3.24@{B}\n")]
    [InlineData($"FROM busybox:1.36@{A}\n", $"FROM busybox:1.36@{B}\n")]
    [InlineData($"ARG BASE=alpine:3.9@{A}\nFROM $BASE\n", $"ARG BASE=alpine:3.24@{B}\nFROM $BASE\n")]
    [InlineData($"ARG V=3.9\nARG D={A}\nFROM alpine:$V@$D\n", $"ARG V=3.24\nARG D={B}\nFROM alpine:$V@$D\n")]
    public void A_digest_after_the_tag_changes_with_it(string before, string after) => Update(before).Result.Source.Text.ShouldBe(after);

    [Theory]
    [InlineData("ARG TAG=22.1-slim\nFROM node:$TAG\n", "ARG TAG=24.3-slim\nFROM node:$TAG\n")]
    [InlineData("ARG NODE=22.1\nFROM node:${NODE}-slim\n", "ARG NODE=24.3\nFROM node:${NODE}-slim\n")]
    [InlineData(
        "ARG BASE=\"node:22.1-slim\"\nFROM ${BASE} AS a\nFROM $BASE\n", "ARG BASE=\"node:24.3-slim\"\nFROM ${BASE} AS a\nFROM $BASE\n")]
    [InlineData(
        "ARG A=1 NODE=22.1 B=2\nFROM node:${NODE}-slim AS a\nFROM node:$NODE\n",
        "ARG A=1 NODE=24.3 B=2\nFROM node:${NODE}-slim AS a\nFROM node:$NODE\n")]
    [InlineData("ARG VARIANT=slim\nFROM node:22.1-$VARIANT\n", "ARG VARIANT=slim\nFROM node:24.3-$VARIANT\n")]
    [InlineData("ARG HUB=docker.io/library\nFROM ${HUB}/node:22.1-slim\n", "ARG HUB=docker.io/library\nFROM ${HUB}/node:24.3-slim\n")]
    [InlineData("ARG V=22.1\nARG V=3.9\nFROM alpine:$V\n", "ARG V=22.1\nARG V=3.24\nFROM alpine:$V\n")]
    [InlineData("ARG V=3.9\nFROM alpine:$V\nARG V=9\nRUN echo $V\n", "ARG V=3.24\nFROM alpine:$V\nARG V=9\nRUN echo $V\n")]
    public void What_an_ARG_says_is_edited_in_its_default(string before, string after)
    {
        var update = Update(before);
        update.Result.Source.Text.ShouldBe(after);
        update.Manual.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("FROM scratch\n")]
    [InlineData("FROM node\n")]
    [InlineData("FROM node:20-slim\n")]
    [InlineData("FROM node:$NODE\n")]
    [InlineData($"FROM alpine@{A}\n")]
    [InlineData("FROM scratch AS alpine\nFROM scratch\nCOPY --from=alpine /a /a\n")]
    public void What_does_not_move_is_left_alone(string text)
    {
        var update = Update(text);
        update.HasEdits.ShouldBeFalse();
        update.Manual.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(
        "ARG V=3.9\nFROM alpine:$V\nARG V\nRUN echo $V\n", 1,
        "ARG V, which contains its version, is also used for something other than an image")]
    [InlineData(
        "ARG V=3.9\nARG W=${V:-1}\nFROM alpine:$V\n", 1,
        "ARG V, which contains its version, is also used for something other than an image")]
    [InlineData("ARG MAJOR=3\nFROM alpine:${MAJOR}.9\n", 2, "its version is not one literal value")]
    [InlineData("ARG V=\nFROM alpine:${V:-3.9}\n", 2, "its version is not one literal value")]
    [InlineData("ARG V=3.9\nARG BASE=alpine:$V\nFROM $BASE\n", 3, "its version is not one literal value")]
    [InlineData("FROM \"alpi\"ne:3.9\n", 1, "its version is not one literal value")]
    [InlineData("ARG V=3.9\nFROM alpine:$V\nFROM other:$V\n", 1, "the edit would also change another image in this file")]
    public void What_no_edit_certainly_means_is_left_to_a_person_where_it_is_written(string text, int line, string reason)
    {
        var update = Update(text);
        update.HasEdits.ShouldBeFalse();
        var manual = update.Manual.ShouldHaveSingleItem();
        manual.At.Line.ShouldBe(line);
        manual.Message.ShouldBe($"'alpine:3.9' can move to 'alpine:3.24', but not automatically: {reason}. Edit it here.");
    }

    [Fact]
    public void Two_images_that_share_a_variable_move_together_or_not_at_all_and_the_others_move()
    {
        var update = Update("ARG NODE=22.1\nFROM node:$NODE-slim AS a\nFROM node:$NODE-alpine AS b\nFROM alpine:3.9\n");

        update.Result.Source.Text.ShouldBe("ARG NODE=22.1\nFROM node:$NODE-slim AS a\nFROM node:$NODE-alpine AS b\nFROM alpine:3.24\n");
        update.Manual.Select(manual => manual.Move.From.Familiar).ShouldBe(["node:22.1-slim", "node:22.1-alpine"]);
        update.Moved.ShouldHaveSingleItem().From.Familiar.ShouldBe("alpine:3.9");
    }
}
