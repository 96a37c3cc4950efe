"""VLC's RTSP library as a client: live555's source from PyPI and a few lines beside this file, compiled once.

Debian ships neither the library nor a VLC that has it (bug 981439), and its mirrors not always VLC's source.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
from pathlib import Path

from toancanh.simulation.workshop import default_cache

_SOURCE = "liblivemedia==1.0.5 --hash=sha256:564f65501ea5e823e5c53b1847ce3f41bd7b71ee2e9f3ba154a7e955817dfb48\n"
"""live555 2024.06.26 (LGPL 3 or later), as a Python module brings it."""
_PARTS = ("UsageEnvironment", "BasicUsageEnvironment", "groupsock", "liveMedia")
_OPTIONS = " ".join(("-O1", "-w", "-DSOCKLEN_T=socklen_t", "-DNO_OPENSSL=1", *(f"-I{part}/include" for part in _PARTS)))
_RULES = """
SOURCES := $(wildcard $(addsuffix /*.cpp,{parts}) $(addsuffix /*.c,{parts}))
client: $(addsuffix .o,$(SOURCES)) {client}
\tg++ -std=c++20 {options} {client} $(addsuffix .o,$(SOURCES)) -o part && mv part client
%.cpp.o: %.cpp
\tg++ -std=c++20 {options} -c $< -o $@
%.c.o: %.c
\tgcc {options} -c $< -o $@
"""


def live555_client() -> Path:
    """The program: URL USER PASSWORD tcp|udp PICTURES. Some minutes the first time, of this source."""
    text = Path(__file__).with_suffix(".cpp")
    folder = default_cache() / "live555"
    folder.mkdir(parents=True, exist_ok=True)
    wanted = folder / "wanted.txt"
    wanted.write_text(_SOURCE)
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet")
    if not (unpacked := folder / "liblivemedia-1.0.5").exists():
        fetch = ("download", "--no-deps", "--no-binary", ":all:", "--require-hashes", "--dest", folder, "-r", wanted)
        subprocess.run((*pip, *fetch), check=True, timeout=300)
        with tarfile.open(folder / "liblivemedia-1.0.5.tar.gz") as archive:
            archive.extractall(folder, filter="data")
    rules = _RULES.format(parts=" ".join(_PARTS), options=_OPTIONS, client=text)
    (unpacked / "client.mk").write_text(rules)
    jobs = f"-j{os.cpu_count() or 1}"
    subprocess.run(("make", "--silent", jobs, "-f", "client.mk", "client"), cwd=unpacked, check=True, timeout=900)
    return unpacked / "client"
