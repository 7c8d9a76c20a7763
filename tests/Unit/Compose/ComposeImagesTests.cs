using ContainerGuard.Compose;
using ContainerGuard.Dockerfile;
using ContainerGuard.Tests.Unit.Context;
using ContainerGuard.Text;

namespace ContainerGuard.Tests.Unit.Compose;

/// <summary>The images of a compose file, with the place of each.</summary>
public sealed class ComposeImagesTests
{
    private static DockerfileModel Read(string text, params (string Path, string Text)[] others) =>
        DockerfileModel.Read(
            SourceText.From(text, "compose.yaml"),
            new ModelOptions { Compose = new ComposeFolder(new MemoryFileSystem([.. others]), "/repo") });

    /// <summary>Line, column and reference of each image; a question mark where a variable has no value.</summary>
    private static string[] Images(string text, params (string Path, string Text)[] others)
    {
        var model = Read(text, others);
        return [.. model.Images.Select(use =>
        {
            var place = model.Source.GetPosition(use.Span.Start);
            return $"{place.Line},{place.Column} {use.Reference}{(use.IsKnown ? "" : "?")}";
        })];
    }

    [Theory]
    [InlineData("image: nginx:1.27", "3,14 nginx:1.27")]
    [InlineData("image: 'nginx:1.27'  # web", "3,15 nginx:1.27")]
    [InlineData("image: \"nginx:1.27\"", "3,15 nginx:1.27")]
    [InlineData("\"image\" :   nginx:1.27", "3,19 nginx:1.27")]
    [InlineData("image: ${IMAGE:-nginx:1.27}", "3,23 nginx:1.27")]
    [InlineData("image: \"${IMAGE:-nginx:1.27}\"", "3,24 nginx:1.27")]
    [InlineData("image: nginx:${TAG:-1.27}", "3,14 nginx:1.27")]
    [InlineData("image: nginx:${TAG}", "3,14 nginx:${TAG}?")]
    public void A_value_has_the_place_of_its_text(string line, string expected) =>
        Images($"services:\n  web:\n      {line}\n").ShouldBe([expected]);

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    public void Places_are_those_of_the_file_with_all_line_endings(string newLine)
    {
        var text = "\uFEFFx: ä😀\nservices:\n  web:\n    image: nginx:1.27\n  db:\n    image: >-\n      postgres:17\n"
            .Replace("\n", newLine, StringComparison.Ordinal);

        Images(text).ShouldBe(["4,12 nginx:1.27", "6,12 postgres:17"]);
    }

    [Fact]
    public void The_image_of_a_service_that_is_built_is_its_name_and_not_a_base() =>
        Images("""
            services:
              web:
                build: .
                image: shop/web:dev
              worker:
                image: shop/web
              migrate:
                extends: {service: web}
                image: shop/migrate
              db:
                image: postgres:17
            """).ShouldBe(["11,12 postgres:17"]);

    [Fact]
    public void Another_file_of_the_folder_can_build_the_image()
    {
        const string Text = """
            services:
              web:
                image: shop/web:1.0
              worker:
                image: shop/tools
              db:
                image: postgres:17
            """;

        const string Other = "services:\n  web:\n    build: .\n  t: {build: t, image: shop/tools:1}\n  db: {build: db}\n";
        Images(Text, ("/repo/compose.dev.yaml", Other))
            .ShouldBe(["7,12 postgres:17"]);
        Images(Text, ("/repo/other.yaml", "services:\n  web:\n    build: .\n")).Length.ShouldBe(3);
    }

    [Theory]
    [InlineData("services:\n  web: {build: .}\n", false)]
    [InlineData("services:\n  web: {image: a}\n", true)]
    [InlineData(null, false)]
    public void A_service_that_extends_one_of_another_file_is_a_base_where_that_one_is_not_built(string? other, bool isBase) =>
        Images(
            "services:\n  app:\n    extends: {file: common.yaml, service: web}\n    image: shop/app:1\n",
            other is null ? [] : [("/repo/common.yaml", other)]).Length.ShouldBe(isBase ? 1 : 0);

    [Fact]
    public void Anchors_and_merge_keys_lead_to_the_text_that_a_person_edits() =>
        Images("""
            x-image: &image nginx:1.27
            x-base: &base
              image: redis:8
            services:
              a:
                image: *image
              b:
                image: *image
              c:
                <<: *base
              d:
                <<: [*base]
                image: caddy:2
            """).ShouldBe(["1,17 nginx:1.27", "3,10 redis:8", "13,12 caddy:2"]);

    [Fact]
    public void Additional_contexts_and_image_volumes_are_images_too() =>
        Images("""
            services:
              a:
                build:
                  context: .
                  additional_contexts:
                    base: docker-image://alpine:3.24
                    docs: ../docs
              b:
                build:
                  context: .
                  additional_contexts:
                    - base=docker-image://debian:13
                volumes:
                  - type: image
                    source: busybox:1.37
                  - data:/data
            """).ShouldBe(["6,30 alpine:3.24", "12,31 debian:13", "15,17 busybox:1.37"]);

    [Fact]
    public void A_variable_has_the_value_of_the_file_beside_it() =>
        Images("services:\n  web:\n    image: nginx:${TAG:-1}\n", ("/repo/.env", "TAG=1.27\n")).ShouldBe(["3,12 nginx:1.27"]);

    [Theory]
    [InlineData("")]
    [InlineData("# nothing\n")]
    [InlineData("services:\n")]
    [InlineData("services: {}\n")]
    [InlineData("include:\n  - a.yaml\n")]
    [InlineData("x-a: 1\n")]
    [InlineData("services:\n  a:\n  b: text\n  c: [1]\n  d: {image: }\n  e: {image: [a]}\n  f: {image: '  '}\n")]
    [InlineData("services:\n  a: &a\n    extends: {service: a}\n")]
    [InlineData("services:\n  a: {extends: b, image: x}\n  b: {extends: a, build: }\n")]
    public void A_file_without_images_is_valid(string text) => Read(text).Compose!.Problem.ShouldBeNull();

    [Theory]
    [InlineData("services:\n  a: [1\n")]
    [InlineData("services: a\n")]
    [InlineData("services: [a]\n")]
    [InlineData("web:\n  image: nginx\n")]
    [InlineData("just a text\n")]
    [InlineData("- a\n- b\n")]
    [InlineData("services:\n\tweb:\n")]
    [InlineData("services:\n  a: *missing\n")]
    [InlineData("services:\n  a: &a\n    <<: *a\n")]
    public void A_file_that_is_not_a_compose_file_has_one_problem_and_no_image(string text)
    {
        var model = Read(text);

        model.Compose!.Problem.ShouldNotBeNull();
        model.Images.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("services:\n  web:\n    image: {{ image }}\n")]
    [InlineData("{% if a %}\nservices:\n")]
    public void A_template_is_left_to_the_tool_that_fills_it_in(string text) => Read(text).Compose!.Problem.ShouldBeNull();

    [Fact]
    public void Damaged_files_are_read_without_an_exception()
    {
        const string Text = "x: &i 'a:1'\nservices:\n  web: &w\n    image: *i\n"
            + "    build: {context: ., args: [A=1, B], additional_contexts: {a: b}}\n"
            + "    extends: {file: a.yaml, service: b}\n  db:\n    <<: [*w]\n"
            + "    image: \"${A:-b:${C:-1}}\" # c\n    volumes:\n      - type: image\n";
        var random = new Random(20_261_130);
        for (var run = 0; run < 3_000; run++)
        {
            var damaged = Text.ToCharArray();
            for (var change = random.Next(1, 6); change > 0; change--)
            {
                damaged[random.Next(damaged.Length)] = "\n\t {}[]&*:#'\"-|>!%@$\\a\u0000\uD800"[random.Next(23)];
            }

            var model = Read(new string(damaged)[..random.Next(damaged.Length)]);
            foreach (var use in model.Images) use.Span.End.ShouldBeLessThanOrEqualTo(model.Source.Length);
            (model.Compose!.Problem is null || model.Images.IsEmpty).ShouldBeTrue();
        }
    }
}
