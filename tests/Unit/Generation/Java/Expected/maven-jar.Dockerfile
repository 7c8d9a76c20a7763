# The Java that pom.xml asks for.
# build compiles on the builder's own architecture: what comes out runs on every one.
FROM --platform=$BUILDPLATFORM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /src

# What names the libraries comes before the sources, so that an edit of a source does not download again (CG7008).
COPY shop/pom.xml ./
# The mount spares downloads; what this build needs stays in the layer, whatever becomes of the mount.
RUN --mount=type=cache,id=maven-shop,sharing=locked,target=/var/cache/maven \
    mvn -B -ntp -Dmaven.repo.local=/var/cache/maven dependency:go-offline && \
    cp -R /var/cache/maven /m2

COPY shop ./
RUN mvn -B -ntp -Dmaven.repo.local=/m2 -DskipTests package dependency:copy-dependencies -DincludeScope=runtime && \
    mkdir /out && \
    cp target/shop-1.0.0.jar /out/shop.jar && \
    mv target/dependency /out/lib

# The Java runtime, without the compiler.
# final is the image that ships, without the JDK, the build tool and the sources (CG2007).
FROM eclipse-temurin:17-jre-noble AS final
# Owned by root and not writable by the app's user: a process that is taken over cannot change its own code.
# What changes least often comes first, and stays a layer that nobody downloads again.
COPY --from=build /out/lib /app/lib
WORKDIR /app
COPY --from=build /out/shop.jar /app/shop.jar
# A number needs no entry in /etc/passwd, and Kubernetes' runAsNonRoot can verify it (CG3002).
USER 10001
# Health is probed from outside, by the orchestrator.
HEALTHCHECK NONE
# The exec form: the app is the first process, and gets the signal of docker stop itself (CG6001).
# The heap may take three quarters of the container's memory; of itself Java takes a quarter.
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=75", "-cp", "/app/shop.jar:/app/lib/*", "com.example.Main"]
