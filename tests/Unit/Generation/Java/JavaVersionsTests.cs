namespace ContainerGuard.Tests.Unit.Generation.Java;

/// <summary>Versions and plugins in places that are easy to miss.</summary>
public sealed class JavaVersionsTests
{
    private const string Main = "package a; public class Main { public static void main(String[] args) { } }";

    [Theory]
    [InlineData("2.1.5.RELEASE", "-jar /app/app.jar", "mkdir /out")]
    [InlineData("2.3.12.RELEASE", "-jar /app/app.jar", "mkdir /out")]
    [InlineData("2.7.18", "org.springframework.boot.loader.JarLauncher", "-Djarmode=layertools")]
    [InlineData("3.2.0", "org.springframework.boot.loader.launch.JarLauncher", "-Djarmode=layertools")]
    [InlineData("3.5.0-SNAPSHOT", "-jar", "-Djarmode=tools")]
    [InlineData("4.0.0", "-jar", "-Djarmode=tools")]
    public void The_release_of_Spring_Boot_says_how_its_jar_starts(string version, string start, string collect)
    {
        var image = GeneratedImage.Of(App.Plan(App.Of("java"), ("shop/pom.xml", $"""
            <project><parent><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-parent</artifactId>
            <version>{version}</version><relativePath/></parent><artifactId>app</artifactId><version>1</version>
            <build><plugins><plugin><artifactId>spring-boot-maven-plugin</artifactId></plugin></plugins></build></project>
            """), ("shop/src/main/java/a/Main.java", Main)));

        string.Join(' ', image.Entrypoint).ShouldContain(start);
        string.Join(' ', image.Stages.SelectMany(stage => image.Stage(stage.Name!).Commands)).ShouldContain(collect);
    }

    [Theory]
    [InlineData("<activeByDefault>true</activeByDefault>", true)]
    [InlineData("<property><name>!quick</name></property>", true)]
    [InlineData("<jdk>99</jdk>", false)]
    public void A_plugin_in_an_inherited_profile_packs_if_the_profile_is_active(string activation, bool isSpring)
    {
        var plan = App.Plan(
            App.Of("java"), ("pom.xml", $"""
            <project><groupId>g</groupId><artifactId>all</artifactId><version>1</version><packaging>pom</packaging>
            <modules><module>shop</module></modules>
            <profiles><profile><id>boot</id><activation>{activation}</activation><build><plugins>
            <plugin><artifactId>spring-boot-maven-plugin</artifactId><version>3.4.0</version></plugin></plugins></build></profile></profiles></project>
            """),
            ("shop/pom.xml", "<project><parent><groupId>g</groupId><artifactId>all</artifactId><version>1</version></parent>"
                + "<artifactId>shop</artifactId></project>"), ("shop/src/main/java/a/Main.java", Main));

        (GeneratedImage.Of(plan).Variable("SERVER_PORT") is not null || plan.Dockerfile().Contains("jarmode", StringComparison.Ordinal))
            .ShouldBe(isSpring);
    }

    [Theory]
    [InlineData("plugins { id 'org.springframework.boot' version '3.4.0' }\nkotlin { compilerOptions { jvmTarget = JvmTarget.JVM_21 } }",
        "21")]
    [InlineData("plugins { id 'org.springframework.boot' version '3.4.0' }\ncompileKotlin { kotlinOptions.jvmTarget = '21' }", "21")]
    [InlineData("plugins { id 'org.springframework.boot' version '3.4.0' }\nkotlin { compilerOptions.jvmTarget.set(JvmTarget.JVM_25) }",
        "25")]
    public void Kotlin_says_the_release_by_its_target(string script, string release) =>
        App.Plan(App.Of("java"), ("shop/build.gradle", script), ("shop/settings.gradle", "")).Images[0].ShouldContain(release);

    [Theory]
    [InlineData("io.ktor.plugin")]
    [InlineData("io.micronaut.application")]
    public void A_plugin_that_applies_the_plugin_application_packs_with_it(string plugin) =>
        App.Plan(
            App.Of("java"), ("shop/build.gradle.kts", $"plugins {{\n    id(\"{plugin}\") version \"3.0.0\"\n}}\napplication {{\n"
                + "    mainClass.set(\"a.Main\")\n}\n"), ("shop/settings.gradle.kts", "")).Dockerfile().ShouldContain("installDist");

    [Fact]
    public void The_version_of_the_project_is_not_one_of_a_dependency()
    {
        App.Plan(
            App.Of("java"), ("shop/build.gradle",
                "plugins { id 'application' }\nversion = '1.0-SNAPSHOT'\napplication { mainClass = 'a.Main' }"),
            ("shop/settings.gradle", "")).Unlocked().ShouldBeNull();
        App.Plan(
            App.Of("java"), ("shop/pom.xml", """
            <project><groupId>g</groupId><artifactId>app</artifactId><version>1-SNAPSHOT</version><dependencies>
            <dependency><groupId>g</groupId><artifactId>lib</artifactId><version>${project.version}</version></dependency></dependencies></project>
            """), ("shop/src/main/java/a/Main.java", Main)).Unlocked().ShouldBeNull();
    }
}
