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
RUN mvn -B -ntp -Dmaven.repo.local=/m2 -DskipTests package && \
    cp target/shop-0.0.1-SNAPSHOT.jar /tmp/shop.jar && \
    java -Djarmode=tools -jar /tmp/shop.jar extract --layers --destination /out

# The Java runtime, without the compiler.
# final is the image that ships: no JDK, no build tool, no sources (CG2007).
FROM eclipse-temurin:21-jre-noble AS final
# Owned by root and read-only for the app: an attacker in the process cannot change its code.
# Files that rarely change come first, so that their layers are reused.
COPY --from=build /out/dependencies /app/
WORKDIR /app
COPY --from=build /out/spring-boot-loader /out/snapshot-dependencies /out/application /app/
EXPOSE 8081
# A numeric user needs no entry in /etc/passwd, and Kubernetes' runAsNonRoot can verify it (CG3002).
USER 10001
# The orchestrator checks the health from outside.
HEALTHCHECK NONE
# Exec form: the app is PID 1 and receives the signal of docker stop (CG6001).
# The heap may use 75 % of the container's memory. Java's default is 25 %.
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=75", "-jar", "/app/shop.jar"]
