#!/bin/bash
# Runs at every start of the VM: brings the image, and replaces the container by one of that image.
# What Mage remembers of its runs is in the volume, and stays.
set -euo pipefail

# The system's own home is read-only here, and Docker keeps its credential helper's name in it.
export HOME=/var/lib/mage
mkdir -p "$HOME"
docker-credential-gcr configure-docker --registries=${registry}

# Each line is taken as it is, quotes and all.
cat >"$HOME/environment" <<'VARIABLES'
%{ for name, value in variables ~}
${name}=${value}
%{ endfor ~}
VARIABLES

# Docker itself starts the container again when it or the VM does: at a first start there is none.
docker pull '${image}'
docker rm --force mage 2>/dev/null || true
docker run --detach --name mage --restart unless-stopped \
  --publish 6789:6789 \
  --env-file "$HOME/environment" \
  --volume mage-data:/home/src/mage_data \
  '${image}'
