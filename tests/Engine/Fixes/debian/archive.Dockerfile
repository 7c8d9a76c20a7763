FROM debian:bookworm-slim
MAINTAINER "The docs team"
ADD docs.tar.gz /docs/
ADD bundle readme.txt plain /docs/
ADD ["with space.txt", "/docs/with space.txt"]
CMD ["sh", "-c", "cd /docs && find . -type f | sort && cat plain"]
