"""The reader for a canvas that docs/design/simulation.md gives reads what ours draws."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from toancanh.simulation.strip import StripKind, StripReading, draw_strip

DOCUMENT = Path(__file__).parents[2] / "docs" / "design" / "simulation.md"
HARNESS = """
const luma = require('fs').readFileSync(0), width = 640, height = 360, size = width * height, out = [];
for (let start = 0; start < luma.length; start += size) {
  const data = new Uint8ClampedArray(size * 4);
  for (let i = 0; i < size; i++) data.fill(luma[start + i], i * 4, i * 4 + 3);
  out.push(readStrip({ data, width, height }));
}
console.log(JSON.stringify(out));
"""


def test_the_documented_reader_agrees_with_ours() -> None:
    reader = DOCUMENT.read_text().partition("```js\n")[2].partition("```")[0]
    readings = [
        StripReading(kind=StripKind.EPOCH, scene=255, ms=(1 << 44) - 1),
        StripReading(kind=StripKind.EPOCH, scene=1, ms=1_795_354_150_667),
        StripReading(kind=StripKind.MINUTE, scene=0, ms=0),
        StripReading(kind=StripKind.MINUTE, scene=12, ms=59_999),
    ]
    pictures = b""
    for reading in readings:
        luma = bytearray(b"\x80" * (640 * 360))
        draw_strip(luma, 640, 360, 640, reading)
        pictures += luma
    result = subprocess.run(
        ["node", "-e", reader + HARNESS], input=pictures + bytes(640 * 360), capture_output=True, check=True
    )
    expected = [{"kind": int(reading.kind), "scene": reading.scene, "ms": reading.ms} for reading in readings]
    assert json.loads(result.stdout) == [*expected, None]
