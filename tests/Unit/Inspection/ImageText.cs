using System.Text;
using System.Text.Json.Nodes;
using ContainerGuard.Analysis.Built;
using ContainerGuard.Dockerfile;
using ContainerGuard.Images;
using ContainerGuard.Inspection;
using ContainerGuard.Inspection.Sources;
using ContainerGuard.Text;

namespace ContainerGuard.Tests.Unit.Inspection;

/// <summary>
/// An image as a text: the instructions that built it, and below each one, indented, the entries of its layer. The entries below FROM are
/// the layer of the base image. The page architecture.md describes the form.
/// </summary>
internal sealed class ImageText
{
    private readonly List<(InstructionSyntax? Instruction, List<string> Entries)> _layers = [];
    private readonly List<(string CreatedBy, bool IsEmpty)> _history = [];
    private readonly JsonObject _config = [];
    private readonly string _architecture;

    private ImageText(string text, string path, string architecture)
    {
        _architecture = architecture;
        var (dockerfile, entries) = Split(text);
        Source = SourceText.From(dockerfile, path);
        Model = DockerfileModel.Create(DockerfileParser.Parse(Source));
        var stage = Model.FinalStage!;
        var stageLine = Source.GetLine(stage.From.Span.Start);
        if (!stage.IsScratch) AddBase(EntriesOf(stage.From));
        foreach (var instruction in stage.Instructions) Add(instruction, EntriesOf(instruction));

        List<string> EntriesOf(InstructionSyntax instruction)
        {
            var line = Source.GetLine(instruction.Span.Start);
            var next = stage.Instructions.FirstOrDefault(other => Source.GetLine(other.Span.Start) > line);
            var end = next is null ? int.MaxValue : Source.GetLine(next.Span.Start);
            return [.. entries.Where(entry => entry.Key > Math.Max(line, stageLine - 1) && entry.Key < end)
                .OrderBy(static entry => entry.Key).Select(static entry => entry.Value)];
        }
    }

    /// <summary>The instructions alone, each in its line.</summary>
    public SourceText Source { get; }

    public DockerfileModel Model { get; }

    /// <summary>The number of layers of the base.</summary>
    public int BaseLayers { get; private set; }

    private static InspectionOptions Options { get; } = new() { Readers = ImageReaders.All };

    public static ImageText Parse(string text, string path = "image", string architecture = "amd64") => new(text, path, architecture);

    /// <summary>The base image that the text describes.</summary>
    public BaseImage? Base(InspectedImage image) =>
        Model.FinalStage!.IsScratch || !ImageReference.TryParse(Model.FinalStage.BaseText, out var reference, out _)
            ? null
            : new BaseImage(reference, [.. image.Config.DiffIds.Take(BaseLayers)], BaseLayers);

    /// <summary>Builds an OCI layout and inspects it.</summary>
    public InspectedImage Build(bool onlyConfig = false)
    {
        var blobs = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        byte[][] layers = [.. _layers.Select(layer => Layer(layer.Entries))];
        var config = Encoding.UTF8.GetBytes(new JsonObject
        {
            ["os"] = "linux",
            ["architecture"] = _architecture,
            ["config"] = _config.DeepClone(),
            ["history"] = new JsonArray([.. _history.Select(static step => (JsonNode)new JsonObject
            {
                ["created_by"] = step.CreatedBy, ["empty_layer"] = step.IsEmpty,
            })]),
            ["rootfs"] = new JsonObject
            {
                ["type"] = "layers",
                ["diff_ids"] = new JsonArray([.. layers.Select(static layer => (JsonNode)ImageDigest.Of(layer).ToString())]),
            },
        }.ToJsonString());
        if (onlyConfig) return InspectedImage.OfConfig(ImageConfig.Parse(config, "memory"), InspectionLimits.Default);

        var manifest = Encoding.UTF8.GetBytes(new JsonObject
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = "application/vnd.oci.image.manifest.v1+json",
            ["config"] = Descriptor(config, "application/vnd.oci.image.config.v1+json"),
            ["layers"] = new JsonArray([.. layers.Select(layer => Descriptor(layer, "application/vnd.oci.image.layer.v1.tar"))]),
        }.ToJsonString());
        blobs[OciLayout.Index] = Encoding.UTF8.GetBytes(new JsonObject
        {
            ["schemaVersion"] = 2,
            ["manifests"] = new JsonArray(Descriptor(manifest, "application/vnd.oci.image.manifest.v1+json")),
        }.ToJsonString());
        using var members = new MemoryMembers(blobs, Options.Inspector);
        var node = OciLayout.Nodes(members, Options.Limits).Single();
        return OciLayout.Read(node, members, new LayerLoader(members, Options.Limits, null), null, TestContext.Current.CancellationToken);

        JsonNode Descriptor(byte[] blob, string type)
        {
            var digest = ImageDigest.Of(blob);
            blobs[OciLayout.MemberOf(digest)] = blob;
            return new JsonObject { ["mediaType"] = type, ["digest"] = digest.ToString(), ["size"] = blob.Length };
        }
    }

    /// <summary>Indented lines are entries, unless the line before continues an instruction.</summary>
    private static (string Dockerfile, SortedDictionary<int, string> Entries) Split(string text)
    {
        var lines = text.Split('\n');
        SortedDictionary<int, string> entries = [];
        for (var i = 0; i < lines.Length; i++)
        {
            var isContinued = i > 0 && lines[i - 1].EndsWith('\\');
            if (isContinued || !lines[i].StartsWith(' ')) continue;
            entries[i + 1] = lines[i].Trim();
            lines[i] = "";
        }

        return (string.Join('\n', lines), entries);
    }

    private void AddBase(List<string> entries)
    {
        BaseLayers = 1;
        foreach (var setting in entries.Where(static entry => entry.StartsWith("config ", StringComparison.Ordinal)))
        {
            foreach (var (key, value) in JsonNode.Parse(setting[7..])!.AsObject()) _config[key] = value?.DeepClone();
        }

        _layers.Add((null, [.. entries.Where(static entry => !entry.StartsWith("config ", StringComparison.Ordinal))]));
        _history.Add(("/bin/sh -c #(nop) ADD file:0a1b2c3d in / ", false));
    }

    private void Add(InstructionSyntax instruction, List<string> entries)
    {
        var text = instruction.Source.Slice(instruction.ArgumentsSpan).Replace("\\\n", "", StringComparison.Ordinal);
        var hasLayer = instruction.Kind is InstructionKind.Run or InstructionKind.Copy or InstructionKind.Add || entries.Count > 0;
        if (hasLayer) _layers.Add((instruction, entries));
        var keyword = instruction.Kind.ToKeyword();
        _history.Add((instruction.Kind switch
        {
            InstructionKind.Run => $"RUN /bin/sh -c {text} # buildkit",
            InstructionKind.Copy or InstructionKind.Add => $"{keyword} {text} # buildkit",
            _ => $"{keyword} {text}",
        }, !hasLayer));
        Configure(instruction, text);
    }

    private void Configure(InstructionSyntax instruction, string text)
    {
        switch (instruction.Kind)
        {
            case InstructionKind.User:
                _config["User"] = text;
                break;
            case InstructionKind.Workdir:
                _config["WorkingDir"] = text;
                break;
            case InstructionKind.Env:
                foreach (var pair in instruction.Pairs) List("Env").Add($"{pair.Name}={pair.Value!.Value}");
                break;
            case InstructionKind.Label:
                foreach (var pair in instruction.Pairs) Map("Labels")[pair.Name] = pair.Value!.Value;
                break;
            case InstructionKind.Expose:
                foreach (var port in instruction.Arguments)
                {
                    Map("ExposedPorts")[port.Value.Contains('/', StringComparison.Ordinal)
                        ? port.Value : $"{port.Value}/tcp"] = new JsonObject();
                }

                break;
            case InstructionKind.Volume:
                foreach (var volume in instruction.Arguments) Map("Volumes")[volume.Value] = new JsonObject();
                break;
            case InstructionKind.Entrypoint:
                _config["Entrypoint"] = Command(instruction, text);
                _config.Remove("Cmd");
                break;
            case InstructionKind.Cmd:
                _config["Cmd"] = Command(instruction, text);
                break;
            case InstructionKind.Healthcheck when text == "NONE":
                _config["Healthcheck"] = new JsonObject { ["Test"] = new JsonArray("NONE") };
                break;
            case InstructionKind.Healthcheck:
                _config["Healthcheck"] = new JsonObject { ["Test"] = new JsonArray("CMD-SHELL", text) };
                break;
        }
    }

    private static JsonArray Command(InstructionSyntax instruction, string text) => instruction.IsExecForm
        ? new JsonArray([.. instruction.Arguments.Select(static word => (JsonNode)word.Text)])
        : new JsonArray("/bin/sh", "-c", text);

    private JsonArray List(string name)
    {
        if (_config[name] is not JsonArray list) _config[name] = list = [];
        return list;
    }

    private JsonObject Map(string name)
    {
        if (_config[name] is not JsonObject map) _config[name] = map = [];
        return map;
    }

    private byte[] Layer(List<string> entries)
    {
        var tar = new TarBuilder();
        foreach (var entry in entries) new ImageTextEntry(entry, _architecture).AddTo(tar);
        return tar.Build();
    }
}
