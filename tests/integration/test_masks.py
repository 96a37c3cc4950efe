"""What lies under a mask reaches nobody who is under it, on any way on which pictures go out: pixels are read back."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import re
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import av
import httpx
import pytest
from test_exports import an_evidence, wanted
from websockets.asyncio.client import ClientConnection, connect

from gateway_rig import consumer_of, gateway_over, playing
from half_masked import assert_masked, assert_masked_under_words, assert_whole, frames_of, luma, still
from health_rig import approved_view, fault_picture
from incident_rig import incident_picture
from live_over import Live, live_over
from live_streams import HandFedHub, closed_with, next_binary, next_init, until
from media_units import START_US, pictures
from playback_rig import FPS, S, Setup, at, playback_setup, span
from toancanh.evidence.handover import Receiver
from toancanh.evidence.model import ExportForm
from toancanh.governance import Action, MaskArea, Role, RoleBinding
from toancanh.governance.masks import CameraMasks, store
from toancanh.governance.purpose.approvals import ApprovalRequest
from toancanh.governance.purpose.cases import CaseDraft, CaseKind
from toancanh.governance.store.rights import raise_epoch
from toancanh.governance.users import NewUser
from toancanh.kernel import Denied, NotFound
from toancanh.media import fmp4
from toancanh.media.link import KeyFrame
from toancanh.media.link.codec import parameters_to_json
from toancanh.media.model import AccessUnit
from toancanh.media.picture_paths import PicturePath
from toancanh.media.pictures import PicturePool
from toancanh.registry.dossier.model import CameraWrite, DeclarationDraft, DeclarationSource
from toancanh.registry.model import StreamRole

pytestmark = pytest.mark.databases("sqlite")

LEFT = ((0.0, 0.0), (0.5, 0.0), (0.5, 1.0), (0.0, 1.0))
WHY = {"purpose": "incident", "reference": "SC-12/2026"}
BRIGHT = 30  # the picture of this number is brighter than black by far
PASSWORD = "correct horse battery"


@pytest.fixture(scope="module")
def setup(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Setup]:
    with playback_setup(tmp_path_factory.mktemp("masks")) as made:
        case = CaseDraft(number=WHY["reference"], kind=CaseKind.INCIDENT)
        made.governance.cases.open(made.principals["chief"], case)
        data, now_us = pictures("h264").unit(25).data, made.clock.now_us()
        key = AccessUnit(media_time=0, is_key=True, data=data, wall_us=now_us, arrival_us=now_us)
        for camera in made.cameras.values():
            made.links.frames[camera.id] = KeyFrame(parameters=pictures("h264").parameters, unit=key)
        for code in ("plain", "both", "heavy"):
            draw(made, code)
        yield made


def draw(
    setup: Setup,
    code: str,
    *areas: tuple[tuple[float, float], ...],
    seen_by: tuple[Role, ...] = (),
    keep: bool = False,
    sub_alike: bool = True,
) -> None:
    masks, chief, camera = setup.governance.masks, setup.principals["chief"], setup.cameras[code]
    before = masks.read(chief, camera.id)
    drawn = [
        MaskArea(id=setup.rig.ids.new_id(), name="Nhà dân", reason="windows", points=points, seen_by=frozenset(seen_by))
        for points in (areas or (LEFT,))
    ]
    kept = (*(before.areas if keep else ()), *drawn)
    put(setup, camera.id, list(kept), version=before.version, sub_alike=sub_alike)


def wipe(setup: Setup, code: str) -> None:
    masks, chief, camera = setup.governance.masks, setup.principals["chief"], setup.cameras[code]
    put(setup, camera.id, [], version=masks.read(chief, camera.id).version)


def put(setup: Setup, camera_id: str, areas: list[MaskArea], *, version: int, sub_alike: bool = True) -> None:
    """As if two people had done it."""
    with setup.rig.database.transaction() as tx:
        now_us = setup.clock.now_us()
        after = CameraMasks(camera_id=camera_id, version=version + 1, areas=tuple(areas), updated_us=now_us)
        store.save(tx, replace(after, sub_alike=sub_alike))
        raise_epoch(tx)


def lines(playlist: str) -> list[str]:
    return [line for line in playlist.splitlines() if line and not line.startswith("#")]


def heads(playlist: str) -> list[str]:
    return re.findall(r'MAP:URI="([^"]+)"', playlist)


def played(client: httpx.Client, setup: Setup, code: str, playlist: str) -> list[av.VideoFrame]:
    video = b"".join(fetched(client, setup, code, uri) for uri in [heads(playlist)[0], *lines(playlist)])
    return frames_of(video)


def fetched(client: httpx.Client, setup: Setup, code: str, uri: str) -> bytes:
    answer = client.get(setup.path(code, uri), headers={"Authorization": ""})
    assert answer.status_code == 200, answer.text
    return answer.content


def part(playlist: str) -> dict[str, str]:
    """The header that asks for the first piece of a playlist of segments."""
    found = re.search(r"BYTERANGE:(\d+)@(\d+)", playlist)
    assert found is not None, playlist
    size, offset = int(found[1]), int(found[2])
    return {"Range": f"bytes={offset}-{offset + size - 1}"}


def playback(setup: Setup) -> None:
    with setup.client() as client:
        for code, stream in (("plain", "main"), ("heavy", "main"), ("both", "sub")):
            answer = client.get(setup.path(code, "playlist.m3u8"), params={**span(0, 4), **WHY})
            assert answer.headers["X-Toancanh-Rendition"] == "masked"
            assert "segments/" not in answer.text
            assert_masked(*played(client, setup, code, answer.text))
            segment = setup.rig.archive.segment(lines(answer.text)[0].split("/")[1])
            assert segment is not None
            assert segment.role == stream


def together(setup: Setup) -> None:
    body = {"camera_ids": [setup.cameras["plain"].id, setup.cameras["both"].id], "at": at(1), **span(0, 4), **WHY}
    with setup.client() as client:
        for item, code in zip(client.post("/playback", json=body).json()["items"], ("plain", "both"), strict=True):
            track = item["track"]
            assert (track["rendition"], track["head"], track["first"]) == ("masked", None, None)
            named = [f'MAP:URI="{track["pieces"][0]["head_url"] + track["query"]}"']
            named += [piece["url"] + track["query"] for piece in track["pieces"]]
            text = "\n".join([f"#{named[0]}", *named[1:]])
            assert "segments/" not in text
            assert_masked(*played(client, setup, code, text))


def piece(setup: Setup) -> None:
    """Of a playlist that was fetched for a player without H.265, before anything was masked."""
    wipe(setup, "heavy")
    query = {**span(0, 4), **WHY, "codecs": "h264"}
    with setup.client() as client:
        text = client.get(setup.path("heavy", "playlist.m3u8"), params=query).text
        assert_whole(played(client, setup, "heavy", text)[BRIGHT])
        draw(setup, "heavy")
        assert_masked(*played(client, setup, "heavy", text))


def segment(setup: Setup) -> None:
    with setup.client() as client:
        text = client.get(setup.path("reordered", "playlist.m3u8"), params={**span(0, 4), **WHY}).text
        uri = setup.path("reordered", lines(text)[0])
        assert client.get(uri, headers=part(text)).status_code == 206
        draw(setup, "reordered")
        for headers in (part(text), {"Range": "bytes=0-9"}):
            before = setup.refusals()
            refused = client.get(uri, headers=headers)
            assert (refused.status_code, refused.json()["reason"]) == (403, "masked")
            assert setup.refusals() == before + 1
        wipe(setup, "reordered")
        assert client.get(uri, headers=part(text)).status_code == 206


def download(setup: Setup) -> None:
    with setup.client() as client:
        for code in ("plain", "both"):
            answer = client.get(setup.path(code, "video.mp4"), params={**span(0, 6), **WHY})
            assert answer.headers["X-Toancanh-Rendition"] == "masked"
            frames = frames_of(answer.content)
            assert len(frames) >= 6 * FPS
            assert b'"user": "operator"' in answer.content[:6000]  # the mark of who took it
            assert_masked(*frames[:: FPS // 3])


def snapshot(setup: Setup) -> None:
    for user in ("operator", "viewer", "chief"):
        with setup.client(user) as client:
            answer = client.get(setup.path("plain", "snapshot.jpg"), params={**WHY, "width": 64})
        assert (answer.headers["X-Picture-Source"], answer.headers["X-Picture-Masks"]) == ("live", "1")
        assert_masked(still(answer.content))
    away = setup.links.frames.pop(setup.cameras["both"].id)
    with setup.client() as client:
        archived = client.get(setup.path("both", "snapshot.jpg"), params={**WHY, "stream": "sub"})
    setup.links.frames[setup.cameras["both"].id] = away
    assert archived.headers["X-Picture-Source"] == "archive"
    assert luma(still(archived.content), 0.25) < 12


def snapshot_of_an_instant(setup: Setup) -> None:
    with setup.client() as client:
        for code in ("plain", "heavy"):
            query = {"at": at(BRIGHT / FPS), "width": "416", **WHY}
            assert_masked(still(client.get(setup.path(code, "snapshot.jpg"), params=query).content))


def key_frame(setup: Setup) -> None:
    """By the session and by a grant; one that was kept before the mask was drawn is not shown again."""
    wipe(setup, "plain")
    query = {"at": at(BRIGHT / FPS), "width": "416", **WHY}
    with setup.client() as client:
        assert_whole(still(client.get(setup.path("plain", "key-frame.jpg"), params=query).content))
        draw(setup, "plain")
        for code in ("plain", "heavy"):
            assert_masked(still(client.get(setup.path(code, "key-frame.jpg"), params=query).content))
        wanted = {"camera_id": setup.cameras["plain"].id, "kind": "playback", **span(0, 10), **WHY}
        grant = client.post("/grants", json=wanted).json()["url"].partition("grant=")[2]
    with setup.client(None) as nobody:
        by_grant = nobody.get(setup.path("plain", "key-frame.jpg"), params={"at": at(BRIGHT / FPS), "grant": grant})
        assert_masked(still(by_grant.content))


def thumbnail(setup: Setup) -> None:
    """Kept ones, too: who was shown one before the mask was drawn is not shown it again."""
    wipe(setup, "both")
    with setup.client("viewer") as client:
        page = client.post("/thumbnails", json={"camera_ids": [setup.cameras["both"].id], "width": 64}).json()
        url = page["items"][0]["url"].removeprefix("/api/v1")
        assert_whole(still(client.get(url).content))
        draw(setup, "both")
        assert_masked(still(client.get(url).content))


def granted(setup: Setup) -> None:
    with setup.client() as client:
        for wish in ({"kind": "snapshot"}, {"kind": "snapshot", "from": at(BRIGHT / FPS)}):
            body = {"camera_id": setup.cameras["plain"].id, **wish, **WHY}
            url = client.post("/grants", json=body).json()["url"].removeprefix("/api/v1")
            assert_masked(still(client.get(url, headers={"Authorization": ""}).content))
        body = {"camera_id": setup.cameras["plain"].id, "kind": "export", **span(0, 2), **WHY}
        url = client.post("/grants", json=body).json()["url"].removeprefix("/api/v1")
        assert_masked(*frames_of(client.get(url, headers={"Authorization": ""}).content))


def connection_test(setup: Setup) -> None:
    made = pictures("h264")
    result = {"ok": True, "reason": "none", "parameters": parameters_to_json(made.parameters)}
    setup.links.probe_result = (result, made.unit(25).data)
    tried = {"url": "rtsp://192.0.2.1/other", "camera_id": setup.cameras["plain"].id}
    again = {"url": "rtsp://192.0.2.1/main", "username": "known", "password": "known"}  # as if it were a new camera
    with setup.client("chief") as client:
        for wanted in (tried, again):
            answer = client.post("/probe", json=wanted).json()
            assert_masked(still(base64.b64decode(answer["picture"].partition(",")[2])))
        draw(setup, "plain", sub_alike=False)  # where else than over its main stream do its masks lie right?
        assert client.post("/probe", json=again).json()["picture"] is not None
        assert client.post("/probe", json=tried).json()["picture"] is None
        draw(setup, "plain")
        foreign = client.post("/probe", json={"url": "rtsp://192.0.2.4/main", "username": "known"}).json()
        assert (foreign["ok"], foreign["picture"]) == (True, None)  # another owner's
        assert "not for you" in foreign["detail"]
        answer = client.post("/probe", json={"url": "rtsp://192.0.2.99/main"}).json()
        assert_whole(still(base64.b64decode(answer["picture"].partition(",")[2])))


def package(setup: Setup) -> None:
    """As recorded it is refused; masked, what lies under the mask is black; a mask drawn later closes it."""
    operator, evidence = setup.principals["operator"], an_evidence(setup)
    exact = replace(wanted(setup, start_s=0, end_s=2), **WHY)
    with pytest.raises(Denied, match="a mask lies over"):
        evidence.exports.ask(operator, exact)
    job = evidence.exports.ask(operator, replace(exact, form=ExportForm.MASKED, burn_in=True))

    async def made() -> None:
        pool = PicturePool(size=1)
        evidence.encode_by(pool, asyncio.get_running_loop())
        await asyncio.to_thread(evidence.worker.look)
        await pool.close()

    asyncio.run(made())
    found = evidence.exports.package(operator, job.id)
    clip = next(one for one in found.files if one.name.startswith("clips/"))
    frames = frames_of((found.folder / clip.name).read_bytes())
    assert_masked(*frames[:40])
    grey = frames[0].reformat(format="gray")
    written = bytes(grey.planes[0])[grey.planes[0].line_size * (grey.height - 6) :]
    assert max(written[: grey.width // 2]) > 180  # over the mask, in the lower left corner
    draw(setup, "plain", LEFT, ((0.9, 0.9), (1.0, 0.9), (1.0, 1.0)))
    with pytest.raises(Denied, match="make it anew"):
        evidence.exports.package(operator, job.id)
    draw(setup, "plain")


def received(setup: Setup) -> None:
    """What a receiver without an account sees is what the giver may show; a mask drawn later closes the link."""
    operator, evidence, shown = setup.principals["operator"], an_evidence(setup), []
    asked = replace(wanted(setup, start_s=0, end_s=2), form=ExportForm.MASKED, **WHY)
    job, to = evidence.exports.ask(operator, asked), Receiver(name="An", organisation="", contact="")

    async def made() -> None:
        pool = PicturePool(size=1)
        evidence.encode_by(pool, asyncio.get_running_loop())
        while await asyncio.to_thread(evidence.worker.look):
            pass
        given = evidence.handovers.give(operator, job.id, [to], days=1, most_openings=1)[0]
        ticket, opened = evidence.handovers.open(given.token, given.code, source="test")
        assert evidence.viewing is not None
        shown.append(await asyncio.to_thread(evidence.viewing.piece, opened, 0, 0))
        clip = next(one for one in opened.package.files if one.name.startswith("clips/"))
        shown.append((opened.package.folder / clip.name).read_bytes())
        await pool.close()
        draw(setup, "plain", LEFT, ((0.9, 0.9), (1.0, 0.9), (1.0, 1.0)))
        with pytest.raises(NotFound):
            evidence.handovers.opened(given.token, ticket, source="test")

    asyncio.run(made())
    draw(setup, "plain")
    looked_at, fetched = map(frames_of, shown)
    assert_masked(*fetched[:40])
    for frame in looked_at:
        assert_masked_under_words(frame)


@contextlib.asynccontextmanager
async def watching(setup: Setup, live: Live, user: str, query: str = "") -> AsyncIterator[ClientConnection]:
    headers = {"Authorization": f"Bearer {setup.tokens[user]}"}
    async with connect(
        f"{live.url}?{query}", additional_headers=headers, compression=None, max_size=None, max_queue=None
    ) as client:
        yield client


async def shown(live: Live, client: ClientConnection, count: int = 20) -> tuple[dict[str, Any], list[av.VideoFrame]]:
    """What a viewer decodes of a stream that goes on meanwhile."""
    feeding = asyncio.ensure_future(fed(live.hub))
    init = await next_init(client)
    video = b"".join([await next_binary(client) for _ in range(count)])
    feeding.cancel()
    return init, frames_of(video)


def live(setup: Setup) -> None:
    async def scenario(folder: Path) -> None:
        async with live_over(setup, folder) as running:
            running.hub.start_run()
            async with watching(setup, running, "operator") as client:
                init, frames = await shown(running, client, count=40)
                assert (init["rendition"], init["masks"], init["stream"]) == ("masked", 1, "main")
                assert init["watermark"] is False  # at home; the regulation wants it of what others share
                assert_masked(*frames)
                async with watching(setup, running, "viewer", "stream=main") as second:  # one rendition for both
                    assert (await shown(running, second, count=5))[0]["rendition"] == "masked"
                    assert len(running.workers._running) == 1
                draw(setup, "plain", LEFT, ((0.9, 0.9), (1.0, 0.9), (1.0, 1.0)))
                assert await closed_with(client) == (4409, "masks_changed")
            await until(lambda: len(running.ends) == 2)
            assert not running.workers._running
            assert not running.hub.sinks
            draw(setup, "plain")

    asyncio.run(scenario(setup.rig.root.parent / "live"))


def rtsp(setup: Setup) -> None:
    """To another system: the masked rendition, and the end where other areas are hidden."""

    async def scenario(folder: Path) -> None:
        async with live_over(setup, folder) as running, gateway_over(setup, running.views) as front:
            running.hub.start_run()
            feeding = asyncio.ensure_future(fed(running.hub))
            consumer, password = consumer_of(setup, front, setup.cameras["plain"])
            async with playing(front, consumer, password, setup.cameras["plain"]) as (session, kept):
                await until(lambda: len(kept.units) >= 30)
                head, units = fmp4.initialisation(kept.parameters[0]), kept.units
                assert_masked(*frames_of(head + b"".join(fmp4.fragment(1, 0, units, units[-1].media_time + 3600))))
                draw(setup, "plain", LEFT, ((0.9, 0.9), (1.0, 0.9), (1.0, 1.0)))
                await until(lambda: session.connection.failure is not None)
            feeding.cancel()
            await until(lambda: len(running.ends) == 1)
            assert running.ends[0].reason == "masks_changed"
            assert not running.workers._running
            draw(setup, "plain")

    asyncio.run(scenario(setup.rig.root.parent / "rtsp"))


async def fed(hub: HandFedHub) -> None:
    while True:
        hub.feed()
        await asyncio.sleep(0.01)


CASES: dict[PicturePath, Callable[[Setup], None]] = {
    PicturePath.LIVE: live,
    PicturePath.RTSP: rtsp,
    PicturePath.PLAYBACK: playback,
    PicturePath.TOGETHER: together,
    PicturePath.SEGMENT: segment,
    PicturePath.PIECE: piece,
    PicturePath.DOWNLOAD: download,
    PicturePath.SNAPSHOT: snapshot,
    PicturePath.SNAPSHOT_OF_AN_INSTANT: snapshot_of_an_instant,
    PicturePath.KEY_FRAME: key_frame,
    PicturePath.THUMBNAIL: thumbnail,
    PicturePath.PACKAGE: package,
    PicturePath.RECEIVED_PACKAGE: received,
    PicturePath.RECEIVED_VIEW: received,
    PicturePath.GRANT: granted,
    PicturePath.CONNECTION_TEST: connection_test,
    PicturePath.FAULT_PICTURE: partial(fault_picture, draw=draw),
    PicturePath.APPROVED_VIEW: partial(approved_view, draw=draw),
    PicturePath.INCIDENT_PICTURE: partial(incident_picture, draw=draw),
}


@pytest.mark.parametrize("path", PicturePath)
def test_no_pixel_under_a_mask(setup: Setup, path: PicturePath) -> None:
    CASES[path](setup)


def test_a_main_stream_is_replaced_by_the_masked_sub_stream_and_too_many_renditions_are_refused(
    setup: Setup, tmp_path: Path
) -> None:
    async def scenario() -> None:
        async with live_over(setup, tmp_path, "both") as running:
            sub = HandFedHub()
            running.streams.hubs[(setup.cameras["both"].id, StreamRole.SUB)] = sub
            running.hub.start_run()
            sub.start_run()
            running.hub = sub
            async with watching(setup, running, "operator", "stream=main") as client:
                init, frames = await shown(running, client)
                assert (init["stream"], init["rendition"]) == ("sub", "masked")
                assert_masked(*frames)
                async with watching(setup, running, "viewer") as other:  # under other masks: a rendition of its own
                    code, why = await closed_with(other)
                    assert (code, "renditions run already" in why) == (4503, True)

    draw(setup, "both", LEFT)
    draw(setup, "both", ((0.9, 0.9), (1.0, 0.9), (1.0, 1.0)), seen_by=(Role.OPERATOR,), keep=True)
    asyncio.run(scenario())
    draw(setup, "both")


def test_a_sub_stream_of_which_nobody_said_that_it_shows_the_same_is_not_given(setup: Setup, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with live_over(setup, tmp_path, "both") as running:
            running.streams.hubs[(setup.cameras["both"].id, StreamRole.SUB)] = HandFedHub()
            running.hub.start_run()
            async with watching(setup, running, "operator", "stream=sub") as client:
                init, frames = await shown(running, client)
                assert (init["stream"], init["rendition"]) == ("main", "masked")
                assert_masked(*frames)
                draw(setup, "both")
                assert await closed_with(client) == (4409, "masks_changed")

    query = {**span(0, 4), **WHY, "stream": "sub"}
    with setup.client() as client:
        of_sub = client.get(setup.path("both", "playlist.m3u8"), params=query).text
        draw(setup, "both", sub_alike=False)
        before = setup.refusals()
        refused = client.get(setup.path("both", lines(of_sub)[0]), headers={"Authorization": ""})
        assert (refused.status_code, refused.json()["reason"], setup.refusals()) == (403, "masked", before + 1)
        of_main = client.get(setup.path("both", "playlist.m3u8"), params=query).text
        segment = setup.rig.archive.segment(lines(of_main)[0].split("/")[1])
        assert segment is not None
        assert segment.role is StreamRole.MAIN
        for at_instant in ({}, {"at": at(BRIGHT / FPS)}):
            picture = client.get(setup.path("both", "snapshot.jpg"), params={**WHY, **at_instant, "stream": "sub"})
            assert_masked(still(picture.content))
    asyncio.run(scenario())


def test_of_a_camera_that_turns_everything_is_hidden(setup: Setup) -> None:
    write = CameraWrite(camera_id=setup.cameras["plain"].id, values={"kind": "ptz"})
    declared = DeclarationDraft(source=DeclarationSource.FORM)
    assert setup.admin is not None
    setup.registry.dossiers.write(setup.admin, write, declared=declared)
    with setup.client() as client:
        dark = still(client.get(setup.path("plain", "snapshot.jpg"), params=WHY).content)
        assert max(luma(dark, x) for x in (0.0, 0.25, 0.8, 1.0)) < 12
        text = client.get(setup.path("plain", "playlist.m3u8"), params={**span(0, 4), **WHY}).text
        assert max(luma(frame, 0.8) for frame in played(client, setup, "plain", text)) < 12
    setup.registry.dossiers.write(setup.admin, replace(write, values={"kind": "fixed"}), declared=declared)
    with setup.client() as client:
        assert_masked(still(client.get(setup.path("plain", "snapshot.jpg"), params=WHY).content))


def test_a_role_that_an_area_names_sees_what_lies_there(setup: Setup) -> None:
    draw(setup, "heavy", LEFT, seen_by=(Role.OPERATOR,))
    with setup.client("operator") as client:
        answer = client.get(setup.path("heavy", "snapshot.jpg"), params=WHY)
        assert answer.headers["X-Picture-Masks"] == "0"
        assert_whole(still(answer.content))
    with setup.client("chief") as client:
        assert_masked(still(client.get(setup.path("heavy", "snapshot.jpg"), params=WHY).content))
    draw(setup, "heavy")


def test_unmasking_takes_a_second_person_and_ends(setup: Setup, tmp_path: Path) -> None:
    ward = setup.cameras["plain"].owner_id
    binding = RoleBinding(role=Role.DATA_PROTECTION, organisation_id=ward)
    new = NewUser(username="guard", name="", organisation_id=ward, roles=(binding,), password=PASSWORD)
    assert setup.admin is not None
    setup.governance.users.create(setup.admin, new)
    setup.sign_in("guard")
    operator, approvals = setup.principals["operator"], setup.governance.approvals
    seen = {"at": at(BRIGHT / FPS), "unmask": "true", **WHY}
    path = setup.path("plain", "snapshot.jpg")
    with setup.client() as client:
        refused = client.get(path, params=seen)
        assert (refused.status_code, refused.json()["needs"]) == (403, ["approval"])
        recorded = span(0, 10)
        for from_us, to_us in ((None, None), (us(0), us(10))):
            asked = ApprovalRequest(
                action=Action.MEDIA_UNMASK, camera_ids=(setup.cameras["plain"].id,), from_us=from_us, to_us=to_us,
                purpose=WHY["purpose"], reference=WHY["reference"], reason="a face at the window",
            )  # fmt: skip
            approval = approvals.request(operator, asked)
            assert client.get(path, params=seen).status_code == 403
            approvals.answer(setup.principals["guard"], approval.id, yes=True)
        before = len(setup.entries(Action.MEDIA_UNMASK))
        assert_whole(still(client.get(path, params=seen).content))
        assert len(setup.entries(Action.MEDIA_UNMASK)) == before + 1
        assert_masked(still(client.get(path, params={**seen, "unmask": "false"}).content))  # only who asks
        assert client.get(setup.path("heavy", "snapshot.jpg"), params=seen).status_code == 403  # another camera
        assert client.get(path, params={**seen, "at": at(20)}).status_code == 403  # another time
        text = client.get(setup.path("plain", "playlist.m3u8"), params={**recorded, **WHY, "unmask": "true"}).text
        uri = setup.path("plain", lines(text)[0])
        assert client.get(uri, headers=part(text)).status_code == 206

        async def scenario() -> None:
            async with live_over(setup, tmp_path) as running:
                running.hub.start_run()
                query = f"unmask=1&purpose={WHY['purpose']}&reference={WHY['reference']}"
                async with watching(setup, running, "operator", query) as viewer:
                    init, frames = await shown(running, viewer, count=BRIGHT)
                    assert init["rendition"] == "source"
                    assert_whole(frames[25])
                    for _ in range(3):  # an approval holds for 8 hours, a session for 4 without a sign of life
                        setup.clock.advance(2.9 * 3600)
                        await asyncio.to_thread(client.get, "/camera-status")
                    assert await closed_with(viewer) == (4409, "masks_changed")

        asyncio.run(scenario())
        assert client.get(path, params=seen).status_code == 403
        assert client.get(uri, headers=part(text)).status_code == 403


def us(seconds: float) -> int:
    return START_US + round(seconds * S)
