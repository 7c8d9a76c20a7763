FROM debian:bookworm-slim
RUN <<EOF
set -e
apt-get update
apt-get install hello
rm -rf /var/lib/apt/lists/*
EOF
COPY --chmod=755 <<'EOF' /usr/local/bin/start
#!/bin/sh
set -e
hello
WORDS="waiting for the signal" perl -e '$SIG{TERM} = sub { exit 3 }; $| = 1; print "$ENV{WORDS}\n"; sleep 1 while 1'
EOF
ENTRYPOINT ["/bin/false"]
ENTRYPOINT ["start"]
