# The lowest Java with long-term support that builds what the build script asks for, Java 8.
# build compiles on the builder's own architecture: what comes out runs on every one.
FROM --platform=$BUILDPLATFORM gradle:8-jdk17 AS build
WORKDIR /src

COPY . ./
# Gradle and the libraries lie in the mount, so that an edit downloads nothing again; two builds at once would lock each other out of it.
RUN --mount=type=cache,id=gradle,sharing=locked,target=/var/cache/gradle \
    gradle -g /var/cache/gradle --no-daemon --console=plain shadowJar && \
    mkdir /out && \
    cp build/libs/*.jar /out/shop.jar

# runtime makes a Java of the modules that are used, for the target's own architecture.
FROM gradle:8-jdk17 AS runtime
COPY --from=build /out /out
RUN modules=$(jdeps --print-module-deps --ignore-missing-deps --multi-release 17 /out/shop.jar) && \
    jlink --add-modules "$modules,jdk.crypto.ec" --compress=2 --no-header-files --no-man-pages --output /opt/jre

# What a Java needs and none, as ContainerFamily says: jlink has made one; without shell and package manager.
# final is the image that ships, without the JDK, the build tool and the sources (CG2007).
FROM gcr.io/distroless/java-base-debian13:nonroot AS final
# Owned by root and not writable by the app's user: a process that is taken over cannot change its own code.
# What changes least often comes first, and stays a layer that nobody downloads again.
COPY --from=runtime /opt/jre /opt/jre
COPY --from=build /out/shop.jar /app/shop.jar
WORKDIR /app
# The image's own nonroot user, as the number that Kubernetes' runAsNonRoot can verify (CG3002, CG3006).
USER 65532
# Health is probed from outside, by the orchestrator: the image has no shell and no HTTP client.
HEALTHCHECK NONE
# The exec form: the app is the first process, and gets the signal of docker stop itself (CG6001).
# The heap may take three quarters of the container's memory; of itself Java takes a quarter.
ENTRYPOINT ["/opt/jre/bin/java", "-XX:MaxRAMPercentage=75", "-jar", "/app/shop.jar"]
