"""Exports: jobs that make an evidence package, kept in the database, so that a killed one goes on where it stood.

Owns: the job's life. Does not own: the package's forms (`evidence.package`), the right to it (`governance`).
Invariants: one function changes a state; a file counts when its row is there, and its row comes after its bytes are on
the disk under their final name; every request, package opened and end is on record.
"""

from toancanh.evidence.exports.service import Exports
from toancanh.evidence.exports.worker import ExportWorker
from toancanh.evidence.model import ExportForm, ExportJob, ExportReason, ExportState, Wanted

__all__ = ["ExportForm", "ExportJob", "ExportReason", "ExportState", "ExportWorker", "Exports", "Wanted"]
