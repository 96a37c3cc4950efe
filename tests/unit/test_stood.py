"""Where a camera stood at a time, out of what was changed since."""

from toancanh.registry.dossier.store.stood import Stood, stood

NOW = (10.8, 106.7)
MOVES = [(300, 10.7, None), (200, None, 106.6), (100, 10.0, 106.0)]


def test_places_follow_each_other_and_cover_the_time() -> None:
    assert stood(NOW, MOVES, 150, 400) == (
        Stood(from_us=150, to_us=200, place=(10.7, 106.6)),
        Stood(from_us=200, to_us=300, place=(10.7, 106.7)),
        Stood(from_us=300, to_us=400, place=NOW),
    )
    assert stood(NOW, MOVES[:1], 0, 300) == (Stood(from_us=0, to_us=300, place=(10.7, 106.7)),)
    assert stood(NOW, MOVES, 50, 60) == (Stood(from_us=50, to_us=60, place=(10.0, 106.0)),)
    assert stood(NOW, (), 50, 60) == (Stood(from_us=50, to_us=60, place=NOW),)
