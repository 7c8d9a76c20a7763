using System.Diagnostics.CodeAnalysis;
using ContainerGuard.Tests.Support;

namespace ContainerGuard.Tests.Engine;

/// <summary>Java applications with this package's SDK alone beside their pom.xml: published, built by the printed command, run.</summary>
public sealed class JavaAppTests(DockerEngine engine, PublishedPackage package) : EngineTest(engine)
{
    private const int NonRoot = 65532;
    private const int JavaUser = 10001;

    /// <summary>128 and the number of SIGTERM: how Java ends on it, once its hooks have run.</summary>
    private const int EndedByTerm = 143;

    /// <summary>The versions that the stand-in's repository has; Maven's own choice needs a larger one.</summary>
    [StringSyntax("xml")]
    private const string Versions = """
        <build><pluginManagement><plugins>
          <plugin><artifactId>maven-clean-plugin</artifactId><version>3.2.0</version></plugin>
          <plugin><artifactId>maven-compiler-plugin</artifactId><version>3.10.1</version></plugin>
          <plugin><artifactId>maven-dependency-plugin</artifactId><version>3.5.0</version></plugin>
          <plugin><artifactId>maven-deploy-plugin</artifactId><version>3.0.0</version></plugin>
          <plugin><artifactId>maven-install-plugin</artifactId><version>3.1.0</version></plugin>
          <plugin><artifactId>maven-jar-plugin</artifactId><version>3.3.0</version></plugin>
          <plugin><artifactId>maven-resources-plugin</artifactId><version>3.3.0</version></plugin>
          <plugin><artifactId>maven-shade-plugin</artifactId><version>3.4.1</version></plugin>
          <plugin><artifactId>maven-site-plugin</artifactId><version>3.12.1</version></plugin>
          <plugin><artifactId>maven-surefire-plugin</artifactId><version>2.22.3</version></plugin>
        </plugins></pluginManagement></build>
        """;

    private const string Library =
        "<dependency><groupId>org.apache.commons</groupId><artifactId>commons-lang3</artifactId><version>3.12.0</version></dependency>";

    [Fact]
    public async Task A_jar_and_its_libraries_are_layers_of_their_own()
    {
        using var workspace = package.NewRepository("Grüße aus 東京");
        var app = Project(workspace, "my shop")
            .File("pom.xml", Pom("shop", $"<dependencies>{Library}</dependencies>{Versions}"))
            .File("src/main/java/com/example/Main.java", Server("org.apache.commons.lang3.StringUtils.capitalize(\"hello\")"))
            .File("src/test/java/com/example/MainTest.java", "this is no Java\n")
            .File("target/classes/of-this-machine", "")
            .Item("ContainerPort", "8080");

        await using var image = await Image(app);

        await image.Serves(JavaUser, "Hello", EndedByTerm);

        var files = await image.Files();
        files.Keys.ShouldContain("/app/lib/commons-lang3-3.12.0.jar");
        files.Keys.Where(file => file.StartsWith("/app/", StringComparison.Ordinal))
            .ShouldBe(["/app/lib", "/app/lib/commons-lang3-3.12.0.jar", "/app/shop.jar"], ignoreOrder: true);
        files.Keys.Select(Path.GetFileName).ShouldNotContain(name => name == "javac" || name == "mvn");
        files.Where(file => file.Key.StartsWith("/app", StringComparison.Ordinal) && file.Value.IsWritableBy(JavaUser, JavaUser))
            .ShouldBeEmpty();

        app.File("src/main/java/com/example/Main.java", Server("\"Goodbye\""));
        await using var edited = await app.ToImage(Engine);
        edited.StepOutput("dependency:go-offline").ShouldContain("CACHED");
        edited.StepOutput("COPY --from=build /out/lib").ShouldContain("CACHED");
        await using var container = await edited.Run();
        (await container.Get()).Body.ShouldBe("Goodbye");
    }

    [Fact]
    public async Task A_module_is_built_with_those_that_it_needs()
    {
        using var workspace = package.NewRepository();
        const string Parent = "<parent><groupId>com.example</groupId><artifactId>all</artifactId><version>1.0.0</version></parent>";
        workspace.Write(
            "pom.xml",
            "<project><modelVersion>4.0.0</modelVersion><groupId>com.example</groupId><artifactId>all</artifactId><version>1.0.0</version>"
                + $"<packaging>pom</packaging>{Properties}<modules><module>core</module><module>broken</module>"
                + $"<module>web</module></modules>{Versions}</project>");
        workspace.Write("core/pom.xml", $"<project><modelVersion>4.0.0</modelVersion>{Parent}<artifactId>core</artifactId></project>");
        workspace.Write(
            "core/src/main/java/com/example/core/Words.java",
            "package com.example.core;\n\npublic class Words {\n    public static final String ALL = \"Hello from beside\";\n}\n");
        workspace.Write("broken/pom.xml", $"<project><modelVersion>4.0.0</modelVersion>{Parent}<artifactId>broken</artifactId></project>");
        workspace.Write("broken/src/main/java/Broken.java", "this is no Java\n");
        var app = Project(workspace, "web")
            .File(
                "pom.xml",
                $"<project><modelVersion>4.0.0</modelVersion>{Parent}<artifactId>web</artifactId><dependencies><dependency>"
                    + "<groupId>com.example</groupId><artifactId>core</artifactId>"
                    + "<version>${project.version}</version></dependency></dependencies></project>")
            .File("src/main/java/com/example/Main.java", Server("com.example.core.Words.ALL"))
            .Item("ContainerPort", "8080");

        await using var image = await Image(app);

        await image.Serves(JavaUser, "Hello from beside", EndedByTerm);

        (await image.Files()).Keys.Where(file => file.StartsWith("/app/", StringComparison.Ordinal)).ShouldBe(
            ["/app/lib", "/app/lib/core-1.0.0.jar", "/app/web.jar"], ignoreOrder: true);
    }

    [Fact]
    public async Task jlink_makes_a_Java_of_what_is_used_in_an_image_without_a_shell()
    {
        using var workspace = package.NewRepository();
        var app = Project(workspace, "shop")
            .Property("ContainerFamily", "jlink")
            .File("pom.xml", Pom("shop", $"<dependencies>{Library}</dependencies>{Versions}"))
            .File("src/main/java/com/example/Main.java", Server(
                "org.apache.commons.lang3.StringUtils.join(ModuleLayer.boot().modules().stream().map(Module::getName).filter(java.util.List.of(\"java.desktop\", "
                    + "\"java.sql\", \"jdk.httpserver\")::contains).sorted().toList(), ',')"))
            .Item("ContainerPort", "8080");

        // The one is the application's own need, and the other its library's.
        await using var image = await Image(app);

        await image.Serves(NonRoot, "java.desktop,jdk.httpserver", EndedByTerm);

        var files = await image.Files();
        files.Keys.ShouldContain("/opt/jre/bin/java");
        files.Keys.Select(Path.GetFileName).ShouldNotContain(name => name == "sh" || name == "javac" || name == "jlink");
        files.Where(file => (file.Key.StartsWith("/app", StringComparison.Ordinal) || file.Key.StartsWith("/opt", StringComparison.Ordinal))
            && file.Value.IsWritableBy(NonRoot, NonRoot)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_shaded_jar_is_all_that_there_is_and_says_itself_what_starts()
    {
        using var workspace = package.NewRepository();
        const string Shade = """
            <plugins><plugin><artifactId>maven-shade-plugin</artifactId><executions><execution>
              <phase>package</phase><goals><goal>shade</goal></goals>
              <configuration><transformers>
                <transformer implementation="org.apache.maven.plugins.shade.resource.ManifestResourceTransformer"><mainClass>com.example.Main</mainClass></transformer>
              </transformers></configuration>
            </execution></executions></plugin></plugins></build>
            """;
        var app = Project(workspace, "shop")
            .File(
                "pom.xml",
                Pom("shop", $"<dependencies>{Library}</dependencies>{Versions.Replace("</build>", Shade, StringComparison.Ordinal)}"))
            .File("src/main/java/com/example/Main.java", Server("org.apache.commons.lang3.StringUtils.capitalize(\"shaded\")"))
            .Item("ContainerPort", "8080");

        await using var image = await Image(app);

        await image.Serves(JavaUser, "Shaded", EndedByTerm);

        (await image.Files()).Keys.Where(file => file.StartsWith("/app/", StringComparison.Ordinal)).ShouldBe(["/app/shop.jar"]);
    }

    [Fact]
    public async Task A_hook_that_halts_ends_with_0_and_the_settings_with_a_password_are_in_no_layer()
    {
        using var workspace = package.NewRepository();
        var app = Project(workspace, "shop")
            .File("pom.xml", Pom("shop", Versions))
            .File(
                "settings.xml",
                "<settings><mirrors><mirror><id>corp</id><mirrorOf>*</mirrorOf><url>file:///usr/share/maven-repo</url></mirror></mirrors>"
                    + $"<servers><server><id>corp</id><password>{Promises.Secret}</password></server></servers></settings>")
            .File("src/main/java/com/example/Main.java", Server("\"Hello\"").Replace(
                "// on start", "Runtime.getRuntime().addShutdownHook(new Thread(() -> Runtime.getRuntime().halt(0)));",
                StringComparison.Ordinal));

        await using var image = await Image(app);

        (await image.Files()).Keys.ShouldNotContain(file => file.EndsWith("settings.xml", StringComparison.Ordinal));
        await image.Serves(JavaUser, "Hello");
    }

    [Fact]
    public async Task A_manifest_that_cannot_be_read_is_one_error_and_an_open_version_one_warning()
    {
        await DockerEngine.Make("java");
        using var workspace = package.NewRepository();
        var app = Project(workspace, "shop").File("pom.xml", "<project>\n  <artifactId>shop\n</project>\n");

        var error = (await app.Publish()).ShouldFail().Errors.ShouldHaveSingleItem();
        error.Code.ShouldBe("CG0006");
        error.Message.ShouldContain("shop/pom.xml cannot be read: line 3");

        app.File("pom.xml", Pom("shop", $"<dependencies>{Library.Replace("3.12.0", "[3.0,4.0)", StringComparison.Ordinal)}</dependencies>"))
            .File("src/main/java/com/example/Main.java", Server("\"\""));
        var warning = (await app.Publish()).ShouldSucceed().Warnings.ShouldHaveSingleItem();
        warning.Code.ShouldBe("CG0008");
    }

    private const string Properties = "<properties><maven.compiler.release>17</maven.compiler.release>"
        + "<project.build.sourceEncoding>UTF-8</project.build.sourceEncoding></properties>";

    private static string Pom(string name, string elements) =>
        $"<project><modelVersion>4.0.0</modelVersion><groupId>com.example</groupId><artifactId>{name}</artifactId>"
            + $"<version>1.0.0</version>{Properties}{elements}</project>";

    /// <summary>Answers everything with the value of an expression.</summary>
    private static string Server(string expression) => $$"""
        package com.example;

        import com.sun.net.httpserver.HttpServer;
        import java.net.InetSocketAddress;

        public class Main {
            public static void main(String[] args) throws Exception {
                var body = ({{expression}}).getBytes();
                var server = HttpServer.create(new InetSocketAddress(8080), 0);
                server.createContext("/", exchange -> {
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
                server.start();
                // on start
            }
        }
        """;

    private TestProject Project(TestWorkspace workspace, string name) => workspace.StackProject(name, package, Engine);

    private async Task<BuiltImage> Image(TestProject app)
    {
        await DockerEngine.Make("java");
        return await app.ToFaultlessImage(Engine);
    }
}
