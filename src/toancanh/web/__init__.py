"""The ASGI application: routes of all packages under one prefix, the built console, and the server that speaks HTTP.

Owns: the server, what every answer carries, the console's files, the hand-over of live sockets.
Does not own: any decision (governance) and any picture (media).
Invariants: one public port per site; plain HTTP on loopback only; no route without a principal but those named public.
"""
