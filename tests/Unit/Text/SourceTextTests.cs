using System.Text;
using ContainerGuard.Text;

namespace ContainerGuard.Tests.Unit.Text;

public sealed class SourceTextTests
{
    [Fact]
    public void Bytes_that_are_no_UTF8_survive()
    {
        byte[] bytes = [0x46, 0xFF, 0xC3, 0x28, 0xED, 0xB2, 0x80, 0xF0, 0x9F, 0x90, 0xB3, 0x80, 0x0A];

        var source = SourceText.FromBytes(bytes, "Dockerfile");

        source.Text[1].ShouldBe('\uDCFF');
        source.ToBytes().ShouldBe(bytes);
    }

    [Fact]
    public void A_byte_order_mark_is_kept_and_takes_no_column()
    {
        var source = SourceText.FromBytes([0xEF, 0xBB, 0xBF, .. "FROM a"u8], "Dockerfile");

        source.HasByteOrderMark.ShouldBeTrue();
        source.GetPosition(1).ShouldBe(new TextPosition(1, 1));
        source.GetPosition(6).ShouldBe(new TextPosition(1, 6));
        source.ToBytes().ShouldBe([0xEF, 0xBB, 0xBF, .. "FROM a"u8]);
    }

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(2, 1, 3)]
    [InlineData(3, 1, 4)]
    [InlineData(4, 2, 1)]
    [InlineData(5, 3, 1)]
    [InlineData(6, 3, 2)]
    public void Lines_and_columns_count_from_one(int offset, int line, int column) =>
        SourceText.From("ab\r\n\nc", "Dockerfile").GetPosition(offset).ShouldBe(new TextPosition(line, column));

    [Fact]
    public void A_line_span_has_no_line_ending()
    {
        var source = SourceText.From("ab\r\n\nc", "Dockerfile");

        source.LineCount.ShouldBe(3);
        source.Slice(source.GetLineSpan(1)).ShouldBe("ab");
        source.Slice(source.GetLineSpan(2)).ShouldBe("");
        source.Slice(source.GetLineSpan(3)).ShouldBe("c");
    }

    [Fact]
    public void Bytes_are_counted_as_they_will_be_written()
    {
        var text = SourceText.FromBytes([0xFF, 0xC3, 0xA9, 0xF0, 0x9F, 0x90, 0xB3], "Dockerfile").Text;

        LosslessUtf8.CountBytes(text).ShouldBe(7);
        Encoding.UTF8.GetByteCount("é🐳").ShouldBe(LosslessUtf8.CountBytes("é🐳"));
    }
}
