"""Cameras are watched: who asks for it, what the site's budget gives, the processes that do it, and what takes it.

Owns: the asks of cameras, the spending plan (`plan`, pure), the process of watching and its confined workers, the port
`Sink`. Does not own: how pictures come (`media.tap`), what they add up to (`traffic`), drawings (`vision.drawings`).
Invariants: docs/design/watching.md. The first two: pixels live in a confined worker and nowhere else; what is not
watched, and why, can be read by whoever may read the plan.
"""
