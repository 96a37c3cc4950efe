"""Proof from the first frame: that what a segment holds is what its camera sent, unit by unit (docs/design/media.md).

Owns: the hashes, the proof box in a file, the chain of roots of each stream. Does not own: signing the chains'
heads (`evidence`), writing files (`media.recorder`).
Invariants A12-A15 in docs/design/media.md; ``toancanh check`` proves them.
"""

from toancanh.media.archive.proof.records import (
    FileProof,
    configuration_of,
    facts_of,
    file_proof,
    groups_of,
    records_of,
    thinned_box,
)
from toancanh.media.archive.proof.store import (
    ProofOrigin,
    SegmentProof,
    SegmentRoot,
    StreamHead,
    append,
    chain_after,
    newest,
    proofs_between,
    stream_heads,
)
from toancanh.media.archive.proof.tree import (
    NO_LINK,
    UnitRecord,
    chain_link,
    fragment_node,
    head_leaf,
    node_of_columns,
    pack_records,
    parameters_leaf,
    segment_root,
    tree_root,
    unit_wall_us,
    unpack_records,
)

__all__ = [
    "NO_LINK",
    "FileProof",
    "ProofOrigin",
    "SegmentProof",
    "SegmentRoot",
    "StreamHead",
    "UnitRecord",
    "append",
    "chain_after",
    "chain_link",
    "configuration_of",
    "facts_of",
    "file_proof",
    "fragment_node",
    "groups_of",
    "head_leaf",
    "newest",
    "node_of_columns",
    "pack_records",
    "parameters_leaf",
    "proofs_between",
    "records_of",
    "segment_root",
    "stream_heads",
    "thinned_box",
    "tree_root",
    "unit_wall_us",
    "unpack_records",
]
