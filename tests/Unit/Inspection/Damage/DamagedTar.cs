using System.Text;

namespace ContainerGuard.Tests.Unit.Inspection.Damage;

/// <summary>Changes the entries of a layer: their headers, with a checksum that agrees, their order, their extended headers.</summary>
internal static class DamagedTar
{
    private const string Types = "0123457xXgLKSDVMNA\0";

    private static readonly string[] Names =
    [
        "/", ".", "..", "./", "../x", "a/../../b", ".wh.", ".wh..wh..opq", ".wh...", ".wh..wh.plnk", "etc/.wh.passwd", "etc/passwd",
        "etc/os-release", "usr/lib/os-release", "var/lib/dpkg/status", "var/lib/dpkg/status.d/x", "lib/apk/db/installed",
        "var/lib/rpm/rpmdb.sqlite", "var/lib/rpm/Packages.db", "var/lib/chisel/manifest.wall", "var/lib/rpmmanifest/container-manifest-2",
        "app/app.deps.json", "app/node_modules/a/package.json", "app/package-lock.json", "app/app", "app/x.jar", "app/x.zip",
        "app/x.tar.gz",
        "a/b/c/d/e/f", "\u0001\u0002", "etc/sudoers", "root/.docker/config.json", "app/.env", "etc/shadow",
    ];

    private static readonly (string Key, string Value)[] Records =
    [
        ("path", ""), ("path", "../../x"), ("path", "a\0b"), ("linkpath", "a"), ("size", "99999999999"), ("size", "-1"), ("size", "1e3"),
        ("size", "0"), ("uid", "-5"), ("mtime", "1.5.5"), ("GNU.sparse.major", "1"), ("GNU.sparse.minor", "0"),
        ("GNU.sparse.realsize", "9223372036854775807"), ("GNU.sparse.map", "0,512,1024"), ("GNU.sparse.map", "0,9223372036854775807"),
        ("GNU.sparse.offset", "9"), ("GNU.sparse.numbytes", "9"), ("GNU.sparse.name", "../y"), ("GNU.sparse.size", "1"), ("", "x"),
    ];

    public static byte[] Of(byte[] archive, Random random, string escape)
    {
        var entries = RawEntry.Read(archive);
        if (entries.Count == 0) return DamagedBytes.Of(archive, random);
        var at = random.Next(entries.Count);
        switch (random.Next(8))
        {
            case 0:
                entries.RemoveAt(at);
                break;
            case 1:
                entries.Insert(random.Next(entries.Count), entries[at]);
                break;
            case 2:
                entries[at] = entries[at].Named(random.Next(4) == 0 ? escape : Names[random.Next(Names.Length)]);
                break;
            case 3:
                entries.Insert(at, Extended(random));
                break;
            case 4:
                entries[at] = entries[at].With(DamagedBytes.Of(entries[at].Content, random));
                break;
            default:
                entries[at] = new RawEntry(Field(entries[at].Header, random, escape), entries[at].Content);
                break;
        }

        var bytes = RawEntry.Write(entries);
        return random.Next(12) == 0 ? DamagedBytes.Of(bytes, random) : bytes;
    }

    private static byte[] Field(byte[] original, Random random, string escape)
    {
        var header = (byte[])original.Clone();
        switch (random.Next(5))
        {
            case 0:
                header[156] = (byte)Types[random.Next(Types.Length)];
                break;
            case 1:
                // The size: of any form.
                random.NextBytes(header.AsSpan(124, 12));
                if (random.Next(2) == 0) break;
                var size = Convert.ToString(random.NextInt64(1L << random.Next(33)), 8).PadLeft(11, '0');
                Encoding.ASCII.GetBytes(size).CopyTo(header, 124);
                break;
            case 2:
                var target = random.Next(3) == 0 ? escape : Names[random.Next(Names.Length)];
                header.AsSpan(157, 100).Clear();
                Encoding.UTF8.GetBytes(target).AsSpan().CopyTo(header.AsSpan(157));
                header[156] = (byte)(random.Next(2) == 0 ? '1' : '2');
                break;
            case 3:
                Encoding.UTF8.GetBytes(Names[random.Next(Names.Length)]).AsSpan().CopyTo(header.AsSpan(345));
                break;
            default:
                for (var i = 0; i < 4; i++) header[random.Next(header.Length)] = (byte)random.Next(256);
                break;
        }

        TarBuilder.Sign(header);
        return header;
    }

    private static RawEntry Extended(Random random)
    {
        var builder = new TarBuilder();
        if (random.Next(4) == 0)
        {
            builder.Entry("././@LongLink", random.Next(2) == 0 ? 'L' : 'K', new byte[random.Next(3000)]);
        }
        else
        {
            builder.Pax([.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Records[random.Next(Records.Length)])]);
        }

        return RawEntry.Read(builder.Build())[0];
    }
}
