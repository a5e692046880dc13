# syntax=docker/dockerfile:1.7
#
# Mage with the pipeline, the application, the Java 17 that it runs on and Spark's spark-submit. The last
# three come from the application's image, which is the build context sp500; compose.yaml gives it, or
#   docker build -f volume-examples/deploy/docker/mage.Dockerfile -t volume-mage:0.1.0 \
#     --build-context sp500=docker-image://volume-sp500:0.1.0 volume-examples/deploy/mage

FROM mageai/mageai:0.9.79
USER 0
# The user of the application's image, so that both can write to the lake.
RUN groupadd --system --gid 185 spark \
    && useradd --system --uid 185 --gid 185 --home-dir /home/src --no-create-home spark \
    && mkdir -p /lake /spark-events /home/src/mage_data \
    && chown 185:185 /lake /spark-events /home/src /home/src/mage_data
COPY volume_pipeline/requirements.txt /tmp/requirements.txt
RUN pip install --no-cache-dir --requirement /tmp/requirements.txt && rm /tmp/requirements.txt
# hadolint ignore=DL3022
COPY --from=sp500 /opt/java/openjdk /opt/java/openjdk
# hadolint ignore=DL3022
COPY --from=sp500 /opt/spark /opt/spark
# hadolint ignore=DL3022
COPY --from=sp500 /opt/sp500 /opt/sp500
# Mage keeps files of its own in the project's folder, and does not start where it cannot.
COPY --chown=185:185 volume_pipeline /home/src/volume_pipeline
ENV JAVA_HOME=/opt/java/openjdk \
    SPARK_HOME=/opt/spark \
    PATH=/opt/java/openjdk/bin:/opt/spark/bin:/opt/sp500/bin:$PATH \
    HOME=/home/src \
    PYTHONDONTWRITEBYTECODE=1 \
    MAGE_DATA_DIR=/home/src/mage_data \
    VOLUME_SP500=/opt/sp500/bin/sp500 \
    VOLUME_JAR=/opt/sp500/sp500-app.jar \
    VOLUME_JARS=/opt/sp500/cloud/*.jar \
    VOLUME_LAKE=/lake
USER 185
WORKDIR /home/src
EXPOSE 6789
HEALTHCHECK --interval=30s --timeout=10s --start-period=90s --retries=5 \
  CMD ["python3", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:6789/api/status', timeout=8)"]
# Not the image's own script: it installs requirements at each start, which is done above.
CMD ["mage", "start", "volume_pipeline", "--host", "0.0.0.0"]
