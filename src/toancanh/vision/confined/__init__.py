"""Processes that hold what is not trusted: coded pictures of cameras, and files of models.

`coded` says what goes in and comes out, `process` is the parent's side, `eye` decodes inside. Pixels never come out.
"""
