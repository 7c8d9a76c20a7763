# The greeter
FROM debian:bookworm-slim

ENV LANG C.UTF-8
ENV DEBIAN_FRONTEND noninteractive

RUN apt update && apt install -y \
    # says hello
    hello \

    # counts files
    tree

WORKDIR app
ADD greet.txt .

CMD bash
CMD tree --noreport .; hello; echo $LANG
