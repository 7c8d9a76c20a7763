using ContainerGuard.Dockerfile;
using ContainerGuard.Images;

namespace ContainerGuard.Analysis;

/// <summary>The version of Node.js in a stage, according to the tag of its base image.</summary>
internal static class NodeVersion
{
    /// <summary>
    /// The major version. <see cref="int.MaxValue"/> for a tag that moves with Node.js (<c>lts-slim</c>); null when the base image is not
    /// node.
    /// </summary>
    public static int? Of(Stage stage)
    {
        if (StageBase.Of(stage) is not { } image || SecretFiles.NameOf(image.Repository) != "node") return null;
        if (image.Tag is not { } text) return image.Digest is null ? int.MaxValue : null;

        var tag = ImageTag.Parse(text);
        return tag.HasVersion ? tag.Version!.Major : Array.IndexOf(OldNames, tag.Variant.Split('-')[0]) >= 0 ? 0 : int.MaxValue;
    }

    /// <summary>The code names of the releases up to version 14.</summary>
    private static readonly string[] OldNames = ["argon", "boron", "carbon", "dubnium", "erbium", "fermium"];
}
