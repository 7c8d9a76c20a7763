using ContainerGuard.Generation;
using ContainerGuard.Building;

namespace ContainerGuard.Tests.Unit.Generation.Java;

/// <summary>What is read from pom.xml, and what is refused.</summary>
public sealed class MavenPlanTests
{
    private const string Executable = "<exec.mainClass>com.example.Main</exec.mainClass>";

    [Theory]
    [InlineData("<maven.compiler.release>8</maven.compiler.release>", 17)]
    [InlineData("<java.version>1.8</java.version><maven.compiler.target>${java.version}</maven.compiler.target>", 17)]
    [InlineData("<maven.compiler.release>${jdk}</maven.compiler.release><jdk>18</jdk>", 21)]
    [InlineData("<maven.compiler.target>21</maven.compiler.target>", 21)]
    [InlineData("<java.version>22</java.version>", 25)]
    [InlineData("<java.version>27</java.version>", 27)]
    [InlineData("<java.version>${java.version}</java.version>", 17)]
    [InlineData("", 17)]
    public void Java_is_the_lowest_release_with_long_term_support_that_builds_it(string properties, int java) =>
        Plan(JavaShapes.Pom("", Executable + properties)).Images.ShouldBe(
            [$"maven:3.9-eclipse-temurin-{java}", $"eclipse-temurin:{java}-jre-noble"]);

    [Fact]
    public void The_compilers_own_setting_counts_where_no_property_is_set() =>
        Plan(JavaShapes.Pom(JavaShapes.Plugin("maven-compiler-plugin", "<release>21</release>"), Executable)).Images[0].ShouldBe(
            "maven:3.9-eclipse-temurin-21");

    [Theory]
    [InlineData(".java-version", "21.0.2\n", 21)]
    [InlineData(".java-version", "temurin-25.0.1+8", 25)]
    [InlineData(".java-version", "openjdk64-17.0.1", 17)]
    [InlineData(".java-version", "system", 17)]
    [InlineData(".sdkmanrc", "# sdk env\nmaven=3.9.9\njava=21.0.4-tem\n", 21)]
    public void A_version_managers_file_counts_where_the_manifest_says_nothing(string name, string text, int java) =>
        App.Plan(App.Of("java"), ("shop/pom.xml", JavaShapes.Pom("", Executable)), ($"shop/{name}", text)).Images[0]
            .ShouldBe($"maven:3.9-eclipse-temurin-{java}");

    [Theory]
    [InlineData("", "target/shop-1.0.0.jar")]
    [InlineData("<build><finalName>${project.artifactId}</finalName></build>", "target/shop.jar")]
    [InlineData("<build><finalName>shop-${buildNumber}</finalName></build>", "target/shop-*.jar")]
    public void The_jar_is_called_as_the_manifest_has_it(string elements, string jar) =>
        GeneratedImage.Of(Plan(JavaShapes.Pom(elements, Executable))).Stage("build").Commands.ShouldContain($"cp {jar} /out/shop.jar");

    [Theory]
    [InlineData(
        "maven-shade-plugin", "<shadedArtifactAttached>true</shadedArtifactAttached><mainClass>a.B</mainClass>", "shop-1.0.0-shaded.jar")]
    [InlineData("maven-shade-plugin", "<finalName>all</finalName><mainClass>a.B</mainClass>", "all.jar")]
    [InlineData("maven-assembly-plugin", "<descriptorRefs><descriptorRef>jar-with-dependencies</descriptorRef></descriptorRefs>"
        + "<mainClass>a.B</mainClass>", "shop-1.0.0-jar-with-dependencies.jar")]
    public void A_jar_with_its_libraries_in_it_starts_by_its_manifest(string plugin, string configuration, string jar)
    {
        var image = GeneratedImage.Of(Plan(JavaShapes.Pom("<dependencies><dependency><artifactId>b</artifactId>"
            + "<version>1</version></dependency></dependencies>" + JavaShapes.Plugin(plugin, configuration))));

        image.Stage("build").Runs[^1].Commands.ShouldBe(
            ["mvn -B -ntp -Dmaven.repo.local=/m2 -DskipTests package", "mkdir /out", $"cp target/{jar} /out/shop.jar"]);
        image.Stage("final").Copies.ShouldBe([new(["/out/shop.jar"], "/app/shop.jar") { From = "build" }]);
        image.Entrypoint.ShouldBe(["java", "-XX:MaxRAMPercentage=75", "-jar", "/app/shop.jar"]);
    }

    [Fact]
    public void What_only_tests_need_does_not_ship() =>
        GeneratedImage.Of(Plan(JavaShapes.Pom(
            "<dependencies><dependency><artifactId>junit</artifactId><version>5</version><scope>test</scope></dependency></dependencies>",
            Executable)))
            .Entrypoint.ShouldBe(["java", "-XX:MaxRAMPercentage=75", "-cp", "/app/shop.jar", "com.example.Main"]);

    [Theory]
    [InlineData("application.properties", "server.port = 9000\n", "9000")]
    [InlineData("application.yml", "spring:\n  application:\n    name: shop\nserver:\n  servlet: {}\n  port: 9001 # of the shop\n---\n"
        + "server:\n  port: 1\n", "9001")]
    [InlineData("application.yaml", "server.port: ${PORT:9002}\n", "9002")]
    [InlineData("application.properties", "server.port: 9003\n", "9003")]
    [InlineData("application.properties", "  server.port   9004\n", "9004")]
    [InlineData("application.properties", "# a \\\nserver.\\\n   port = 90\\\n 05\n", "9005")]
    [InlineData("application.properties", "server.port=1\nserver.port=9006\n", "9006")]
    [InlineData("application.yml", "server: { port: 9007 }\n", "9007")]
    [InlineData("application.yml", "server:\n  port: '9008' # quoted\n", "9008")]
    [InlineData("application.yml", "\"server\":\n  ? port\n  : 9009\n", "9009")]
    [InlineData("application.yml", "app:\n  version: @project.version@\nserver:\n  port: 9010\n", "9010")]
    [InlineData("application.yml", "text: |\n  server.port: 1\nserver.port: 9011\n", "9011")]
    [InlineData("application.yml", "spring:\n  main.web-application-type: none\n", null)]
    [InlineData("application.yml", "server:\n  port: @port@\n", null)]
    [InlineData("application.yml", "server:\n  port:\n", "8080")]
    [InlineData("application.properties", "", "8080")]
    [InlineData("application.properties", "server.port=${PORT}\n", null)]
    [InlineData("application.properties", "spring.main.web-application-type=none\n", null)]
    public void Spring_Boot_serves_where_its_settings_say(string name, string settings, string? exposed)
    {
        var plan = App.Plan(App.Of("java"), JavaShapes.Of("spring boot").Files[0], ($"shop/src/main/resources/{name}", settings));

        GeneratedImage.Of(plan).Ports.ShouldBe(exposed is null ? [] : [exposed]);
    }

    [Fact]
    public void Of_modules_the_application_is_the_one_that_Spring_Boot_packs()
    {
        var plan = App.Plan(
            App.Of("java", "/repo/shop.proj"),
            ("pom.xml", Parent("core", "web")),
            ("core/pom.xml", JavaShapes.Library),
            ("web/pom.xml", Module(
                "web",
                "<build><plugins><plugin><artifactId>spring-boot-maven-plugin</artifactId></plugin></plugins></build>")));

        ShouldBuild(plan, "web");
        GeneratedImage.Of(plan).Stage("build").Commands.ShouldContain("cp web/target/web-1.0.0.jar /tmp/web.jar");
    }

    [Fact]
    public void Of_several_the_one_that_is_called_as_the_project_is()
    {
        (string, string)[] files =
        [
            ("pom.xml", Parent("web", "jobs")),
            ("web/pom.xml", Module("web", "")), ("web/src/main/java/com/example/Main.java", JavaShapes.Main),
            ("jobs/pom.xml", Module("jobs", "")), ("jobs/src/main/java/com/example/Main.java", JavaShapes.Main),
        ];

        ShouldBuild(App.Plan(App.Of("java", "/repo/jobs.proj"), files), "jobs");
        ShouldBuild(App.Plan(App.Of("java", "/repo/other.proj") with { AssemblyName = "WEB" }, files), "web");
        App.Plan(App.Of("java", "/repo/other.proj"), files).Problem().ShouldNotBeNull().ShouldContain("several applications (web, jobs)");
    }

    [Fact]
    public void A_parent_that_does_not_count_it_among_its_modules_comes_along()
    {
        var plan =
            App.Plan(App.Of("java"), ("pom.xml", Parent()), ("shop/pom.xml", Module("shop", $"<properties>{Executable}</properties>")));
        var build = GeneratedImage.Of(plan).Stage("build");

        build.Copies.ShouldBe([new(["pom.xml"], "./"), new(["shop/pom.xml"], "shop/"), new(["."], "./")]);
        build.Runs[0].Commands.ShouldBe(
            ["mvn -B -ntp -Dmaven.repo.local=/var/cache/maven -f shop/pom.xml dependency:go-offline", "cp -R /var/cache/maven /m2"]);
    }

    [Theory]
    [InlineData(
        "<dependencies><dependency><artifactId>b</artifactId><version>[1.0,2.0)</version></dependency></dependencies>", "b [1.0,2.0),")]
    [InlineData("<dependencies><dependency><artifactId>b</artifactId><version>LATEST</version></dependency><dependency>"
        + "<artifactId>c</artifactId><version>${v}</version></dependency></dependencies><properties>"
        + "<v>2-SNAPSHOT</v></properties>", "b LATEST and another")]
    [InlineData("<build><plugins><plugin><artifactId>p</artifactId><version>RELEASE</version></plugin></plugins></build>", "p RELEASE")]
    [InlineData("<parent><artifactId>corp</artifactId><version>(,2]</version></parent>", "corp (,2]")]
    [InlineData("<dependencies><dependency><artifactId>b</artifactId><version>[1.0]</version></dependency><dependency>"
        + "<artifactId>c</artifactId></dependency></dependencies>", null)]
    public void A_version_that_is_another_one_tomorrow_is_reported(string elements, string? problem)
    {
        var unlocked = Plan($"<project><artifactId>shop</artifactId><version>1-SNAPSHOT</version><dependencyManagement/>{elements}<build>"
            + "<finalName>x</finalName></build></project>").Unlocked();

        if (problem is null) unlocked.ShouldBeNull();
        else unlocked.Text().ShouldNotBeNull().ShouldContain(problem);
    }

    [Theory]
    [InlineData("<project>\n  <artifactId>shop</artifactId>\n  <version>1</project>", "shop/pom.xml cannot be read: line 3, column ")]
    [InlineData(
        "<!DOCTYPE project [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>\n<project>&x;</project>",
        "shop/pom.xml cannot be read: For security reasons DTD is prohibited")]
    [InlineData("<settings/>", "its root is <settings>")]
    [InlineData("<project><artifactId>shop</artifactId><packaging>war</packaging></project>", "needs a servlet container")]
    [InlineData("<project><artifactId>shop</artifactId></project>", "no class in src/main/java has a main method")]
    [InlineData(
        "<project><artifactId>shop</artifactId><packaging>pom</packaging></project>", "No module of shop/pom.xml is an application")]
    [InlineData(
        "<project><artifactId>shop</artifactId><packaging>pom</packaging><modules><module>../../else</module></modules></project>",
        "has the module '../../else', which is outside")]
    public void What_cannot_become_a_container_is_said_with_the_way_out(string pom, string expected) =>
        Plan(pom, hasMain: false).Problem().ShouldNotBeNull().ShouldContain(expected);

    [Fact]
    public void Two_main_methods_and_images_that_do_not_fit_are_said_as_well()
    {
        App.Plan(
            App.Of("java"), ("shop/pom.xml", JavaShapes.Pom("")), ("shop/src/main/java/A.java", JavaShapes.Main),
            ("shop/src/main/java/b/B.java", JavaShapes.Main))
            .Problem().ShouldNotBeNull().ShouldContain("several classes have a main method (A, b.B)");
        App.Plan(
            App.Of("java") with { ContainerFamily = "distroless" },
            ("shop/pom.xml", JavaShapes.Pom("", Executable + "<java.version>27</java.version>")))
            .Problem().ShouldNotBeNull().ShouldContain("supports only Java 17, 21 and 25");
        App.Plan(App.Of("java") with { ContainerFamily = "jlink" }, JavaShapes.Of("spring boot 2.7").Files)
            .Problem().ShouldNotBeNull().ShouldContain("the output of Spring Boot before 3.3");
        App.Plan(App.Of("java"), ("shop/readme.md", "")).Problem().ShouldNotBeNull().ShouldContain("neither pom.xml nor build.gradle");
    }

    [Fact]
    public void Properties_that_multiply_each_other_end() =>
        Plan(JavaShapes.Pom(
            "<build><finalName>${a}</finalName></build>", $"{Executable}<a>{Twice("b")}</a><b>{Twice("a")}</b>")).Images.Count.ShouldBe(2);

    [Fact]
    public void Settings_with_credentials_are_a_secret_and_the_variables_in_them_as_well()
    {
        var plan = JavaShapes.Plan("maven modules");

        BuildCommand.Text(ImageBuild.Of(plan, "/repo/web app/obj/container/Dockerfile"), BuildTool.Docker, forWindows: false)
            .ShouldContain(" --secret id=maven-settings,src=/repo/settings.xml --secret id=REPO_TOKEN,env=REPO_TOKEN --load /repo");
        plan.Sends("settings.xml").ShouldBeFalse();
    }

    [Fact]
    public void The_settings_of_the_project_are_followed()
    {
        var image = GeneratedImage.Of(App.Plan(
            App.Of("java") with
            {
                ContainerBaseImage = "registry.corp/java:21",
                ContainerUser = "2000",
                ContainerWorkingDirectory = "/srv/my shop",
                ContainerEnvironmentVariables = new Dictionary<string, string> { ["SERVER_PORT"] = "7000" },
                ContainerPorts = [new(9000, "tcp")],
                Process = ["java", "-Xmx1g", "-jar", "shop.jar"],
            },
            JavaShapes.Of("spring boot").Files));
        var final = image.Stage("final");

        image.Base.ShouldBe("registry.corp/java:21");
        final.Copies.ShouldBe(
        [
            new(["/out/dependencies"], "/srv/my shop/") { From = "build" },
            new(["/out/spring-boot-loader", "/out/snapshot-dependencies", "/out/application"], "/srv/my shop/") { From = "build" },
        ]);
        final.Steps[1].ShouldBe("WORKDIR \"/srv/my shop\"");
        image.WorkingDirectory.ShouldBe("/srv/my shop");
        image.Variables.ShouldBe([("SERVER_PORT", "7000")]);
        image.Ports.ShouldBe(["9000"]);
        image.User.ShouldBe("2000");
        image.Entrypoint.ShouldBe(["java", "-Xmx1g", "-jar", "shop.jar"]);
    }

    /// <summary>Asserts that Maven downloads for and builds one module, with those that it needs.</summary>
    private static void ShouldBuild(ContainerPlan plan, string module)
    {
        var commands = GeneratedImage.Of(plan).Stage("build").Commands;
        commands.ShouldContain(
            command => command.StartsWith(
                $"mvn -B -ntp -Dmaven.repo.local=/var/cache/maven -pl {module} -am dependency:go-offline", StringComparison.Ordinal));
        commands.ShouldContain($"mvn -B -ntp -Dmaven.repo.local=/m2 -pl {module} -am -DskipTests package");
    }

    private static string Twice(string name) => string.Concat(Enumerable.Repeat($"${{{name}}}", 20));

    private static string Parent(params string[] modules) =>
        "<project><groupId>com.example</groupId><artifactId>all</artifactId><version>1.0.0</version><packaging>pom</packaging>"
            + $"<modules>{string.Concat(modules.Select(module => $"<module>{module}</module>"))}</modules></project>";

    private static string Module(string name, string elements) =>
        "<project><parent><groupId>com.example</groupId><artifactId>all</artifactId><version>1.0.0</version></parent>"
            + $"<artifactId>{name}</artifactId>{elements}</project>";

    private static ContainerPlan Plan(string pom, bool hasMain = true) =>
        App.Plan(
            App.Of("java"), ("shop/pom.xml", pom),
            hasMain ? ("shop/src/main/java/com/example/Main.java", JavaShapes.Main) : ("shop/readme.md", ""));
}
