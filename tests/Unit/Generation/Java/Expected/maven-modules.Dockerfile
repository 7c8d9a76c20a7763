# The Java version from pom.xml.
# build runs on the builder's architecture: Java classes run on every architecture.
FROM --platform=$BUILDPLATFORM maven:3.9-eclipse-temurin-21 AS build
WORKDIR /src

# Copy the pom.xml files first, so that a change of a source file does not repeat the download (CG7008).
COPY pom.xml ./
COPY core/pom.xml core/
COPY ["web app/pom.xml", "web app/"]
COPY .mvn .mvn/
# The mount caches downloads. The libraries are copied into the layer, so a pruned cache cannot break the build.
RUN --mount=type=cache,id=maven-web,sharing=locked,target=/var/cache/maven \
    --mount=type=secret,id=maven-settings,target=/root/.m2/settings.xml \
    --mount=type=secret,id=REPO_TOKEN,env=REPO_TOKEN \
    mvn -B -ntp -Dmaven.repo.local=/var/cache/maven -pl "web app" -am dependency:go-offline -DexcludeArtifactIds=core && \
    cp -R /var/cache/maven /m2

COPY . ./
RUN --mount=type=secret,id=maven-settings,target=/root/.m2/settings.xml \
    --mount=type=secret,id=REPO_TOKEN,env=REPO_TOKEN \
    mvn -B -ntp -Dmaven.repo.local=/m2 -pl "web app" -am -DskipTests package dependency:copy-dependencies -DincludeScope=runtime && \
    mkdir /out && \
    cp "web app/target/web-1.0.0.jar" /out/web.jar && \
    mv "web app/target/dependency" /out/lib

# The Java runtime, without the compiler.
# final is the image that ships: no JDK, no build tool, no sources (CG2007).
FROM eclipse-temurin:21-jre-noble AS final
# Owned by root and read-only for the app: an attacker in the process cannot change its code.
# Files that rarely change come first, so that their layers are reused.
COPY --from=build /out/lib /app/lib
WORKDIR /app
COPY --from=build /out/web.jar /app/web.jar
# A numeric user needs no entry in /etc/passwd, and Kubernetes' runAsNonRoot can verify it (CG3002).
USER 10001
# The orchestrator checks the health from outside.
HEALTHCHECK NONE
# Exec form: the app is PID 1 and receives the signal of docker stop (CG6001).
# The heap may use 75 % of the container's memory. Java's default is 25 %.
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=75", "-cp", "/app/web.jar:/app/lib/*", "com.example.web.Main"]
