"""What any long-running program needs: database, keys, outbound requests, processes, settings, logs, metrics, HTTP.

Owns: the mechanisms. Does not own: any word of the domain (no camera, no user).
Invariants: nothing is opened or started at import; every resource is made by `bootstrap` and closed by it.
"""
