using ContainerGuard.Analysis.Built;
using ContainerGuard.Dockerfile;
using ContainerGuard.Inspection;
using ContainerGuard.Text;

namespace ContainerGuard.Tests.Unit.Inspection;

/// <summary>Which instruction made a layer, and which layers are those of the base image.</summary>
public sealed class ImageOriginsTests
{
    private const string Dockerfile = """
        FROM debian:13 AS build
        RUN make
        FROM debian:13
        ARG VERSION=1
        RUN apt-get update && \
            apt-get install -y curl
        WORKDIR /app
        COPY --from=build /out ./
        ENV A=b
        CMD ["app"]
        """;

    private static readonly (string, bool)[] BuildKit =
    [
        ("/bin/sh -c #(nop) ADD file:1 in / ", false), ("/bin/sh -c #(nop)  CMD [\"bash\"]", true), ("ARG VERSION=1", true),
        ("RUN |1 VERSION=1 /bin/sh -c apt-get update &&     apt-get install -y curl # buildkit", false),
        ("WORKDIR /app", false), ("COPY /out ./ # buildkit", false), ("ENV A=b", true), ("CMD [\"app\"]", true),
    ];

    private static readonly (string, bool)[] Podman =
    [
        ("/bin/sh -c #(nop) ADD file:1 in / ", false), ("/bin/sh -c #(nop)  CMD [\"bash\"]", true), ("/bin/sh -c #(nop) ARG VERSION=1",
            true),
        ("|1 VERSION=1 /bin/sh -c apt-get update &&     apt-get install -y curl", false),
        ("/bin/sh -c #(nop) WORKDIR /app", true), ("/bin/sh -c #(nop) COPY dir:12 in ./ ", false), ("/bin/sh -c #(nop) ENV A=b", true),
        ("/bin/sh -c #(nop) CMD [\"app\"]", true),
    ];

    public static TheoryData<bool, bool> Builders => new() { { true, true }, { true, false }, { false, true }, { false, false } };

    [Theory]
    [MemberData(nameof(Builders))]
    public void A_layer_is_that_of_its_instruction(bool isBuildKit, bool isBaseKnown)
    {
        var origins = Find(isBuildKit ? BuildKit : Podman, isBaseKnown ? 1 : null, Dockerfile);

        origins.BaseLayers.ShouldBe(1);
        origins.InstructionOf(0).ShouldBeNull();
        origins.InstructionOf(1)!.StartLine.ShouldBe(5);
        origins.InstructionOf(isBuildKit ? 3 : 2)!.StartLine.ShouldBe(8);
    }

    [Fact]
    public void Without_a_Dockerfile_the_base_ends_at_its_last_CMD() => Find(BuildKit, null, null).BaseLayers.ShouldBe(1);

    [Fact]
    public void The_layers_of_the_SDK_are_ours() => Find(
        [("ADD rootfs", false), ("RUN x", false), (".NET SDK, Version=10.0.100", false)], null, null).BaseLayers.ShouldBe(2);

    [Fact]
    public void A_Dockerfile_of_another_image_matches_nothing() =>
        Find([("ADD rootfs", false), ("RUN /bin/sh -c other", false)], null, Dockerfile).HasInstructions.ShouldBeFalse();

    [Fact]
    public void A_long_history_is_matched_in_a_moment()
    {
        var steps = Enumerable.Range(0, 500).Select(static i => ($"RUN /bin/sh -c step{i} # buildkit", false)).ToArray();
        var file = "FROM x\n" + string.Concat(Enumerable.Range(0, 500).Select(static i => $"RUN step{i}\n"));

        var origins = Find([("ADD rootfs", false), .. steps], null, file);

        origins.BaseLayers.ShouldBe(1);
        origins.InstructionOf(500)!.StartLine.ShouldBe(501);
    }

    private static ImageOrigins Find((string CreatedBy, bool IsEmpty)[] history, int? baseLayers, string? dockerfile)
    {
        var layers = history.Count(static step => !step.IsEmpty);
        string[] diffIds = [.. Enumerable.Range(0, layers).Select(static i => $"sha256:{i:x64}")];
        var config = new ImageConfig
        {
            Digest = ContainerGuard.Images.ImageDigest.Of("x"u8.ToArray()), Environment = [], ExposedPorts = [], Volumes = [],
            Labels = new Dictionary<string, string>(), DiffIds = diffIds,
            History = [.. history.Select(static step => new HistoryEntry(step.CreatedBy, step.IsEmpty))],
        };
        var known = baseLayers is { } count
            ? new BaseImage(ContainerGuard.Images.ImageReference.Parse("debian:13"), diffIds[..count], 2)
            : null;
        var model = dockerfile is null
            ? null
            : DockerfileModel.Create(DockerfileParser.Parse(SourceText.From(dockerfile.ReplaceLineEndings("\n"), "Dockerfile")));
        return ImageOrigins.Find(HistoryStep.Of(config, layers), diffIds, known, model);
    }
}
