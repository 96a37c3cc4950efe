"""What explains many cameras at once, whatever they hang on."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from toancanh.health.causes import AT_LEAST, SHARE, WINDOW_US, Cause, causes
from toancanh.health.model import IncidentKind

CAMERAS = [f"c{number}" for number in range(14)]
away_of = st.dictionaries(st.sampled_from(CAMERAS), st.integers(0, 3 * WINDOW_US), max_size=14)
hanging_of = st.dictionaries(
    st.builds(lambda kind, id: Cause(kind=kind, id=id), st.sampled_from(IncidentKind), st.sampled_from("xyz")),
    st.frozensets(st.sampled_from(CAMERAS), max_size=14),
    max_size=6,
)


@settings(max_examples=150, deadline=None)
@given(away=away_of, hanging=hanging_of, data=st.data())
def test_each_camera_is_explained_once_and_by_what_it_hangs_on(
    away: dict[str, int], hanging: dict[Cause, frozenset[str]], data: st.DataObject
) -> None:
    found = causes(away, hanging)
    explained = [camera_id for one in found for camera_id in one.camera_ids]
    assert len(explained) == len(set(explained))
    for one in found:
        on = hanging[one.cause]
        assert one.camera_ids <= on & away.keys()
        assert len(one.camera_ids) >= max(AT_LEAST, SHARE * len(on))
        times = [away[camera_id] for camera_id in one.camera_ids]
        assert max(times) - min(times) <= WINDOW_US
        assert one.hanging == len(on)
    shuffled_away = dict(data.draw(st.permutations(list(away.items()))))
    shuffled = dict(data.draw(st.permutations(list(hanging.items()))))
    assert causes(shuffled_away, shuffled) == found
    rest = {camera_id: at for camera_id, at in away.items() if camera_id not in explained}
    used = {one.cause for one in found}
    assert not causes(rest, {cause: on for cause, on in hanging.items() if cause not in used})


def test_a_dead_line_is_one_cause_and_not_its_switches() -> None:
    line = frozenset(CAMERAS[:8])
    hanging = {
        Cause(kind=IncidentKind.LINE, id="l"): line,
        Cause(kind=IncidentKind.SWITCH, id="s1"): frozenset(CAMERAS[:4]),
        Cause(kind=IncidentKind.SWITCH, id="s2"): frozenset(CAMERAS[4:8]),
        Cause(kind=IncidentKind.SITE, id="all"): frozenset(CAMERAS),
    }
    found = causes(dict.fromkeys(line, 5), hanging)
    assert [(one.cause.id, one.camera_ids) for one in found] == [("l", line)]
    assert [one.cause.id for one in causes(dict.fromkeys(CAMERAS[:4], 5), hanging)] == ["s1"]
    assert not causes(dict.fromkeys(CAMERAS[:2], 5), hanging)  # two are two
    slowly = {camera_id: number * WINDOW_US for number, camera_id in enumerate(sorted(line))}
    assert not causes(slowly, hanging)
