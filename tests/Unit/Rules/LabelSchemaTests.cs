using ContainerGuard.Analysis;

namespace ContainerGuard.Tests.Unit.Rules;

public class LabelSchemaTests
{
    [Fact]
    public void An_item_says_key_type_and_whether_it_is_required()
    {
        LabelSchema.TryCreate([("team", "", ""), ("version", "SemVer", "True"),
            ("url", "url", "false")], isStrict: true, out var schema, out var reason).ShouldBeTrue(reason);

        schema!.Definitions.ShouldBe(
            [new("team", LabelType.Text, false), new("version", LabelType.Semver, true), new("url", LabelType.Url, false)]);
        schema.IsStrict.ShouldBeTrue();
        schema.Find("Team").ShouldBeNull();
    }

    [Theory]
    [InlineData(
        "team", "uri", "", "has the invalid Type 'uri'. Did you mean 'url'? Write one of: text, url, semver, hash, rfc3339, spdx, email.")]
    [InlineData("team", "licence", "", "Write one of: text")]
    [InlineData(" ", "url", "", "no key")]
    [InlineData("team", "url", "yes", "Write one of: true, false.")]
    public void What_means_nothing_is_refused_by_name(string key, string type, string required, string message)
    {
        LabelSchema.TryCreate([(key, type, required)], isStrict: false, out _, out var reason).ShouldBeFalse();

        reason!.ShouldContain(message);
    }

    [Fact]
    public void The_keys_of_the_OCI_specification_have_their_types_and_a_project_may_say_otherwise()
    {
        LabelSchema.None.TypeOf("org.opencontainers.image.created").ShouldBe(LabelType.Rfc3339);
        LabelSchema.None.TypeOf("org.opencontainers.image.revision").ShouldBe(LabelType.Text);

        LabelSchema.TryCreate([("org.opencontainers.image.created", "text", "")], isStrict: false, out var schema, out _).ShouldBeTrue();
        schema!.TypeOf("org.opencontainers.image.created").ShouldBe(LabelType.Text);
    }
}
