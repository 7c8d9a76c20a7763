# The Java version from pom.xml.
# build runs on the builder's architecture: Java classes run on every architecture.
FROM --platform=$BUILDPLATFORM maven:3.9-eclipse-temurin-21 AS build
WORKDIR /src

# Copy the pom.xml files first, so that a change of a source file does not repeat the download (CG7008).
COPY shop/pom.xml ./
# The mount caches downloads. The libraries are copied into the layer, so a pruned cache cannot break the build.
RUN --mount=type=cache,id=maven-shop,sharing=locked,target=/var/cache/maven \
    mvn -B -ntp -Dmaven.repo.local=/var/cache/maven dependency:go-offline && \
    cp -R /var/cache/maven /m2

COPY shop ./
RUN mvn -B -ntp -Dmaven.repo.local=/m2 -DskipTests package dependency:copy-dependencies -DincludeScope=runtime && \
    mkdir /out && \
    cp target/shop-1.0.0.jar /out/shop.jar && \
    mv target/dependency /out/lib

# runtime builds a Java runtime of only the modules in use, for the target's architecture.
FROM maven:3.9-eclipse-temurin-21 AS runtime
COPY --from=build /out /out
RUN modules=$(jdeps --print-module-deps --ignore-missing-deps --multi-release 21 --class-path "$(printf '%s:' /out/lib/*.jar)" /out/shop.jar) && \
    jlink --add-modules "$modules,jdk.crypto.ec" --compress=zip-6 --no-header-files --no-man-pages --output /opt/jre

# Distroless without Java, from ContainerFamily: jlink builds the runtime; no shell, no package manager.
# final is the image that ships: no JDK, no build tool, no sources (CG2007).
FROM gcr.io/distroless/java-base-debian13:nonroot AS final
# Owned by root and read-only for the app: an attacker in the process cannot change its code.
# Files that rarely change come first, so that their layers are reused.
COPY --from=runtime /opt/jre /opt/jre
COPY --from=build /out/lib /app/lib
WORKDIR /app
COPY --from=build /out/shop.jar /app/shop.jar
# The image's user nonroot has this UID. Kubernetes' runAsNonRoot cannot verify a name (CG3002, CG3006).
USER 65532
# The orchestrator checks the health from outside, because the image has no shell and no HTTP client.
HEALTHCHECK NONE
# Exec form: the app is PID 1 and receives the signal of docker stop (CG6001).
# The heap may use 75 % of the container's memory. Java's default is 25 %.
ENTRYPOINT ["/opt/jre/bin/java", "-XX:MaxRAMPercentage=75", "-cp", "/app/shop.jar:/app/lib/*", "com.example.Main"]
