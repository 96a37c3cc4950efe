"""Live views: from a stream's hub to many viewers' WebSockets, a message a frame.

Owns: views that run, RFC 6455 towards viewers, what a slow viewer misses, the H.264 rendition made while watched.
Does not own: who may watch (governance, asked by the web process before it hands a socket over), streams
(`media.ingest`).
Invariants: a frame is packaged once for all viewers of a stream; what waits for one viewer is bounded; every view that
began ends in the journal with the seconds seen; after a withdrawal no further picture is sent.
"""
