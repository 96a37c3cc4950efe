"""A time over several owners: which stretch is given, and what is said of the rest."""

from itertools import pairwise

from toancanh.governance import Parted, Refused, ResourceRef
from toancanh.media.playback.parts import given, left_out_of, owned_around
from toancanh.media.playback.spans import Span
from toancanh.media.playback.timeline import LeftOut, LeftOutReason

CAMERA = ResourceRef(kind="camera", id="c", owner_id="now")
PARTED = Parted(spans=((0, 10), (20, 30)), refused=(Refused(from_us=10, to_us=20, owner_id="other"),))


def test_one_stretch_is_given_and_the_others_are_told() -> None:
    first, second = Span(start_us=0, end_us=10), Span(start_us=20, end_us=30)
    assert (given(PARTED, None), given(PARTED, 25), given(PARTED, 15)) == (first, second, first)
    others = LeftOut(start_us=10, end_us=20, reason=LeftOutReason.OTHER_OWNER, owner_id="other")
    apart = LeftOut(start_us=20, end_us=30, reason=LeftOutReason.ASK_APART)
    assert left_out_of(PARTED, [first]) == (others, apart)
    assert left_out_of(PARTED, [first, second]) == (others,)


def test_a_range_lies_between_changes_of_owner_however_far_away() -> None:
    def parts_of(camera: ResourceRef, from_us: int, to_us: int) -> tuple[tuple[ResourceRef, int, int], ...]:
        turns = [from_us, *(turn for turn in (100, 200) if from_us < turn < to_us), to_us]
        return tuple((camera, start, end) for start, end in pairwise(turns))

    def found(start_us: int, end_us: int) -> tuple[int, int]:
        owned = owned_around(parts_of, CAMERA, Span(start_us=start_us, end_us=end_us))
        return owned.start_us, owned.end_us

    assert found(100, 200) == found(199, 199) == (100, 200)
    assert found(50, 150) == (0, 200)  # a change lies within: both owners' are given
    assert found(0, 100) == (0, 100)
    assert found(200, 201)[0] == 200
