# The Java version from the build script.
# build runs on the builder's architecture: Java classes run on every architecture.
FROM --platform=$BUILDPLATFORM gradle:9-jdk21 AS build
WORKDIR /src

COPY . ./
# The mount keeps Gradle and the libraries. It is locked, because two builds cannot use one Gradle home at once.
RUN --mount=type=cache,id=gradle,sharing=locked,target=/var/cache/gradle \
    --mount=type=secret,id=gradle-properties,target=/src/gradle.properties \
    gradle -g /var/cache/gradle --no-daemon --console=plain :app:installDist && \
    mkdir /out && \
    cp app/build/libs/*.jar /out/app.jar && \
    cp -R app/build/install/*/lib /out/lib && \
    rm "/out/lib/$(basename app/build/libs/*.jar)"

# The Java runtime, without the compiler.
# final is the image that ships: no JDK, no build tool, no sources (CG2007).
FROM eclipse-temurin:21-jre-noble AS final
# Owned by root and read-only for the app: an attacker in the process cannot change its code.
# Files that rarely change come first, so that their layers are reused.
COPY --from=build /out/lib /app/lib
WORKDIR /app
COPY --from=build /out/app.jar /app/app.jar
# A numeric user needs no entry in /etc/passwd, and Kubernetes' runAsNonRoot can verify it (CG3002).
USER 10001
# The orchestrator checks the health from outside.
HEALTHCHECK NONE
# Exec form: the app is PID 1 and receives the signal of docker stop (CG6001).
# The heap may use 75 % of the container's memory. Java's default is 25 %.
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=75", "-cp", "/app/app.jar:/app/lib/*", "com.example.Main"]
