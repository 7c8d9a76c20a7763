# escape=`
FROM debian:bookworm-slim
ENV PATH_ON_WINDOWS C:\tools
ENV GREETING "Good  day"
RUN apt-get update && `
    apt-get install -y `
      hello
ADD notes.txt C:\notes\
CMD ["sh", "-c", "hello; echo \"$GREETING\"; printf '%s\\n' \"$PATH_ON_WINDOWS\""]
