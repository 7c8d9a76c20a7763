using ContainerGuard.Files;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Unit.Files;

/// <summary>A result that one build keeps for the next.</summary>
public sealed class KeptResultTests : IDisposable
{
    private static readonly DateTime Written = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly TemporaryDirectory _folder = new();
    private readonly string _kept;
    private readonly string _source;

    public KeptResultTests()
    {
        _kept = _folder.Combine("obj", "result.kept");
        _source = _folder.Write("app.csproj", "<Project />");
        File.SetLastWriteTimeUtc(_source, Written);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_same_inputs_and_files_give_the_same_result()
    {
        Keep("key", "two lines\nof a summary");

        Find("key").ShouldBe("two lines\nof a summary");
    }

    [Fact]
    public void Other_inputs_have_no_result()
    {
        Keep("key", "result");

        Find("other").ShouldBeNull();
    }

    [Fact]
    public void A_file_that_was_written_again_ends_the_result()
    {
        Keep("key", "result");

        File.SetLastWriteTimeUtc(_source, Written.AddMilliseconds(1));

        Find("key").ShouldBeNull();
    }

    [Fact]
    public void A_file_that_was_missing_and_now_exists_ends_the_result()
    {
        Keep("key", "result", _folder.Combine(".editorconfig"));

        _folder.Write(".editorconfig", "root = true");

        Find("key").ShouldBeNull();
    }

    [Fact]
    public void A_file_that_was_deleted_ends_the_result()
    {
        Keep("key", "result");

        File.Delete(_source);

        Find("key").ShouldBeNull();
    }

    [Fact]
    public void A_file_that_was_just_written_may_be_written_again_at_the_same_time_so_nothing_is_kept()
    {
        File.SetLastWriteTimeUtc(_source, DateTime.UtcNow);

        Keep("key", "result");

        File.Exists(_kept).ShouldBeFalse();
    }

    [Fact]
    public void A_link_has_a_time_of_its_own_so_nothing_is_kept()
    {
        var link = _folder.Combine("link.props");
        File.CreateSymbolicLink(link, _source);

        Keep("key", "result", link);

        File.Exists(_kept).ShouldBeFalse();
    }

    [Theory]
    [InlineData("")]
    [InlineData("key")]
    [InlineData("key\n")]
    [InlineData("key\nmany\n")]
    [InlineData("key\n2\n1 /a\n")]
    [InlineData("key\n1\nno-time\n")]
    [InlineData("key\n99999999999999999999\n")]
    public void A_damaged_file_is_no_result(string content)
    {
        _folder.Write("obj/result.kept", content);

        Find("key").ShouldBeNull();
    }

    [Fact]
    public void The_same_files_in_another_order_give_the_same_bytes()
    {
        var other = _folder.Combine("missing");
        Keep("key", "result", _source, other);
        var first = File.ReadAllBytes(_kept);

        Keep("key", "result", other, _source);

        File.ReadAllBytes(_kept).ShouldBe(first);
    }

    private string? Find(string key) => new KeptResult(_kept, PhysicalFileSystem.Instance).Find(key);

    private void Keep(string key, string result, params string[] files)
    {
        var recorded = new RecordedFiles(PhysicalFileSystem.Instance, TimeProvider.System);
        foreach (var file in files.Length == 0 ? [_source] : files) recorded.FileExists(file);
        new KeptResult(_kept, PhysicalFileSystem.Instance).Keep(key, recorded, result);
    }
}
