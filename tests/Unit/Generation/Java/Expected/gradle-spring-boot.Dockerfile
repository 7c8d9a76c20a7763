# The Java version from the build script's toolchain.
# build runs on the builder's architecture: Java classes run on every architecture.
FROM --platform=$BUILDPLATFORM eclipse-temurin:25-jdk-noble AS build
WORKDIR /src

COPY shop ./
# The mount keeps Gradle and the libraries. It is locked, because two builds cannot use one Gradle home at once.
RUN --mount=type=cache,id=gradle,sharing=locked,target=/var/cache/gradle \
    sh ./gradlew -g /var/cache/gradle --no-daemon --console=plain bootJar && \
    cp build/libs/*.jar /tmp/store.jar && \
    java -Djarmode=tools -jar /tmp/store.jar extract --layers --destination /out

# The Java runtime, without the compiler.
# final is the image that ships: no JDK, no build tool, no sources (CG2007).
FROM eclipse-temurin:25-jre-noble AS final
# Owned by root and read-only for the app: an attacker in the process cannot change its code.
# Files that rarely change come first, so that their layers are reused.
COPY --from=build /out/dependencies /app/
WORKDIR /app
COPY --from=build /out/spring-boot-loader /out/snapshot-dependencies /out/application /app/
EXPOSE 8080
# A numeric user needs no entry in /etc/passwd, and Kubernetes' runAsNonRoot can verify it (CG3002).
USER 10001
# The orchestrator checks the health from outside.
HEALTHCHECK NONE
# Exec form: the app is PID 1 and receives the signal of docker stop (CG6001).
# The heap may use 75 % of the container's memory. Java's default is 25 %.
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=75", "-jar", "/app/store.jar"]
