FROM python:3.11-slim AS Packages
COPY greeting /src/
RUN ["pip", "install", "--target", "/packages", "/src"]

FROM python:3.11-slim
WORKDIR /app
COPY --from=Packages /packages /packages
ENV PYTHONPATH=/packages
COPY requirements.txt \

     app.py greeting .
RUN python -m pip install /app --quiet; \
    python3 -m pip list
ENTRYPOINT exec python -c "import greeting"
ENTRYPOINT python -m greeting
HEALTHCHECK CMD ["true"]
HEALTHCHECK NONE
