# The oldest supported Java LTS release that builds Java 11, which pom.xml asks for.
# build runs on the builder's architecture: Java classes run on every architecture.
FROM --platform=$BUILDPLATFORM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /src

# Copy the pom.xml files first, so that a change of a source file does not repeat the download (CG7008).
COPY pom.xml ./
# The mount caches downloads. The libraries are copied into the layer, so a pruned cache cannot break the build.
RUN --mount=type=cache,id=maven-shop,sharing=locked,target=/var/cache/maven \
    mvn -B -ntp -Dmaven.repo.local=/var/cache/maven dependency:go-offline && \
    cp -R /var/cache/maven /m2

COPY . ./
RUN mvn -B -ntp -Dmaven.repo.local=/m2 -DskipTests package && \
    mkdir /out && \
    cp target/shop-1.0.0.jar /out/shop.jar

# The Java runtime, without the compiler.
# final is the image that ships: no JDK, no build tool, no sources (CG2007).
FROM eclipse-temurin:17-jre-noble AS final
# Owned by root and read-only for the app: an attacker in the process cannot change its code.
# Files that rarely change come first, so that their layers are reused.
COPY --from=build /out/shop.jar /app/shop.jar
WORKDIR /app
# A numeric user needs no entry in /etc/passwd, and Kubernetes' runAsNonRoot can verify it (CG3002).
USER 10001
# The orchestrator checks the health from outside.
HEALTHCHECK NONE
# Exec form: the app is PID 1 and receives the signal of docker stop (CG6001).
# The heap may use 75 % of the container's memory. Java's default is 25 %.
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=75", "-jar", "/app/shop.jar"]
