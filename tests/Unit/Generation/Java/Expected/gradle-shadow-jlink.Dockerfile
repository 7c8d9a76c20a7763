# The oldest supported Java LTS release that builds Java 8, which the build script asks for.
# build runs on the builder's architecture: Java classes run on every architecture.
FROM --platform=$BUILDPLATFORM gradle:8-jdk17 AS build
WORKDIR /src

COPY . ./
# The mount keeps Gradle and the libraries. It is locked, because two builds cannot use one Gradle home at once.
RUN --mount=type=cache,id=gradle,sharing=locked,target=/var/cache/gradle \
    gradle -g /var/cache/gradle --no-daemon --console=plain shadowJar && \
    mkdir /out && \
    cp build/libs/*.jar /out/shop.jar

# runtime builds a Java runtime of only the modules in use, for the target's architecture.
FROM gradle:8-jdk17 AS runtime
COPY --from=build /out /out
RUN modules=$(jdeps --print-module-deps --ignore-missing-deps --multi-release 17 /out/shop.jar) && \
    jlink --add-modules "$modules,jdk.crypto.ec" --compress=2 --no-header-files --no-man-pages --output /opt/jre

# Distroless without Java, from ContainerFamily: jlink builds the runtime; no shell, no package manager.
# final is the image that ships: no JDK, no build tool, no sources (CG2007).
FROM gcr.io/distroless/java-base-debian13:nonroot AS final
# Owned by root and read-only for the app: an attacker in the process cannot change its code.
# Files that rarely change come first, so that their layers are reused.
COPY --from=runtime /opt/jre /opt/jre
COPY --from=build /out/shop.jar /app/shop.jar
WORKDIR /app
# The image's user nonroot has this UID. Kubernetes' runAsNonRoot cannot verify a name (CG3002, CG3006).
USER 65532
# The orchestrator checks the health from outside, because the image has no shell and no HTTP client.
HEALTHCHECK NONE
# Exec form: the app is PID 1 and receives the signal of docker stop (CG6001).
# The heap may use 75 % of the container's memory. Java's default is 25 %.
ENTRYPOINT ["/opt/jre/bin/java", "-XX:MaxRAMPercentage=75", "-jar", "/app/shop.jar"]
