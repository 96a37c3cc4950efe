"""GStreamer's RTSP server for the tests of ingest: a server that was not written by us.

Run by the system's Python (/usr/bin/python3), which has PyGObject. Prints ``port N`` when it listens, and ends with its
standard input. Paths: ``/h264``, ``/h265``, each also with ``-udp`` behind it (no TCP) or ``-sound`` (a track of sound
too). With the argument ``digest`` (MD5) or ``basic`` it wants the user ``operator`` and the password ``s3cret pass``.
Pictures are 320x240 at 25 a second with a key frame a second.
"""

import sys
import threading

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtsp", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtsp, GstRtspServer  # noqa: E402

_SOURCE = (
    "videotestsrc is-live=true pattern=ball animation-mode=frames ! "
    "video/x-raw,format=I420,width=320,height=240,framerate=25/1 ! {encoder} ! {payloader} name=pay0 pt=96"
)
_ENCODERS = {
    "h264": ("x264enc tune=zerolatency speed-preset=ultrafast key-int-max=25 bitrate=400", "rtph264pay"),
    "h265": ("x265enc tune=zerolatency speed-preset=ultrafast key-int-max=25 bitrate=400", "rtph265pay"),
}
_SOUND = "audiotestsrc is-live=true ! alawenc ! rtppcmapay name=pay1 pt=8"
_USER, _PASSWORD = "operator", "s3cret pass"


def main() -> None:
    Gst.init(None)
    server = GstRtspServer.RTSPServer.new()
    server.set_address("127.0.0.1")
    server.set_service("0")
    mounts = server.get_mount_points()
    transport = GstRtsp.RTSPLowerTrans
    for codec, (encoder, payloader) in _ENCODERS.items():
        for kind in ("", "-udp", "-sound"):
            factory = GstRtspServer.RTSPMediaFactory.new()
            sound = _SOUND if kind == "-sound" else ""
            factory.set_launch(f"( {_SOURCE.format(encoder=encoder, payloader=payloader)} {sound} )")
            factory.set_shared(True)
            factory.set_protocols(transport.UDP if kind == "-udp" else transport.UDP | transport.TCP)
            permissions = GstRtspServer.RTSPPermissions.new()  # without a log-in nobody asks for them
            for permission in ("media.factory.access", "media.factory.construct"):
                permissions.add_permission_for_role("user", permission, True)
            factory.set_permissions(permissions)
            mounts.add_factory(f"/{codec}{kind}", factory)
    if sys.argv[1:]:
        server.set_auth(_auth(sys.argv[1]))
    server.attach(None)
    print(f"port {server.get_bound_port()}", flush=True)
    loop = GLib.MainLoop()
    threading.Thread(target=lambda: (sys.stdin.read(), loop.quit()), daemon=True).start()
    loop.run()


def _auth(method: str) -> GstRtspServer.RTSPAuth:
    auth = GstRtspServer.RTSPAuth.new()
    user = GstRtspServer.RTSPToken.new()
    user.set_string("media.factory.role", "user")
    if method == "basic":
        auth.set_supported_methods(GstRtsp.RTSPAuthMethod.BASIC)
        auth.add_basic(GstRtspServer.RTSPAuth.make_basic(_USER, _PASSWORD), user)
    else:
        auth.set_supported_methods(GstRtsp.RTSPAuthMethod.DIGEST)
        auth.add_digest(_USER, _PASSWORD, user)
    return auth


if __name__ == "__main__":
    main()
