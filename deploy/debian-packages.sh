#!/usr/bin/env bash
# Debian packages that the platform (run), its tests (test) or the long ones (soak) need and this machine lacks: as root
# they are installed, otherwise the one line that does is printed and the script fails.
set -euo pipefail

needed=()
python3=${PYTHON:-python3}
if ! command -v "$python3" >/dev/null; then
  needed+=(python3 python3-venv)
elif ! "$python3" -c 'import ensurepip, venv' 2>/dev/null; then
  needed+=(python3-venv)
fi
if [[ ${1:-run} == test ]]; then
  needed+=(
    ffmpeg chromium curl postgresql
    python3-gi gir1.2-gst-rtsp-server-1.0
    gstreamer1.0-tools gstreamer1.0-libav
    gstreamer1.0-plugins-base gstreamer1.0-plugins-good gstreamer1.0-plugins-bad gstreamer1.0-plugins-ugly
  )
fi

if [[ ${1:-run} == soak ]]; then # VLC's RTSP library is compiled
  command -v g++ >/dev/null || needed+=(g++)
fi

if [[ ${1:-run} == test || $(id -u) == 0 ]]; then # to compile what makes recording cheaper; it works without
  command -v "${CC:-cc}" >/dev/null || needed+=(gcc libc6-dev)
  "$python3" -c 'import os, sysconfig; os.stat(sysconfig.get_paths()["include"] + "/Python.h")' 2>/dev/null || needed+=(python3-dev)
fi

lacking=()
for package in "${needed[@]}"; do
  [[ $(dpkg-query --show --showformat='${Status}' "$package" 2>/dev/null) == "install ok installed" ]] || lacking+=("$package")
done
if [[ ${#lacking[@]} == 0 ]]; then
  exit 0
fi
if [[ $(id -u) != 0 ]]; then
  echo "Debian packages are missing; run: sudo apt-get update && sudo apt-get install -y ${lacking[*]}" >&2
  exit 1
fi
apt-get update -qq
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${lacking[@]}"
