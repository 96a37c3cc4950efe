"""Log-ins of devices: written, never read out; changed so that no cut in the middle locks anybody out.

Owns: what is kept of a log-in, the change of a password. Does not own: who may ask for it (governance).
Invariants: both passwords are remembered until one has proved itself; a try is counted before it is made; no password
is written to a log, a record or an answer; equal passwords are known by a keyed digest alone.
"""

from toancanh.devices.credentials.keeping import Credentials, KeptCredential
from toancanh.devices.credentials.rotation import ChangeOutcome, ChangeStep

__all__ = ["ChangeOutcome", "ChangeStep", "Credentials", "KeptCredential"]
