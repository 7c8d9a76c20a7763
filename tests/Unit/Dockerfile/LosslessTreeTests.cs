using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace ContainerGuard.Tests.Unit.Dockerfile;

public sealed class LosslessTreeTests
{
    private static readonly string[] Fragments =
    [
        "FROM ", "FROM a AS b", "RUN ", "COPY ", "ADD ", "ENV ", "ARG ", "LABEL ", "CMD ", "ENTRYPOINT ", "EXPOSE ", "HEALTHCHECK ",
        "ONBUILD ", "SHELL ", "STOPSIGNAL ", "USER ", "VOLUME ", "WORKDIR ", "MAINTAINER ", "AS ", "NONE", "a", "b=c", "80", "8080/tcp",
        "\n", "\n", "\n", "\r\n", "\r", "\\\n", "\\ \n", "\\\\\n", "`\n", "\\", "`", " ", "  ", "\t", "\v", "\u00A0", "\uFEFF", "\0",
        "# ", "# syntax=a\n", "# escape=`\n", "# check=skip=all\n", "#", "\n#\n", "'", "\"", "$", "${", "}", "${a:-", "${a#", "${a/b/",
        "$a",
        "<<EOF", "<<-EOF", "<<'E'", "<<", "EOF\n", "\nEOF\n", "\n\tEOF\n", "E\n", "[", "]", "[\"a\", ", "\"b\"]", "1]", "{", ",",
        "--from=", "--from=b ", "--mount=type=cache,target=/x ", "--chown=a ", "--", "--x ", "=", "🐳", "é",
    ];

    [Theory]
    [InlineData("")]
    [InlineData("FROM alpine")]
    [InlineData(
        "# syntax=docker/dockerfile:1\n# escape=`\n\n# hi\nFROM alpine AS a\r\nRUN a `\r\n  # note\r\n\r\n  && b `  \r\n  && c\r\n")]
    [InlineData("FROM a\nRUN <<EOF cat <<-'X'\none\nEOF\n\ttwo\n\tX\nCOPY --from=a \\\n --chown=1 \\\n\n a \\\n # x\n b\n")]
    [InlineData("\uFEFFFROM a\n ONBUILD \\\n RUN --mount=type=cache,target=/x \\\n  a\\\nb\n\\\n\\")]
    [InlineData("#!/usr/bin/env x\n# syntax=a\nFROM a\nRUN a \\\n# c")]
    public void The_tokens_of_a_file_are_the_file(string text) => TreeInvariants.ShouldHold(Encoding.UTF8.GetBytes(text));

    [Fact]
    public void Any_bytes_parse_without_loss() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), TreeInvariants.ShouldHold)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2_000).WithEndSize(400));

    [Fact]
    public void Any_pieces_of_Dockerfiles_parse_without_loss() =>
        Prop.ForAll(
            Gen.Elements(Fragments).ListOf().ToArbitrary(),
            pieces => TreeInvariants.ShouldHold(Encoding.UTF8.GetBytes(string.Concat(pieces))))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(20_000).WithEndSize(60));

    [Fact]
    public void Damaged_Dockerfiles_parse_without_loss() =>
        Prop.ForAll(ArbMap.Default.ArbFor<(int, int, byte)[]>(), damages => TreeInvariants.ShouldHold(Damage(Sample, damages)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(3_000).WithEndSize(30));

    /// <summary>Each damage takes away, doubles or overwrites a stretch.</summary>
    private static byte[] Damage(string text, (int Start, int Length, byte Value)[] damages)
    {
        var bytes = Encoding.UTF8.GetBytes(text).ToList();
        foreach (var (start, length, value) in damages)
        {
            var from = (int)((uint)start * 7919u % (uint)(bytes.Count + 1));
            var count = Math.Min((int)((uint)length % 12u), bytes.Count - from);
            var stretch = bytes.GetRange(from, count);
            switch (value % 3)
            {
                case 0:
                    bytes.RemoveRange(from, count);
                    break;
                case 1:
                    bytes.InsertRange(from, stretch);
                    break;
                default:
                    bytes.Insert(from, value);
                    break;
            }
        }

        return [.. bytes];
    }

    private const string Sample = """
        # syntax=docker/dockerfile:1
        # check=skip=JSONArgsRecommended
        ARG VERSION=3.22
        FROM --platform=$BUILDPLATFORM alpine:${VERSION:-3} AS build
        # What the build needs
        ENV A=1 B="two words" C='$A'
        LABEL legacy value of it
        RUN --mount=type=cache,target=/root/.cache \
            # a note
            --mount=type=secret,id=npm \

            apk add --no-cache "git" && \
            echo ${A#x} done
        COPY --from=build --chown=1000:1000 <<EOF <<-"END" /srv/
        one $A
        EOF
        	two
        	END
        RUN ["sh", "-c", "echo \"\u00e9\""]
        ONBUILD COPY . /src
        HEALTHCHECK --interval=30s CMD ["true"]
        EXPOSE 8080/tcp 9000-9010
        FROM build
        ENTRYPOINT exec app
        """;
}
