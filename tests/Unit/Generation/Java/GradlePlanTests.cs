using ContainerGuard.Generation;

namespace ContainerGuard.Tests.Unit.Generation.Java;

/// <summary>What is read from the scripts of Gradle, and what is refused.</summary>
public sealed class GradlePlanTests
{
    private const string Application = "plugins {\n    id 'application'\n}\napplication { mainClass = 'com.example.Main' }\n";

    [Theory]
    [InlineData("java { toolchain { languageVersion = JavaLanguageVersion.of(21) } }", 21)]
    [InlineData("java { toolchain { languageVersion.set(JavaLanguageVersion.of(18)) } }", 18)]
    [InlineData("kotlin { jvmToolchain(25) }", 25)]
    [InlineData("sourceCompatibility = '1.8'", 17)]
    [InlineData("sourceCompatibility = JavaVersion.VERSION_1_8", 17)]
    [InlineData("targetCompatibility = JavaVersion.VERSION_21", 21)]
    [InlineData("tasks.withType(JavaCompile) { options.release.set(21) }", 21)]
    [InlineData("// JavaLanguageVersion.of(25)\n/* sourceCompatibility = '21' */", 17)]
    [InlineData("def url = 'https://example.com' // JavaLanguageVersion.of(25)", 17)]
    public void Java_is_that_of_the_toolchain_else_the_lowest_in_support(string script, int java) =>
        Plan(Application + script).Images.ShouldBe([$"gradle:9-jdk{java}", $"eclipse-temurin:{java}-jre-noble"]);

    [Theory]
    [InlineData("plugins { id 'org.springframework.boot' version '3.5.0' }", "bootJar")]
    [InlineData("plugins {\n    alias(libs.plugins.spring.boot)\n}", "bootJar")]
    [InlineData(
        "plugins {\n    id(\"org.springframework.boot\") version \"3.5.0\" apply false\n    application\n}\nmainClassName = 'a.B'",
        "installDist")]
    [InlineData("plugins {\n    id 'java'\n    id 'io.quarkus'\n}", "quarkusBuild")]
    [InlineData("apply plugin: 'application'\nmainClassName = 'a.B'", "installDist")]
    [InlineData("plugins {\n    id 'com.github.johnrengel.shadow' version '8.1.1'\n    id 'application'\n}", "shadowJar")]
    public void The_plugin_that_packs_the_application_says_what_is_built(string script, string task) =>
        GeneratedImage.Of(Plan(script)).Stage("build").Commands[0]
            .ShouldBe($"gradle -g /var/cache/gradle --no-daemon --console=plain {task}");

    [Theory]
    [InlineData("[versions]\nspring = '3.+'\n", "3.+")]
    [InlineData("[libraries]\na = \"g:a:1.+\"\n", "g:a:1.+")]
    [InlineData("[libraries]\na = { module = \"g:a\", version = { strictly = \"[1.7, 1.8[\", prefer = \"1.7.25\" } }\n", "[1.7, 1.8[")]
    [InlineData("[versions]\n# old = '1.+'\nspring = '3.5.0'\n", null)]
    [InlineData("versions.spring = '3.5.0' # was \"1.+\"\n", null)]
    public void An_open_version_in_the_catalogue_is_reported(string catalogue, string? version)
    {
        var unlocked =
            App.Plan(App.Of("java"), ("shop/build.gradle", Application), ("shop/gradle/libs.versions.toml", catalogue)).Unlocked();

        if (version is null) unlocked.ShouldBeNull();
        else unlocked.Text().ShouldNotBeNull().ShouldStartWith($"libs.versions.toml does not pin {version},");
    }

    [Fact]
    public void A_catalogue_that_is_not_TOML_is_an_obstacle_with_its_place() =>
        App.Plan(App.Of("java"), ("shop/build.gradle", Application), ("shop/gradle/libs.versions.toml", "[versions]\na = \n"))
            .Problem().ShouldNotBeNull().ShouldStartWith("gradle/libs.versions.toml is not valid: ");

    [Theory]
    [InlineData("distributionUrl=https\\://services.gradle.org/distributions/gradle-8.14-bin.zip", "gradle:8-jdk17")]
    [InlineData("# distributionUrl=https\\://services.gradle.org/distributions/gradle-7.6-bin.zip\n"
        + "distributionUrl: https://mirror.corp/gradle-tools/gradle-8.14-all.zip", "gradle:8-jdk17")]
    public void Gradle_is_that_of_the_wrapper_s_properties(string properties, string image) =>
        App.Plan(App.Of("java"), ("shop/build.gradle",
            Application), ("shop/gradle/wrapper/gradle-wrapper.properties", properties)).Images[0].ShouldBe(image);

    [Fact]
    public void Of_included_projects_the_one_that_is_packed()
    {
        var plan = App.Plan(
            App.Of("java", "/repo/all.proj"), ("settings.gradle", "include 'core',\n    'services:web'\n"),
            ("core/build.gradle", "plugins { id 'java-library' }"), ("services/web/build.gradle", Application));

        GeneratedImage.Of(plan).Stage("build").Commands.ShouldBe(
        [
            "gradle -g /var/cache/gradle --no-daemon --console=plain :services:web:installDist",
            "mkdir /out",
            "cp services/web/build/libs/*.jar /out/web.jar",
            "cp -R services/web/build/install/*/lib /out/lib",
            "rm \"/out/lib/$(basename services/web/build/libs/*.jar)\"",
        ]);
    }

    [Theory]
    [InlineData("implementation 'a:b:1.+'", "a:b:1.+,")]
    [InlineData("implementation(\"a:b:latest.release\")\n    implementation(\"c:d:[1.0,2.0[\")", "a:b:latest.release and another")]
    [InlineData("implementation 'a:b:2.0-SNAPSHOT'", "a:b:2.0-SNAPSHOT")]
    [InlineData("implementation 'a:b:1.0'\n// implementation 'a:c:1.+'", null)]
    public void A_version_that_is_another_one_tomorrow_is_reported_unless_it_is_locked(string dependency, string? problem)
    {
        var script = $"{Application}dependencies {{\n    {dependency}\n}}\n";
        var unlocked = Plan(script).Unlocked();

        if (problem is null) unlocked.ShouldBeNull();
        else unlocked.Text().ShouldNotBeNull().ShouldContain(problem);
        App.Plan(App.Of("java"), ("shop/build.gradle", script), ("shop/gradle.lockfile", "")).Unlocked().ShouldBeNull();
    }

    [Theory]
    [InlineData("plugins { id 'java' }", "does not apply one of the plugins 'org.springframework.boot', 'io.quarkus',")]
    [InlineData("plugins { id 'application' }", "the build script has no literal mainClass")]
    public void What_cannot_become_a_container_is_said_with_the_way_out(string script, string expected) =>
        Plan(script).Problem().ShouldNotBeNull().ShouldContain(expected);

    [Fact]
    public void Several_applications_and_none_of_that_name_is_an_obstacle() =>
        App.Plan(
            App.Of("java", "/repo/all.proj"), ("settings.gradle", "include 'web', 'jobs'"), ("web/build.gradle", Application),
            ("jobs/build.gradle", Application))
            .Problem().ShouldNotBeNull().ShouldContain("several applications (web, jobs)");

    [Fact]
    public void Properties_with_credentials_are_a_secret()
    {
        var plan = JavaShapes.Plan("gradle application");

        plan.Inputs.Secrets.ShouldHaveSingleItem().HostPath.ShouldBe("/repo/gradle.properties");
        plan.Sends("gradle.properties").ShouldBeFalse();
        App.Plan(App.Of("java"), ("shop/build.gradle", Application), ("shop/gradle.properties", "org.gradle.caching=true\n"))
            .Sends("shop/gradle.properties").ShouldBeTrue();
    }

    private static ContainerPlan Plan(string script) => App.Plan(App.Of("java"), ("shop/build.gradle", script));
}
