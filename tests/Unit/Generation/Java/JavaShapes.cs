using System.Diagnostics.CodeAnalysis;
using ContainerGuard.Generation;

namespace ContainerGuard.Tests.Unit.Generation.Java;

/// <summary>Java applications as people have them, each with the files that its plan reads.</summary>
internal static class JavaShapes
{
    public const string Main = "package com.example;\n\npublic class Main {\n    public static void main(String[] args) { }\n}\n";

    [StringSyntax("xml")]
    public const string Library = """
        <project xmlns="http://maven.apache.org/POM/4.0.0">
          <parent><groupId>com.example</groupId><artifactId>all</artifactId><version>1.0.0</version></parent>
          <artifactId>core</artifactId>
        </project>
        """;

    private static readonly Dictionary<string, (AppProject Project, (string Path, string Text)[] Files)> Shapes = new()
    {
        ["maven jar"] = (App.Of("java"),
        [
            ("shop/pom.xml", Pom(
                "<dependencies><dependency><groupId>a</groupId><artifactId>b</artifactId>"
                    + "<version>1.2</version></dependency></dependencies>",
                "<maven.compiler.release>17</maven.compiler.release>")),
            ("shop/src/main/java/com/example/Main.java", Main),
        ]),
        ["maven without libraries"] = (App.Of("java", "/repo/shop.proj"),
        [
            ("pom.xml", Pom(
                Plugin("maven-jar-plugin", "<archive><manifest><mainClass>com.example.Main</mainClass></manifest></archive>"),
                "<java.version>11</java.version>")),
        ]),
        ["maven shaded"] = (App.Of("java") with { ContainerFamily = "alpine", ContainerPorts = [new(9000, "tcp")] },
        [
            ("shop/pom.xml", Pom(
                "<dependencies><dependency><artifactId>b</artifactId><version>1.2</version></dependency></dependencies>"
                + Plugin(
                    "maven-shade-plugin",
                    "<transformers><transformer implementation=\"x\"><mainClass>com.example.Main</mainClass></transformer></transformers>"),
                    "<java.version>21</java.version>")),
            ("shop/mvnw", "#!/bin/sh\n"),
            ("shop/.mvn/wrapper/maven-wrapper.properties", "distributionUrl=https://example.com/apache-maven-3.9.9-bin.zip"),
        ]),
        ["maven modules"] = (App.Of("java", "/repo/web app/shop.proj"),
        [
            ("pom.xml",
                """<project><groupId>com.example</groupId><artifactId>all</artifactId><version>1.0.0</version><packaging>pom</packaging><modules><module>core</module><module>web app</module></modules></project>"""),
            ("core/pom.xml", Library),
            ("web app/pom.xml", """
                <project>
                  <parent><groupId>com.example</groupId><artifactId>all</artifactId><version>1.0.0</version></parent>
                  <artifactId>web</artifactId>
                  <properties><exec.mainClass>com.example.web.Main</exec.mainClass><maven.compiler.release>21</maven.compiler.release></properties>
                  <dependencies><dependency><groupId>com.example</groupId><artifactId>core</artifactId><version>${project.version}</version></dependency></dependencies>
                </project>
                """),
            (".mvn/maven.config", "-T1C"),
            ("settings.xml", "<settings><servers><server><password>${env.REPO_TOKEN}</password></server></servers></settings>"),
        ]),
        ["maven jlink"] = (App.Of("java") with { ContainerFamily = "jlink" },
        [
            ("shop/pom.xml", Pom(
                "<dependencies><dependency><artifactId>b</artifactId><version>1.2</version></dependency></dependencies>",
                "<exec.mainClass>com.example.Main</exec.mainClass><maven.compiler.release>21</maven.compiler.release>")),
        ]),
        ["spring boot"] = (App.Of("java"), Spring("3.5.7")),
        ["spring boot jlink"] = (App.Of("java") with { ContainerFamily = "jlink", ContainerPorts = [new(9090, "tcp")] }, Spring("4.0.1")),
        ["spring boot 3.2"] = (App.Of("java") with { ContainerFamily = "distroless" }, Spring("3.2.12")),
        ["spring boot 2.7"] = (App.Of("java"), Spring("2.7.18")),
        ["quarkus"] = (App.Of("java") with { ContainerPorts = [new(9000, "tcp")] },
        [
            ("shop/pom.xml", Pom(
                "<dependencies><dependency><groupId>io.quarkus</groupId><artifactId>quarkus-rest</artifactId></dependency></dependencies>"
                + "<build><plugins><plugin><groupId>io.quarkus.platform</groupId><artifactId>quarkus-maven-plugin</artifactId>"
                + "<version>3.30.1</version></plugin></plugins></build>", "<maven.compiler.release>21</maven.compiler.release>")),
        ]),
        ["gradle spring boot"] = (App.Of("java"),
        [
            ("shop/settings.gradle", "rootProject.name = 'store'\n"),
            ("shop/build.gradle", "plugins {\n    id 'java'\n    id 'org.springframework.boot' version '3.5.7'\n}\n\njava {\n"
                + "    toolchain {\n        languageVersion = JavaLanguageVersion.of(25)\n    }\n}\n"),
            ("shop/gradlew", "#!/bin/sh\n"), ("shop/gradle/wrapper/gradle-wrapper.jar", ""),
            ("shop/gradle/wrapper/gradle-wrapper.properties", "distributionUrl=https\\://example.com/gradle-9.2-bin.zip\n"),
        ]),
        ["gradle application"] = (App.Of("java", "/repo/app/shop.proj"),
        [
            ("settings.gradle.kts", "rootProject.name = \"all\"\ninclude(\"app\", \"core\") // two\n"),
            ("app/build.gradle.kts", "plugins {\n    application\n}\n\napplication {\n    mainClass.set(\"com.example.Main\")\n}\n"),
            ("core/build.gradle.kts", "plugins { `java-library` }\n"),
            ("build.gradle.kts", "subprojects {\n    java { sourceCompatibility = JavaVersion.VERSION_21 }\n}\n"),
            ("gradle.properties", "corpPassword=abc\n"),
        ]),
        ["gradle shadow jlink"] = (App.Of("java", "/repo/shop.proj") with { ContainerFamily = "jlink" },
        [
            ("build.gradle",
                "plugins {\n    id 'application'\n    id 'com.gradleup.shadow' version '9.0.0'\n}\nsourceCompatibility = '1.8'\n"),
            ("gradle/wrapper/gradle-wrapper.properties", "distributionUrl=https\\://example.com/gradle-8.14-bin.zip\n"),
        ]),
    };

    public static IEnumerable<string> Names => Shapes.Keys;

    public static (AppProject Project, (string Path, string Text)[] Files) Of(string name) => Shapes[name];

    public static ContainerPlan Plan(string name) => App.Plan(Shapes[name].Project, Shapes[name].Files);

    /// <summary>A pom.xml of version 1.0.0 with these elements.</summary>
    public static string Pom(string elements, string properties = "") => $"""
        <project xmlns="http://maven.apache.org/POM/4.0.0">
          <modelVersion>4.0.0</modelVersion>
          <groupId>com.example</groupId>
          <artifactId>shop</artifactId>
          <version>1.0.0</version>
          <properties>{properties}</properties>
          {elements}
        </project>
        """;

    public static string Plugin(string name, string configuration) =>
        $"<build><plugins><plugin><artifactId>{name}</artifactId><executions><execution>"
            + $"<configuration>{configuration}</configuration></execution></executions></plugin></plugins></build>";

    private static (string, string)[] Spring(string version) =>
    [
        ("shop/pom.xml", $"""
            <project>
              <parent><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-parent</artifactId><version>{version}</version><relativePath/></parent>
              <groupId>com.example</groupId>
              <artifactId>shop</artifactId>
              <version>0.0.1-SNAPSHOT</version>
              <properties><java.version>21</java.version></properties>
              <dependencies><dependency><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-web</artifactId></dependency></dependencies>
              <build><plugins><plugin><groupId>org.springframework.boot</groupId><artifactId>spring-boot-maven-plugin</artifactId></plugin></plugins></build>
            </project>
            """),
        ("shop/src/main/resources/application.properties", "# the shop\nserver.port=${PORT:8081}\n"),
    ];
}
