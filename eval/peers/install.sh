#!/usr/bin/env bash
# Two environments under build/peers/, about 2.5 GB: one for haiku.rag, one for the other peers.
#
#   PYTHON=python3.11 PYTHON_HAIKU=python3.12 eval/peers/install.sh
set -euo pipefail
cd "$(dirname "$0")/../.."

make_environment() {
  local name=$1 python=$2
  local folder=build/peers/$name
  if [ ! -f "$folder/installed" ] || [ "eval/peers/requirements/$name.txt" -nt "$folder/installed" ]; then
    "$python" -m venv "$folder"
    "$folder/bin/pip" install --quiet --disable-pip-version-check \
      --requirement "eval/peers/requirements/$name.txt"
    touch "$folder/installed"
  fi
}

make_environment common "${PYTHON:-python3.11}"
make_environment haiku "${PYTHON_HAIKU:-python3.12}"
