"""No picture, whatever is in it and whatever its size, raises; scores are scores."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from toancanh.health.pictures import Context, Overlay
from toancanh.health.pictures.checking import check
from toancanh.health.pictures.picture import Picture
from toancanh.health.pictures.reference import Reference, build

_NOON_US = 5 * 3_600_000_000
_OVERLAY = Overlay(left=0.9, top=0.9, width=0.5, height=0.2)


def _street() -> Picture:
    dice = np.random.default_rng(5)
    blocks = np.kron(dice.integers(30, 220, (36, 64)), np.ones((10, 10))).astype(np.uint8)
    grey = np.full((180, 320), 128, np.uint8)
    return Picture(luma=blocks, u=grey, v=grey)


_REFERENCE = build(
    [(_street(), Context(taken_us=_NOON_US + hour * 3_600_000_000, overlay=_OVERLAY)) for hour in range(3)]
)
_ODD = [(360, 640), (361, 641), (288, 352), (1, 700)]
_SIZES = st.tuples(st.integers(1, 40), st.integers(1, 40)) | st.sampled_from(_ODD)


@st.composite
def _pictures(draw: st.DrawFn) -> Picture:
    rows, columns = draw(_SIZES)
    if rows * columns < 2000:
        luma = draw(arrays(np.uint8, (rows, columns)))
    else:
        low, high = sorted(draw(st.tuples(st.integers(0, 255), st.integers(0, 255))))
        luma = np.random.default_rng(draw(st.integers(0, 99))).integers(low, high + 1, (rows, columns), dtype=np.uint8)
    if draw(st.booleans()):
        return Picture(luma=luma, is_full_range=draw(st.booleans()))
    chroma = np.full(((rows + 1) // 2, (columns + 1) // 2), draw(st.integers(0, 255)), np.uint8)
    return Picture(luma=luma, u=chroma, v=255 - chroma)


@settings(max_examples=60, deadline=None)
@given(picture=_pictures(), hour=st.floats(0, 24), known=st.booleans())
def test_no_picture_raises(picture: Picture, hour: float, known: bool) -> None:
    context = Context(taken_us=int(hour * 3_600_000_000), hfov_deg=90, overlay=_OVERLAY if known else None)
    found = check(picture, _REFERENCE if known else None, context)
    assert all(0 <= finding.score <= 1 for finding in found.findings)
    assert len({finding.kind for finding in found.findings}) == len(found.findings)
    if found.movement is not None and found.movement.overlap is not None:
        assert 0 <= found.movement.overlap <= 1


@settings(max_examples=60, deadline=None)
@given(data=st.binary(max_size=200) | st.integers(0, 3000).map(lambda kept: _REFERENCE.to_bytes()[:kept]))
def test_what_is_no_reference_is_refused_with_a_reason(data: bytes) -> None:
    with pytest.raises(ValueError, match="approve the view again"):
        Reference.from_bytes(data)
