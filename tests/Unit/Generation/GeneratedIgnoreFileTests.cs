using ContainerGuard.Context;
using ContainerGuard.Generation;

namespace ContainerGuard.Tests.Unit.Generation;

/// <summary>The secrets that the build of an image is not sent, whatever else it needs.</summary>
public sealed class GeneratedIgnoreFileTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("*\n!src\n")]
    [InlineData("prisma\n")]
    public void A_folder_that_the_build_reads_does_not_bring_its_secrets(string? own)
    {
        var ignore = Ignore(new() { Files = [], FeedFolders = ["prisma"] }, own);

        ignore.IsIgnored("prisma/schema.prisma").ShouldBeFalse();
        ignore.IsIgnored("prisma/.env").ShouldBeTrue();
        ignore.IsIgnored("prisma/keys/id_rsa").ShouldBeTrue();
    }

    [Fact]
    public void A_file_that_the_build_names_is_sent_from_such_a_folder() =>
        Ignore(new() { Files = ["app/.npmrc"], FeedFolders = ["app"] }, "*\n").IsIgnored("app/.npmrc").ShouldBeFalse();

    [Fact]
    public void A_secret_that_a_person_takes_back_by_its_name_is_sent() =>
        Ignore(new() { Files = [], FeedFolders = ["app"] }, "*\n!app/.env\n").IsIgnored("app/.env").ShouldBeFalse();

    private static IgnoreFile Ignore(BuildInputs inputs, string? own) => IgnoreFile.Parse(GeneratedIgnoreFile.Text(inputs, own));
}
