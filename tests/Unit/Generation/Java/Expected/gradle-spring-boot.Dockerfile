# The Java of the build script's toolchain.
# build compiles on the builder's own architecture: what comes out runs on every one.
FROM --platform=$BUILDPLATFORM eclipse-temurin:25-jdk-noble AS build
WORKDIR /src

COPY shop ./
# Gradle and the libraries lie in the mount, so that an edit downloads nothing again; two builds at once would lock each other out of it.
RUN --mount=type=cache,id=gradle,sharing=locked,target=/var/cache/gradle \
    sh ./gradlew -g /var/cache/gradle --no-daemon --console=plain bootJar && \
    cp build/libs/*.jar /tmp/store.jar && \
    java -Djarmode=tools -jar /tmp/store.jar extract --layers --destination /out

# The Java runtime, without the compiler.
# final is the image that ships, without the JDK, the build tool and the sources (CG2007).
FROM eclipse-temurin:25-jre-noble AS final
# Owned by root and not writable by the app's user: a process that is taken over cannot change its own code.
# What changes least often comes first, and stays a layer that nobody downloads again.
COPY --from=build /out/dependencies /app/
WORKDIR /app
COPY --from=build /out/spring-boot-loader /out/snapshot-dependencies /out/application /app/
EXPOSE 8080
# A number needs no entry in /etc/passwd, and Kubernetes' runAsNonRoot can verify it (CG3002).
USER 10001
# Health is probed from outside, by the orchestrator.
HEALTHCHECK NONE
# The exec form: the app is the first process, and gets the signal of docker stop itself (CG6001).
# The heap may take three quarters of the container's memory; of itself Java takes a quarter.
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=75", "-jar", "/app/store.jar"]
