# The Java that the build script asks for.
# build compiles on the builder's own architecture: what comes out runs on every one.
FROM --platform=$BUILDPLATFORM gradle:9-jdk21 AS build
WORKDIR /src

COPY . ./
# Gradle and the libraries lie in the mount, so that an edit downloads nothing again; two builds at once would lock each other out of it.
RUN --mount=type=cache,id=gradle,sharing=locked,target=/var/cache/gradle \
    --mount=type=secret,id=gradle-properties,target=/src/gradle.properties \
    gradle -g /var/cache/gradle --no-daemon --console=plain :app:installDist && \
    mkdir /out && \
    cp app/build/libs/*.jar /out/app.jar && \
    cp -R app/build/install/*/lib /out/lib && \
    rm "/out/lib/$(basename app/build/libs/*.jar)"

# The Java runtime, without the compiler.
# final is the image that ships, without the JDK, the build tool and the sources (CG2007).
FROM eclipse-temurin:21-jre-noble AS final
# Owned by root and not writable by the app's user: a process that is taken over cannot change its own code.
# What changes least often comes first, and stays a layer that nobody downloads again.
COPY --from=build /out/lib /app/lib
WORKDIR /app
COPY --from=build /out/app.jar /app/app.jar
# A number needs no entry in /etc/passwd, and Kubernetes' runAsNonRoot can verify it (CG3002).
USER 10001
# Health is probed from outside, by the orchestrator.
HEALTHCHECK NONE
# The exec form: the app is the first process, and gets the signal of docker stop itself (CG6001).
# The heap may take three quarters of the container's memory; of itself Java takes a quarter.
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=75", "-cp", "/app/app.jar:/app/lib/*", "com.example.Main"]
