"""The record: who did, saw and was refused what. Append-only, chained by hash per site and writer.

Invariants:
1. An entry is written in the transaction of its act; a refusal in its own.
2. Entries of one writer are numbered from 1 without a hole; each names the hash of the one before.
3. The hash covers the public fields and salted commitments of the personal ones. The personal values lie beside, so
   that they can be erased without breaking the chain; an erasure is itself an entry.
4. The end of each chain, and the list of a site's chains, are sealed by a key that is not in the database: neither
   entries at an end nor a whole chain can go unseen, save by putting an older copy of the whole database in place.
5. No row of the record is ever changed; personal values are only ever removed.
"""

from toancanh.governance.record.chain import Entry
from toancanh.governance.record.copied import seal_again
from toancanh.governance.record.verify import RecordReport, Violation, verify_record
from toancanh.governance.record.writer import AnonymousReason, RecordWriter

__all__ = [
    "AnonymousReason",
    "Entry",
    "RecordReport",
    "RecordWriter",
    "Violation",
    "seal_again",
    "verify_record",
]
