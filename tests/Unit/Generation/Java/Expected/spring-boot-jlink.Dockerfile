# The Java that pom.xml asks for.
# build compiles on the builder's own architecture: what comes out runs on every one.
FROM --platform=$BUILDPLATFORM maven:3.9-eclipse-temurin-21 AS build
WORKDIR /src

# What names the libraries comes before the sources, so that an edit of a source does not download again (CG7008).
COPY shop/pom.xml ./
# The mount spares downloads; what this build needs stays in the layer, whatever becomes of the mount.
RUN --mount=type=cache,id=maven-shop,sharing=locked,target=/var/cache/maven \
    mvn -B -ntp -Dmaven.repo.local=/var/cache/maven dependency:go-offline && \
    cp -R /var/cache/maven /m2

COPY shop ./
RUN mvn -B -ntp -Dmaven.repo.local=/m2 -DskipTests package && \
    cp target/shop-0.0.1-SNAPSHOT.jar /tmp/shop.jar && \
    java -Djarmode=tools -jar /tmp/shop.jar extract --layers --destination /out

# runtime makes a Java of the modules that are used, for the target's own architecture.
FROM maven:3.9-eclipse-temurin-21 AS runtime
COPY --from=build /out /out
RUN modules=$(jdeps --print-module-deps --ignore-missing-deps --multi-release 21 --class-path "$(printf '%s:' /out/*dependencies/lib/*.jar)" /out/application/shop.jar) && \
    jlink --add-modules "$modules,jdk.crypto.ec" --compress=zip-6 --no-header-files --no-man-pages --output /opt/jre

# What a Java needs and none, as ContainerFamily says: jlink has made one; without shell and package manager.
# final is the image that ships, without the JDK, the build tool and the sources (CG2007).
FROM gcr.io/distroless/java-base-debian13:nonroot AS final
# Owned by root and not writable by the app's user: a process that is taken over cannot change its own code.
# What changes least often comes first, and stays a layer that nobody downloads again.
COPY --from=runtime /opt/jre /opt/jre
COPY --from=build /out/dependencies /app/
WORKDIR /app
COPY --from=build /out/spring-boot-loader /out/snapshot-dependencies /out/application /app/
ENV SERVER_PORT=9090
EXPOSE 9090
# The image's own nonroot user, as the number that Kubernetes' runAsNonRoot can verify (CG3002, CG3006).
USER 65532
# Health is probed from outside, by the orchestrator: the image has no shell and no HTTP client.
HEALTHCHECK NONE
# The exec form: the app is the first process, and gets the signal of docker stop itself (CG6001).
# The heap may take three quarters of the container's memory; of itself Java takes a quarter.
ENTRYPOINT ["/opt/jre/bin/java", "-XX:MaxRAMPercentage=75", "-jar", "/app/shop.jar"]
