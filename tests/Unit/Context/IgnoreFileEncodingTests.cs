using System.Text;
using ContainerGuard.Context;
using ContainerGuard.Files;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Unit.Context;

/// <summary>The guard reads an ignore file as builders do, from its bytes.</summary>
public sealed class IgnoreFileEncodingTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("utf-16", "UTF-16")]
    [InlineData("utf-16BE", "UTF-16")]
    [InlineData("utf-32", "UTF-32")]
    public void The_patterns_of_another_encoding_match_nothing(string encoding, string shown)
    {
        var text = Encoding.GetEncoding(encoding);
        File.WriteAllText(_folder.Combine(".dockerignore"), ".env\r\n*\r\n", text);
        _folder.Write(".env", "A=b");

        var context = new BuildContexts(PhysicalFileSystem.Instance, _folder.Path).Of(_folder.Combine("Dockerfile"));

        context.IgnoreFile!.ForeignEncoding.ShouldBe(shown);
        context.SensitiveFiles.ShouldHaveSingleItem().Path.ShouldBe(".env");
    }

    [Fact]
    public void UTF_16_without_a_mark_and_a_code_page_are_foreign_and_UTF_8_with_a_mark_is_not()
    {
        IgnoreFile.Read(Encoding.Unicode.GetBytes(".env\n"), ".dockerignore").ForeignEncoding.ShouldBe("UTF-16");
        IgnoreFile.Read(Encoding.Latin1.GetBytes("büro\n"), ".dockerignore").ForeignEncoding.ShouldBe("an 8-bit code page");

        var marked = IgnoreFile.Read([.. Encoding.UTF8.Preamble, .. ".env\nbüro\n"u8], ".dockerignore");
        marked.ForeignEncoding.ShouldBeNull();
        marked.IsIgnored(".env").ShouldBeTrue();
        marked.IsIgnored("büro").ShouldBeTrue();
        IgnoreFile.Read([], ".dockerignore").ForeignEncoding.ShouldBeNull();
    }

    [Fact]
    public void A_line_that_no_builder_reads_is_not_valid() =>
        IgnoreFile.Parse($"a\n{new string('b', 70_000)}\n").Invalid.ShouldHaveSingleItem().Line.ShouldBe(2);

    [Theory]
    [InlineData(false, "docker")]
    [InlineData(true, "podman")]
    public void Podman_reads_its_own_name_first(bool isPodman, string pattern)
    {
        var files = new MemoryFileSystem(("/repo/.dockerignore", "docker"), ("/repo/.containerignore", "podman"));
        var contexts = new BuildContexts(files, "/repo") { ReadsContainerIgnore = isPodman };

        contexts.Of("/repo/Dockerfile").IgnoreFile!.Patterns.ShouldHaveSingleItem().Text.ShouldBe(pattern);
    }

    [Fact]
    public void The_file_named_after_the_Dockerfile_comes_first_for_podman_too()
    {
        var files = new MemoryFileSystem(("/repo/.containerignore", "shared"), ("/repo/a/Containerfile.containerignore", "own"));
        var contexts = new BuildContexts(files, "/repo") { ReadsContainerIgnore = true };

        contexts.Of("/repo/a/Containerfile").IgnoreFile!.Patterns.ShouldHaveSingleItem().Text.ShouldBe("own");
        contexts.Of("/repo/Containerfile").IgnoreFile!.Patterns.ShouldHaveSingleItem().Text.ShouldBe("shared");
        new BuildContexts(files, "/repo").Of("/repo/Containerfile").IgnoreFile.ShouldBeNull();
        IgnoreFile.IsOne("Containerfile.containerignore").ShouldBeTrue();
    }
}
