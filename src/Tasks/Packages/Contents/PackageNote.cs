using System.Text;
using ContainerGuard.Packages.Readers;
using ContainerGuard.Text;

namespace ContainerGuard.Packages.Contents;

/// <summary>What was found in one file, as bytes that are kept with the facts of a layer.</summary>
internal static class PackageNote
{
    private const byte Format = 1;

    /// <returns>Null if nothing was found.</returns>
    public static byte[]? Write(PackageFindings found)
    {
        if (found.IsEmpty) return null;
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        writer.Write(Format);
        Many(found.Packages, WritePackage);
        Many(found.Lists, list =>
        {
            Text(list.Package);
            Text(list.Architecture);
            Many(list.Files, Text);
        });
        Many(found.Notes, Text);
        writer.Flush();
        return stream.ToArray();

        void WritePackage(Package package)
        {
            writer.Write((byte)package.Type);
            writer.Write((byte)package.Role);
            writer.Write(package.IsDevelopment);
            string[] texts =
            [
                package.Name, package.Version, package.Architecture, package.Source, package.SourceVersion, package.Modularity,
                package.Vendor, package.Member,
            ];
            foreach (var text in texts) Text(text);

            Many(package.Licenses, Text);
            Many(package.Hashes, Text);
            Many(package.Files, Text);
            Many(package.DependsOn, Text);
        }

        void Many<T>(IReadOnlyList<T> items, Action<T> write)
        {
            writer.Write7BitEncodedInt(items.Count);
            foreach (var item in items) write(item);
        }

        void Text(string text)
        {
            var bytes = LosslessUtf8.Encode(text);
            writer.Write7BitEncodedInt(bytes.Length);
            writer.Write(bytes);
        }
    }

    /// <returns>Empty findings if the bytes are of another version.</returns>
    public static PackageFindings Read(byte[] note)
    {
        var found = new PackageFindings();
        using var reader = new BinaryReader(new MemoryStream(note, writable: false), Encoding.UTF8);
        try
        {
            if (reader.ReadByte() != Format) return found;
            foreach (var package in Many(ReadPackage)) found.Add(package);
            foreach (var list in Many(() => new FileList(Text(), Text(), Many(Text)))) found.Add(list);
            foreach (var sentence in Many(Text)) found.Note(sentence);
        }
        catch (Exception exception) when (exception is EndOfStreamException or FormatException or InvalidDataException)
        {
            // The hash of the kept file shows damage before this.
        }

        return found;

        Package ReadPackage()
        {
            var (type, role, isDevelopment) = ((PackageType)reader.ReadByte(), (PackageRole)reader.ReadByte(), reader.ReadBoolean());
            return new Package
            {
                Type = type, Role = role, IsDevelopment = isDevelopment, Name = Text(), Version = Text(), Architecture = Text(),
                Source = Text(), SourceVersion = Text(), Modularity = Text(), Vendor = Text(), Member = Text(), Licenses = Many(Text),
                Hashes = Many(Text), Files = Many(Text), DependsOn = Many(Text),
            };
        }

        T[] Many<T>(Func<T> read)
        {
            var count = reader.Read7BitEncodedInt();
            if (count < 0 || count > note.Length) throw new InvalidDataException("its counts are damaged");
            var items = new T[count];
            for (var i = 0; i < count; i++) items[i] = read();
            return items;
        }

        string Text() => LosslessUtf8.Decode(reader.ReadBytes(reader.Read7BitEncodedInt()));
    }
}
